"""What the tables of a release hold, in words."""

from dashboard.language import Tongue


def about_tables(t: Tongue) -> dict[str, str]:
    """Return what each table of a release holds, in words."""
    return {
        "figures": t("Every figure: a row for each figure and benchmark"),
        "representation": t("Shares against a benchmark, as ratio, points and people"),
        "cells": t("The catalogue of protected counts"),
        "policy": t("The rules by which people are protected"),
        "hierarchies": t("Which groups belong to which larger group"),
        "progress": t("Level and gap of each group since the first year"),
        "summaries": t("How unequal all groups are at once, in up to 21 summary measures"),
        "findings": t("Every group of the latest period against every benchmark, with chance over all tests at once"),
        "directives": t("Every part of the order, with its measures and how far it is measured"),
        "plans": t("Every version of every equity plan, with its stage and its days"),
        "goals": t("Every goal of the plans, and how far it has come"),
        "contract_goals": t("Goals for contract dollars, with the days they are in force"),
        "measures": t("The definitions this release was made with"),
        "sources": t("Where the figures come from, with checksums of the files"),
        "agencies": t("The register of agencies"),
        "towns": t("The towns in the municipal process, with their steps"),
        "protected_classes": t("Classes that the law of a place protects, and who a test on each is of"),
        "city_steps": t("The steps of each version of a city’s plan, with their days"),
        "quality": t("Warnings that travel with the data"),
        "revisions": t("Figures that an earlier release showed with another value, and why"),
        "manifest": t("What this release is"),
    }
