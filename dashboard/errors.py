"""What went wrong, said to whoever asked: a page in a reader's language, JSON for a script."""

from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from dashboard.language import LANGUAGES, Tongue, tongue
from dashboard.log import CALLBACK, LOGGER, failure, request_id, route
from dashboard.markup import tag
from dashboard.plain.document import alone
from metrics.locked import TooLong
from metrics.release import NoRelease

_LONGEST = 200


def add(server: Flask) -> None:
    """Answer what goes wrong with its status and a sentence; no answer holds a traceback.

    An answer of JSON that refuses becomes a page for whoever asks for pages, wherever it was made.
    """

    @server.errorhandler(HTTPException)
    def say(problem: HTTPException) -> Any:
        if problem.code == 404:
            return jsonify(error=f"nothing is at {request.path[:_LONGEST]}"), 404
        answer = jsonify(error=problem.description)
        answer.status_code = problem.code or 500
        # What the problem itself has to say, such as the methods that are allowed; its body is ours.
        kept = {name: value for name, value in problem.get_headers() if name in ("Allow", "Retry-After")}
        answer.headers.update(kept)
        return answer

    @server.errorhandler(NoRelease)
    def wait(problem: NoRelease) -> Any:
        return jsonify(error="nothing is published yet"), 503, {"Retry-After": "60"}

    @server.errorhandler(TooLong)
    def stopped(problem: TooLong) -> Any:
        LOGGER.warning("stopped", extra={"fields": {"request": request_id(), "route": route(), **failure(problem)}})
        return jsonify(error="this took too long and was stopped; try again soon"), 503, {"Retry-After": "10"}

    @server.errorhandler(Exception)
    def failed(problem: Exception) -> Any:
        fields = {"request": request_id(), "route": route(), **failure(problem)}
        LOGGER.error("failed", extra={"fields": fields})
        return jsonify(error="this is our mistake; it has been written to the log", request=request_id()), 500

    @server.after_request
    def show(response: Response) -> Response:
        if response.status_code >= 400 and response.mimetype == "application/json" and _wants_page():
            t = _tongue()
            response.set_data(page(response.status_code, t))
            response.content_type = "text/html; charset=utf-8"
            response.headers["Content-Language"] = t.language
            response.headers["Vary"] = "Accept, Accept-Language"
            response.headers["Cache-Control"] = "no-store"
        return response


def page(status: int, t: Tongue) -> str:
    """Return the page that says what a status means here, and what to do. It needs no release and no script."""
    title, said = _words(status, t)
    query = "" if t.language == "en" else f"?lang={t.language}"
    ways = [
        tag("li", tag("a", name, href=address + query))
        for name, address in ((t("Overview"), "/"), (t("Measures"), "/measures"), (t("Agencies"), "/agencies"))
    ]
    number = tag("p", t("Number of this request, to quote when you ask us about it: {id}", id=request_id()), class_="s")
    # Who may not see anything here has no use for a list of pages.
    body = tag(
        "main",
        [tag("h1", title), tag("p", said), tag("ul", ways) if status not in (400, 403) else "", number],
        id="main",
    )
    nav = tag("nav", tag("b", t("Statewide equity benchmarks")))
    return alone(title, nav + body, t)


def _words(status: int, t: Tongue) -> tuple[str, str]:
    said = {
        400: (t("This request is not understood"), t("The address or what was sent with it is not one we know.")),
        403: (t("Not allowed"), t("This page is not open to you from here.")),
        404: (t("Page not found"), t("Nothing is at this address. It may have moved, or it may be mistyped.")),
        405: (
            t("Not done this way"),
            t("This address does not take what was sent. Try from the page."),
        ),
        413: (t("Too large"), t("More was sent than this site takes.")),
        414: (t("Too large"), t("The address is too long.")),
        429: (t("Too many requests"), t("Many requests came from your network. Wait a minute, then try again.")),
        503: (
            t("Nothing to show yet"),
            t("Nothing is published yet, or the site is busy or cared for. Try again soon."),
        ),
    }
    if status < 500:
        return said.get(status, said[400])
    return said.get(status, (t("Our mistake"), t("Something failed on our side. It was noted. Try again soon.")))


def _wants_page() -> bool:
    """Whether a person's browser asked. Scripts, callbacks and the API get JSON."""
    if request.path == CALLBACK or request.path.startswith("/api/"):
        return False
    return "text/html" in request.headers.get("Accept", "")


def _tongue() -> Tongue:
    asked = request.args.get("lang", "") or ("es" if "/es/" in request.path else "")
    if asked in LANGUAGES:
        return tongue(asked)
    return tongue(request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0])
