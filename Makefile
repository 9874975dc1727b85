# The commands. `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?= 8050
EQUITY_HOME ?= var
export PORT EQUITY_HOME
# Rewriting the tests' assertions anew each time would cost ten seconds.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin

.PHONY: help setup run test test-all check chaos bench gallery fix sbom lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## Make the environment with the locked packages
	@scripts/setup

run: setup ## Show the product on this machine (PORT=8050, EQUITY_HOME=var)
	@exec $(BIN)/equity demo --port $(PORT)

test: ## Run everything: lint, types, imports, tests on real components (installs its needs)
	@scripts/setup dev
	@scripts/system
	@$(MAKE) --no-print-directory style
	@# Types are one process's minute: they are checked beside the tests, and told after them.
	@said=$$(mktemp); $(MAKE) --no-print-directory types >$$said 2>&1 & types=$$!; \
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist worksteal; tests=$$?; \
	wait $$types || tests=1; cat $$said; rm $$said; exit $$tests

test-all: ## Everything and the long tests, with what they cover (counting lines takes two thirds more time)
	@scripts/setup dev
	@scripts/setup spark
	@scripts/system
	@scripts/system spark
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

check: ## The fast part, under a minute; changes nothing
	@scripts/setup dev
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python scripts/audit.py
	@$(BIN)/python -m pytest -q -m "not slow and not browser and not shared and not long" -n 2

chaos: ## Kill, fill the disk, damage files, switch under load, in full (half an hour); prints the figures
	@scripts/setup dev
	@$(BIN)/python -m tests.attack

bench: ## Measure speed and memory beside what one would pick instead; writes benchmarks/RESULTS.md
	@scripts/setup bench
	@scripts/peer
	@scripts/system spark
	@$(BIN)/python -m benchmarks

gallery: ## Photograph every page of the demonstration in EQUITY_HOME; writes docs/gallery/ and docs/guide/
	@scripts/setup dev
	@scripts/system
	@$(BIN)/python -m tests.browser.gallery

.PHONY: lint style types
lint: style types
style:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-cache
types:
	@$(BIN)/mypy

fix: ## Mend what a machine can mend
	@scripts/setup dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

sbom: ## Write the bill of materials (CycloneDX) to sbom.cdx.json
	@scripts/setup
	@$(BIN)/python scripts/sbom.py > sbom.cdx.json

lock: ## Pin the packages anew (needs uv)
	@scripts/lock

clean: ## Remove the environment and what was made
	@rm -rf .venv .venv-peer .venv-superset build *.egg-info .mypy_cache .pytest_cache .ruff_cache assets/fonts/*.woff2 assets/plotly
