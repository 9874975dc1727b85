"""The application: one address, one page, one callback. The address is the whole state."""

from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask import Flask, g, request
from whitenoise import WhiteNoise

from dashboard import documents, downloads, errors, exhibits, guard, health, log, rates, row_files
from dashboard.access.settings import Demonstration, NotSet, SignIn
from dashboard.access.viewer import scope, viewer
from dashboard.api import serve as api
from dashboard.compressed import Compressed
from dashboard.described import description, fonts
from dashboard.exports import serve as exports
from dashboard.limit import Limiter, store_of
from dashboard.markup import tag
from dashboard.meter import Meter, apart
from dashboard.pages import EXHIBITS
from dashboard.palette import ASSETS
from dashboard.plain import serve as plain
from dashboard.render import as_html
from dashboard.router import page, written
from dashboard.settings import Settings, behind
from metrics.locked import SECONDS
from metrics.release import AUDIENCES, Shelf

_A_YEAR = 365 * 24 * 3600
_ALONE = Settings()
_SHOW_TITLE = "function(title) { if (title) { document.title = title; } return window.dash_clientside.no_update; }"


def create_app(
    home: Path, audience: str = "public", sign_in: SignIn | None = None, *, chosen: Settings = _ALONE, counts: str = ""
) -> Dash:
    """Return the application over the releases of `home`, for `public` or `internal` readers.

    Internal readers sign in, and get of every release what their role lets them read. `counts`: the folder in which
    several workers count together. Raises ValueError for another audience, and for an internal one without a sign-in.
    Needs no release to start: pages then say what to do.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"audience is {audience!r}; choose {', '.join(AUDIENCES)}")
    if (audience == "internal") != (sign_in is not None):
        raise NotSet("the internal pages need a sign-in, and the public ones have none")
    releases = home / "releases"
    shelf, whole = Shelf(releases, audience, scope, SECONDS), Shelf(releases, audience, seconds=SECONDS)
    server = Flask("dashboard", static_folder=None)
    app = _Painted(shelf, server, chosen.contact)
    app.layout = html.Div(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            html.Div(id="page"),
            html.Div(id="title", hidden=True),
            html.Div(id="announcer", className="sr", role="status"),
        ]
    )

    @app.callback(
        Output("page", "children"),
        Output("title", "children"),
        Input("address", "pathname"),
        Input("address", "search"),
    )
    def show(path: str | None, query: str | None) -> tuple[Any, str]:
        return written(shelf, viewer(), path or "/", query or "", chosen.contact)

    app.clientside_callback(_SHOW_TITLE, Output("title", "title"), Input("title", "children"))
    health.add_routes(server, whole, audience)
    downloads.add_routes(server, shelf)
    exhibits.add_routes(server, shelf, EXHIBITS)
    plain.add_routes(server, shelf)
    documents.add_routes(server, shelf)
    exports.add_routes(server, shelf)
    row_files.add_routes(server, shelf)
    api.add_routes(server, shelf, Limiter(store_of(home, audience), chosen.api_rate, "api"))
    # What an answer passes through after the page is made runs from the last of these to the first.
    meter = Meter(server, whole, counts)
    log.add(server, audience)
    rates.add(server, home, audience, chosen)
    guard.add(app, audience, whole, chosen, apart=isinstance(sign_in, Demonstration))
    errors.add(server)
    if sign_in is not None:
        # Nobody signs in to the public pages: what it takes is a twentieth of a worker's memory.
        from dashboard.access.door import Door  # noqa: PLC0415

        Door(server, home, sign_in, whole)
    # Their addresses carry the time of the last change, so a browser may keep them for good.
    kept = WhiteNoise(server.wsgi_app, root=ASSETS, prefix="assets/", max_age=_A_YEAR, add_headers_function=_harmless)
    inner = behind(Compressed(kept, pages=audience == "public"), chosen.proxies)
    port = chosen.metrics.rpartition(":")[2]
    server.wsgi_app = apart(inner, meter, port) if port else inner  # type: ignore[method-assign]
    return app


def _harmless(headers: Any, path: str, url: str) -> None:
    """Say of a file beside the pages that it is what it says, runs nothing by itself, and is for our pages only."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


class _Painted(Dash):
    """Dash, whose first answer already holds the page: it is painted at once, and is there without scripts."""

    def __init__(self, shelf: Shelf, server: Flask, contact: str) -> None:
        super().__init__(
            "dashboard",
            server=server,  # type: ignore[arg-type]
            assets_folder=str(ASSETS),
            assets_ignore=r"(theme|plotly-.*)\.js",
            title="Statewide equity benchmarks",
            update_title="",
        )
        self.shelf, self.contact = shelf, contact

    def interpolate_index(self, *, css: str, config: str, scripts: str, renderer: str, app_entry: str, **_: Any) -> str:  # type: ignore[override]
        """Return the document: the page as HTML, and what Dash needs to take over from it."""
        query = request.query_string.decode("utf-8", "replace")
        parts, view, language = page(self.shelf, viewer(), request.path, query, self.contact)
        g.status = view.status
        still = as_html(parts)
        head = (
            '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="color-scheme" content="light dark">{tag("title", view.title)}'
            f"{description(view.title, still)}{fonts('/assets/fonts')}"
            f'<script src="{self.get_asset_url("theme.js")}"></script>'
            f'<link rel="icon" type="image/svg+xml" href="{self.get_asset_url("mark.svg")}">{css}'
        )
        body = f"{tag('div', still, id='still')}{app_entry}<div>{config}{scripts}{renderer}</div>"
        return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'
