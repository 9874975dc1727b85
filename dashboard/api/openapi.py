"""The description of the API for programs: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), made of the same
declarations that answer."""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any

import orjson

from dashboard.api import form, problem, words
from dashboard.api.resource import BENCHMARK, LANGUAGE, LIST, MOST_VALUES, RELEASE, RESOURCES, ROOT, Parameter, Resource
from dashboard.language import Tongue, tongue
from dashboard.table_names import about_tables

VERSION = "1.0.0"
_SAID = {
    "release": {"type": "string"},
    "audience": {"type": "string", "enum": ["public", "internal"]},
    "demonstration": {"type": "boolean"},
}
_EVERYWHERE = {"public": (400, 406, 414, 429, 503), "internal": (400, 401, 403, 406, 414, 429, 503)}
_SIGNED = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
_ADDRESS = {"type": "string"}


@lru_cache
def openapi(language: str, audience: str = "public") -> bytes:
    """Return the document in a language, as JSON: the internal site's asks for a token, the public one's for none."""
    t, inside = tongue(language), audience == "internal"
    everywhere = _EVERYWHERE[audience]
    return orjson.dumps(
        {
            "openapi": "3.1.0",
            "info": {
                "title": t("Statewide equity benchmarks"),
                "version": VERSION,
                "description": t(
                    "The tables of a release, as the pages show them. What has no number says why in “status”."
                ),
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/"}],
            "security": [{"token": []}] if inside else [],
            "paths": dict(_paths(t, everywhere)),
            "components": {
                "schemas": {**{name: _row(each) for name, each in RESOURCES.items()}, "problem": _problem()},
                "responses": {str(each): _refusal(each) for each in sorted({*problem.KINDS.values(), *everywhere})},
                "headers": _headers(),
                **({"securitySchemes": _SIGNED} if inside else {}),
            },
        }
    )


def _paths(t: Tongue, everywhere: Iterable[int]) -> list[tuple[str, Any]]:
    about, get = about_tables(t), partial(_get, t=t, everywhere=everywhere)
    found: list[tuple[str, Any]] = [
        (ROOT, get("start", t("Where everything is"), [], _START)),
        (f"{ROOT}/openapi.json", get("description", t("This description"), [LANGUAGE], {"type": "object"})),
        (f"{ROOT}/releases", get("releases", t("The releases, newest first"), [], _RELEASES)),
        (f"{ROOT}/releases/{{release}}", get("release", t("One release"), [], _RELEASE, ("release",))),
    ]
    for name, each in RESOURCES.items():
        asked, said = list(each.parameters.values()), about[name]
        row = {"$ref": f"#/components/schemas/{name}"}
        rows = _rows(row, {"next": {"type": ["string", "null"]}, "count": {"type": "integer"}}, ("next",))
        found += [
            (each.path, get(name, said, asked, rows, resource=each, follows=True)),
            (
                f"{each.path}.{{form}}",
                get(f"{name}_file", said, asked, rows, ("form",), resource=each, follows=True),
            ),
        ]
        if each.key:
            one = get(f"{name}_one", said, list(each.of_one.values()), _rows(row), (each.key,), resource=each)
            found.append((f"{each.path}/{{{each.key}}}", one))
    explain = get(
        "explain",
        t("How a figure was worked out"),
        [RELEASE, LANGUAGE, BENCHMARK],
        _EXPLAINED,
        ("figure_id",),
    )
    return [*found, (f"{RESOURCES['figures'].path}/{{figure_id}}/explain", explain)]


def _get(
    name: str,
    summary: str,
    asked: list[Parameter],
    schema: Mapping[str, Any],
    in_path: tuple[str, ...] = (),
    *,
    t: Tongue,
    everywhere: Iterable[int],
    resource: Resource | None = None,
    follows: bool = False,
) -> dict[str, Any]:
    content: dict[str, Any] = {form.TYPES[form.JSON]: {"schema": schema}}
    if resource is not None:
        content[form.TYPES[form.CSV].partition(";")[0]] = {"schema": {"type": "string"}}
        content[form.TYPES[form.PARQUET]] = {}
    headers = ("ETag", "Link", *_RATES) if follows else ("ETag", *_RATES)
    known = {each: {"$ref": f"#/components/headers/{each}"} for each in headers}
    refusals = (*everywhere, *((404,) if in_path or RELEASE in asked else ()), *((409,) if follows else ()))
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [_in_path(each) for each in in_path] + [_parameter(each, resource, t) for each in asked],
            "responses": {
                "200": {"description": summary, "headers": known, "content": content},
                "304": {"description": t("You have this answer already.")},
                **{str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(refusals)},
            },
        }
    }


def _in_path(name: str) -> dict[str, Any]:
    schema = {"type": "string", "enum": list(form.TYPES)} if name == "form" else {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _parameter(each: Parameter, resource: Resource | None, t: Tongue) -> dict[str, Any]:
    said: dict[str, Any] = {"name": each.name, "in": "query", "description": words.parameter(each, resource, t)}
    if each.many:
        return {**said, "schema": {"type": "array", "items": dict(each.schema), "maxItems": MOST_VALUES}}
    if each.schema["type"] == LIST:
        return {**said, "schema": dict(each.schema), "style": "form", "explode": False}
    return {**said, "schema": dict(each.schema)}


def _row(resource: Resource) -> dict[str, Any]:
    columns = {name: {"type": [kind, "null"]} for name, kind in resource.columns.items()}
    return {"type": "object", "properties": columns, "additionalProperties": False}


def _object(properties: Mapping[str, Any], *, also: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**_SAID, **properties},
        "required": [*_SAID, *also],
        "additionalProperties": False,
    }


def _rows(row: Mapping[str, Any], more: Mapping[str, Any] | None = None, also: tuple[str, ...] = ()) -> dict[str, Any]:
    listed = {"table": {"type": "string"}, "rows": {"type": "array", "items": dict(row)}}
    return _object({**listed, **(more or {})}, also=(*listed, *also))


def _listed(**properties: str) -> dict[str, Any]:
    inner = {name: {"type": kind if kind != "integer" else [kind, "null"]} for name, kind in properties.items()}
    return {"type": "array", "items": {"type": "object", "properties": inner, "required": list(inner)}}


_START = _object(
    {
        **dict.fromkeys(("releases", "description", "documentation"), _ADDRESS),
        "tables": _listed(table="string", address="string", rows="integer"),
    },
    also=("tables",),
)
_RELEASES = _object(
    {"releases": _listed(release="string", published="string", newest="boolean", address="string")}, also=("releases",)
)
_RELEASE = _object(
    {
        "manifest": {"type": "object", "additionalProperties": {"type": "string"}},
        "tables": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
    also=("manifest", "tables"),
)
_EXPLAINED = _object(
    {
        **{name: {"type": "string"} for name in ("figure_id", "language", "title", "page")},
        "explanation": {"type": "array", "items": {"type": "string"}},
        "rows": {"type": "array", "items": {"$ref": "#/components/schemas/figures"}},
    },
    also=("title", "explanation", "rows"),
)
_RATES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def _headers() -> dict[str, Any]:
    numbers = {name: {"schema": {"type": "integer"}} for name in (*_RATES, "Retry-After")}
    return {**numbers, **{name: {"schema": {"type": "string"}} for name in ("ETag", "Link")}}


def _problem() -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail", "parameter", "release")}
    known = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "properties": {**texts, "status": {"type": "integer"}, "seconds": {"type": "integer"}, "known": known},
        "required": ["type", "title", "status", "detail"],
    }


def _refusal(status: int) -> dict[str, Any]:
    rates = (*_RATES, "Retry-After") if status == HTTPStatus.TOO_MANY_REQUESTS else _RATES
    return {
        "description": HTTPStatus(status).phrase,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in rates},
        "content": {problem.TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}},
    }
