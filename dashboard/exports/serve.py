"""Documents from the web: asked for with a form, made in the background, fetched when they are done."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, jsonify, redirect, request

from dashboard.access.taken import hand_out
from dashboard.access.token import form_token
from dashboard.access.viewer import viewer
from dashboard.exports.figure import TYPES
from dashboard.exports.jobs import CANCELLED, DONE, FAILED, RUNNING, WAITING, Asked, Full, Job, Jobs
from dashboard.exports.kinds import KINDS, named
from dashboard.language import LANGUAGES, Tongue, tongue
from dashboard.markup import Markup, tag, together
from dashboard.plain.document import Plain, document
from dashboard.plain.links import FIRST, Served
from dashboard.selection import from_query
from dashboard.tables import Tables
from metrics.release import Shelf

_AGAIN = "2"
"""Seconds until a page that waits looks again."""


@dataclass(frozen=True, slots=True)
class _Here(Served):
    """Links of a page that is none of the plain pages: its other language is at the same address."""

    here: str = ""

    def to(self, page: str, language: str = "") -> str:
        if page == self.page:
            return self.here + (f"?lang={language}" if language != FIRST else "")
        return Served(page, self.language).to(page, language)


def add_routes(server: Flask, shelf: Shelf, jobs: Jobs | None = None) -> None:
    """Answer at /exports, /exports/<kind>, /exports/job/<id>, and below it /file and /cancel."""
    known = jobs or Jobs(shelf.releases, shelf.audience)

    def offer() -> Any:
        tables, t = Tables(shelf.current()), _tongue()
        return _page(_offer(tables, request.args.get("agency", ""), t), tables, "/exports", t)

    def ask(kind: str) -> Any:
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return jsonify(error="documents are asked for on the page /exports"), 403
        form = request.form
        release = shelf.current()
        asked = Asked(
            kind,
            form.get("agency", ""),
            form.get("form", ""),
            release.id,
            form.get("lang", FIRST),
            viewer().owner,
            release.scope.agencies,
        )
        if not asked.sound() or (asked.agency and asked.agency not in Tables(release).agency_names()):
            return jsonify(error=f"choose {', '.join(KINDS)}, a form and a language that it has, a known agency"), 400
        try:
            return redirect(_at(known.ask(asked), asked.language), 303)
        except Full as reason:
            return jsonify(error=str(reason)), 429

    def look(name: str) -> Any:
        job = known.get(name, viewer().owner)
        if job is None:
            return jsonify(error="there is no such document; it may have been asked for over an hour ago"), 404
        t = _tongue()
        answer = _page(_state(name, job, t), Tables(shelf.current()), f"/exports/job/{name}", t)
        if job.state in (WAITING, RUNNING):
            answer.headers["Refresh"] = _AGAIN
        return answer

    def fetch(name: str) -> Any:
        job, found = known.get(name, viewer().owner), known.file(name, viewer().owner)
        if job is None or found is None:
            return jsonify(error="there is no such document, or it is not done"), 404
        hand_out(job.asked.release, job.asked.form)
        response = Response(found.read_bytes(), content_type=TYPES[found.suffix[1:]])
        response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
        return response

    def cancel(name: str) -> Any:
        known.cancel(name, viewer().owner)
        return redirect(_at(name, _tongue().language), 303)

    server.add_url_rule("/exports", "exports", offer)
    server.add_url_rule("/exports/<kind>", "ask", ask, methods=["POST"])
    server.add_url_rule("/exports/job/<name>", "job", look)
    server.add_url_rule("/exports/job/<name>/file", "job_file", fetch)
    server.add_url_rule("/exports/job/<name>/cancel", "cancel", cancel, methods=["POST"])


def _at(name: str, language: str) -> str:
    return f"/exports/job/{name}" + (f"?lang={language}" if language != FIRST else "")


def _tongue() -> Tongue:
    return tongue(from_query(request.query_string.decode("utf-8", "replace"), LANGUAGES)[0].lang)


def _page(plain: Plain, tables: Tables, here: str, t: Tongue) -> Response:
    html = document(plain, tables, _Here("exports", t.language, here=here), t)
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _offer(tables: Tables, agency: str, t: Tongue) -> Plain:
    lead = t("Documents to read, print and pass on. They are made when you ask, and kept for an hour.")
    parts: list[Markup] = [tag("h1", t("Documents")), tag("p", lead)]
    for kind, name in named(t).items():
        parts += [tag("h2", name, id=kind), _form(kind, tables, agency, t)]
    return Plain(t("Documents"), lead, together(parts), "/data")


def _form(kind: str, tables: Tables, agency: str, t: Tongue) -> Markup:
    fields = []
    if KINDS[kind].of_agency:
        names = sorted(tables.agency_names().items(), key=lambda each: each[1].lower())
        options = [tag("option", name, value=code, selected=code == agency) for code, name in names]
        fields.append(tag("p", tag("label", t("Agency"), " ", tag("select", options, name="agency"))))
    buttons = [
        tag("button", form.removesuffix(".zip").upper(), name="form", value=form, type="submit")
        for form in KINDS[kind].forms
    ]
    hidden = (tag("input", type="hidden", name="lang", value=t.language), form_token())
    return tag(
        "form",
        hidden,
        fields,
        tag("p", [(each, " ") for each in buttons]),
        action=f"/exports/{kind}",
        method="post",
    )


def _state(name: str, job: Job, t: Tongue) -> Plain:
    title = f"{named(t)[job.asked.kind]} {job.asked.agency}".strip()
    said = {
        WAITING: t("It waits. Documents to be made before it: {n}.", n=job.ahead),
        RUNNING: t("It is being made. This page looks again by itself."),
        DONE: t("It is done."),
        FAILED: t("It could not be made. Ask again, or tell us the name of this page."),
        CANCELLED: t("It was cancelled."),
    }[job.state]
    address = f"/exports/job/{name}"
    act: Markup | None = None
    if job.state in (WAITING, RUNNING):
        back = _at(name, t.language).partition("?")[2]
        button = tag("button", t("Cancel"), type="submit")
        act = tag(
            "form", (form_token(), button), action=f"{address}/cancel" + (f"?{back}" if back else ""), method="post"
        )
    elif job.state == DONE:
        act = tag("p", tag("a", f"{t('Download')} {job.asked.file}", href=f"{address}/file", download=True))
    again = tag("p", tag("a", t("Documents"), href=_query("/exports", t)))
    body = together([tag("h1", title), tag("p", said, role="status"), act or "", again])
    return Plain(title, said, body)


def _query(path: str, t: Tongue) -> str:
    return path + (f"?lang={t.language}" if t.language != FIRST else "")
