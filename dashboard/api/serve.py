"""The addresses of the API and what answers at each."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from flask import Flask, Response, request

from dashboard.access.taken import hand_out
from dashboard.api import asked, cursor, editions, explained, form, gate, rows
from dashboard.api.asked import Given
from dashboard.api.kept import Body, Kept
from dashboard.api.openapi import openapi
from dashboard.api.problem import Problem, named
from dashboard.api.resource import BENCHMARK, LANGUAGE, RELEASE, RESOURCES, ROOT, Parameter, Resource
from dashboard.freshness import SOON, fresh, known, tag
from dashboard.limit import Limiter
from dashboard.tables import Tables
from metrics.locked import TooLong
from metrics.release import NoRelease, Shelf


def add_routes(server: Flask, shelf: Shelf, limiter: Limiter) -> None:
    """Answer below /api/v1: tables, one thing of them, explanations, releases, the description of all this."""
    gate.add(server, limiter, shelf.audience)
    site = _Site(shelf)

    def at(path: str, view: Callable[..., Response], **fixed: Any) -> None:
        server.add_url_rule(path, f"api {path}", _answered(partial(view, **fixed)), strict_slashes=False)

    for resource in RESOURCES.values():
        at(resource.path, site.table, resource=resource)
        for kind in form.TYPES:
            at(f"{resource.path}.{kind}", site.table, resource=resource, kind=kind)
        if resource.key:
            at(f"{resource.path}/<name>", site.one, resource=resource)
    at(f"{RESOURCES['figures'].path}/<name>/explain", site.explain)
    at(f"{ROOT}/releases", site.releases)
    at(f"{ROOT}/releases/<name>", site.release)
    at(f"{ROOT}/openapi.json", site.description)
    at(ROOT, site.start)
    at("/api/<path:rest>", _nothing)


def _answered(view: Callable[..., Response]) -> Callable[..., Response]:
    @wraps(view.func if isinstance(view, partial) else view)
    def answer(**names: Any) -> Response:
        try:
            return view(**names)
        except Problem as problem:
            return problem.response()
        except NoRelease:
            return Problem("no-release", "nothing is published yet; ask again later").response()
        except TooLong:
            return Problem("too-long", "this took too long and was stopped; ask for fewer rows").response()

    return answer


def _nothing(rest: str) -> Response:
    there = [*RESOURCES, "releases", "openapi.json"]
    raise Problem("not-found", f"nothing is at /api/{rest}; below {ROOT} are {named(there)}", known=there)


class _Site:
    """The answers over the releases of a home."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept = Kept()

    def table(self, resource: Resource, kind: str = "") -> Response:
        given = _given()
        wanted = asked.asked(resource, given)
        form_ = kind or _accepted()
        tables = self._tables(asked.release(given))
        by = resource.columns.get(wanted.way.column, "")
        after = cursor.read(wanted.cursor, tables.id, wanted.question, by) if wanted.cursor else None
        question = rows.Question(resource, wanted, form_, request.path, given)
        response = self._respond(tables, form_, question.words, lambda: rows.answer(tables, question, after))
        if form_ != form.JSON and response.status_code == 200:
            name = f"{resource.name}-{tables.id}-{tables.audience}.{form_}"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        if not kind:
            response.vary.add("Accept")
        return response

    def one(self, resource: Resource, name: str) -> Response:
        given = _given()
        fields = asked.fields(resource, asked.values(given, resource.of_one))
        kind, tables = _accepted(), self._tables(asked.release(given))
        words = (request.path, ",".join(fields))
        response = self._respond(tables, kind, words, lambda: Body(rows.one(tables, resource, name, fields, kind)))
        response.vary.add("Accept")
        return response

    def explain(self, name: str) -> Response:
        found = _only(LANGUAGE, BENCHMARK, RELEASE)
        tables, language = self._tables(found.get("release", "")), found.get("lang", "en")
        benchmark = found.get("benchmark", "")
        words = (request.path, language, benchmark)
        return self._respond(
            tables, form.JSON, words, lambda: Body(explained.explain(tables, name, language, benchmark))
        )

    def releases(self) -> Response:
        _only()
        tables = self._tables("")
        return self._respond(tables, form.JSON, ("releases",), lambda: Body(editions.releases(tables)))

    def release(self, name: str) -> Response:
        _only()
        tables = self._tables(name)
        return self._respond(tables, form.JSON, ("release",), lambda: Body(editions.release(tables)))

    def description(self) -> Response:
        document = openapi(_only(LANGUAGE).get("lang", "en"), self._shelf.audience)
        return Response(document, content_type=form.TYPES[form.JSON], headers={"Cache-Control": SOON})

    def start(self) -> Response:
        _only()
        tables = self._tables("")
        return self._respond(tables, form.JSON, ("start",), lambda: Body(editions.start(tables)))

    def _tables(self, name: str) -> Tables:
        try:
            return Tables(self._shelf.get(name) if name else self._shelf.current())
        except NoRelease:
            raise
        except FileNotFoundError:
            raise Problem(
                "unknown-release", f"there is no release {name!r} here; see {ROOT}/releases", parameter="release"
            ) from None

    def _respond(self, tables: Tables, kind: str, words: tuple[str, ...], make: Callable[[], Body]) -> Response:
        """Return the answer, or that whoever asks has it already. What is asked was found sound before."""
        etag, public = tag(tables.release, kind, *words), self._shelf.audience == "public"
        if public and known(etag):
            response = Response(status=304)
        else:
            coding = "" if kind == form.PARQUET else request.accept_encodings.best_match(form.CODINGS) or ""
            body = self._kept.get((etag, coding), lambda: _packed(make(), coding)) if public else make()
            hand_out(tables.id, kind, body.rows)
            response = Response(body.content, content_type=form.TYPES[kind])
            if body.coding:
                response.headers["Content-Encoding"] = body.coding
            if body.following:
                response.headers["Link"] = f'<{body.following}>; rel="next"'
        if public and kind != form.PARQUET:
            response.vary.add("Accept-Encoding")
        return fresh(response, etag, self._shelf.audience, named=_named())


def _packed(body: Body, coding: str) -> Body:
    if not coding or len(body.content) < form.LEAST:
        return body
    return replace(body, content=form.packed(body.content, coding), coding=coding)


def _given() -> Given:
    return tuple(request.args.items(multi=True))


def _only(*parameters: Parameter) -> dict[str, str]:
    """Return what is asked where JSON is all there is. Raises Problem."""
    _accepted(form.JSON)
    return asked.one(_given(), {each.name: each for each in parameters})


def _accepted(*forms: str) -> str:
    return form.accepted(request.accept_mimetypes, forms or tuple(form.TYPES))


def _named() -> bool:
    """Return whether the address names the release."""
    return bool(request.args.get(RELEASE.name)) or request.path.startswith(f"{ROOT}/releases/")
