"""The application: one address, one page, one callback. The address is the whole state."""

from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask import Flask, g, request
from whitenoise import WhiteNoise

from dashboard import documents, downloads, exhibits, guard, health, row_files
from dashboard.compressed import Compressed
from dashboard.described import description, fonts
from dashboard.exports import serve as exports
from dashboard.markup import tag
from dashboard.pages import EXHIBITS
from dashboard.palette import ASSETS
from dashboard.plain import serve as plain
from dashboard.render import as_components, as_html
from dashboard.router import page
from metrics.release import AUDIENCES, Shelf

_A_YEAR = 365 * 24 * 3600
_SHOW_TITLE = "function(title) { if (title) { document.title = title; } return window.dash_clientside.no_update; }"


def create_app(home: Path, audience: str = "public", contact: str = "") -> Dash:
    """Return the application over the releases of `home`, for `public` or `internal` readers.

    `contact` is the mail address that errors are told to; without one no page offers it.

    Raises ValueError for another audience. Needs no release to start: pages then say what to do.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"audience is {audience!r}; choose {', '.join(AUDIENCES)}")
    shelf = Shelf(home / "releases", audience)
    server = Flask("dashboard", static_folder=None)
    app = _Painted(shelf, audience, server, contact)
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
    def show(path: str | None, query: str | None) -> tuple[list[Any], str]:
        parts, view, _ = page(shelf, audience, path or "/", query or "", contact)
        return as_components(parts), view.title

    app.clientside_callback(_SHOW_TITLE, Output("title", "title"), Input("title", "children"))
    health.add_routes(server, shelf, audience)
    downloads.add_routes(server, shelf)
    exhibits.add_routes(server, shelf, EXHIBITS)
    plain.add_routes(server, shelf)
    documents.add_routes(server, shelf)
    exports.add_routes(server, shelf)
    row_files.add_routes(server, shelf)
    guard.add(app, audience, shelf)
    # Their addresses carry the time of the last change, so a browser may keep them for good.
    kept = WhiteNoise(server.wsgi_app, root=ASSETS, prefix="assets/", max_age=_A_YEAR)
    server.wsgi_app = Compressed(kept, pages=audience == "public")  # type: ignore[method-assign]
    return app


class _Painted(Dash):
    """Dash, whose first answer already holds the page: it is painted at once, and is there without scripts."""

    def __init__(self, shelf: Shelf, audience: str, server: Flask, contact: str) -> None:
        super().__init__(
            "dashboard",
            server=server,  # type: ignore[arg-type]
            assets_folder=str(ASSETS),
            assets_ignore=r"theme\.js",
            title="Statewide equity benchmarks",
            update_title="",
        )
        self.shelf, self.audience, self.contact = shelf, audience, contact

    def interpolate_index(self, *, css: str, config: str, scripts: str, renderer: str, app_entry: str, **_: Any) -> str:  # type: ignore[override]
        """Return the document: the page as HTML, and what Dash needs to take over from it."""
        query = request.query_string.decode("utf-8", "replace")
        parts, view, language = page(self.shelf, self.audience, request.path, query, self.contact)
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
