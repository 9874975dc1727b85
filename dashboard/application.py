"""The application: one address, one page, one callback. The address is the whole state."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask import Flask, g, request
from markupsafe import Markup
from whitenoise import WhiteNoise

from dashboard import downloads, guard, health
from dashboard.language import LANGUAGES, tongue
from dashboard.pages import PAGES, find
from dashboard.pages.not_found import no_release, not_found
from dashboard.components.shell import shell
from dashboard.markup import Part, View, tag
from dashboard.render import as_components, as_html
from dashboard.selection import Selection, from_query
from dashboard.tables import Tables
from metrics.release import Release, Shelf

Page = tuple[tuple[Part, ...], View, str]
ASSETS = Path(__file__).parents[1] / "assets"
_TITLE = {"en": "Connecticut equity benchmarks", "es": "Referencias de equidad de Connecticut"}
_FINGERPRINTED = 365 * 24 * 3600


def create_app(home: Path, audience: str = "public") -> Dash:
    """Return the application over the releases of `home`, for `public` or `internal` readers.

    Raises ValueError for another audience. Needs no release to start: pages then say what to do.
    """
    if audience not in ("public", "internal"):
        raise ValueError(f"audience is {audience!r}; choose public or internal")
    shelf = Shelf(home / "releases", audience)
    app = _Pages(
        "dashboard", server=Flask("dashboard", static_folder=None), assets_folder=str(ASSETS), assets_url_path="assets",
        assets_ignore=r"theme\.js", title=_TITLE["en"], update_title="", meta_tags=[],
    )  # fmt: skip
    app.shelf, app.audience = shelf, audience
    app.layout = html.Div(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            html.Div(id="page"),
            html.Div(id="title", hidden=True),
            html.Div(id="announcer", className="sr", role="status", **{"aria-live": "polite"}),
        ]
    )

    @app.callback(
        Output("page", "children"),
        Output("title", "children"),
        Input("address", "pathname"),
        Input("address", "search"),
    )
    def show(path: str, query: str) -> tuple[list[Any], str]:
        parts, view, _ = page(shelf, audience, path or "/", query or "")
        return as_components(parts), view.title

    app.clientside_callback(
        "function(title) { if (title) { document.title = title; } return window.dash_clientside.no_update; }",
        Output("announcer", "title"),
        Input("title", "children"),
    )
    health.add_routes(app.server, shelf, audience)
    downloads.add_routes(app.server, shelf)
    guard.add(app, audience)
    app.server.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.server.wsgi_app, root=ASSETS, prefix="assets/", max_age=_FINGERPRINTED, autorefresh=True
    )
    return app


def page(shelf: Shelf, audience: str, path: str, query: str) -> Page:
    """Return what an address shows: the whole page, its view, its language. Never raises for an address.

    A release never changes, so a page is made once for each newest release and address.
    """
    try:
        newest = shelf.current()
    except FileNotFoundError:
        newest = None
    return _made(shelf, newest, audience, path, query)


@lru_cache(maxsize=256)
def _made(shelf: Shelf, current: Release | None, audience: str, path: str, query: str) -> Page:
    selection, unknown = from_query(query, LANGUAGES)
    t = tongue(selection.lang)
    if current is None:
        view = no_release(t)
        return shell(view, None, path, selection, t, audience), view, t.language
    tables, notices = (
        Tables(current),
        [t("“{asked}” is not understood and was left out.", asked=each) for each in unknown],
    )
    if selection.release and selection.release != current.id:
        try:
            tables = Tables(shelf.get(selection.release))
            notices.append(
                t("You are seeing release {id}. The newest is {newest}.", id=selection.release, newest=current.id)
            )
        except FileNotFoundError:
            notices.append(
                t(
                    "There is no release {id}. You are seeing the newest, {newest}.",
                    id=selection.release,
                    newest=current.id,
                )
            )
            selection = selection.with_(release="")
    found = find(path)
    view = found[0].view(tables, selection, t, **found[1]) if found else not_found(path, t, selection)
    if notices:
        said: list[Part] = [tag("p", each, class_="notice", role="status") for each in notices]
        view = View(view.title, (*said, *view.parts), view.status)
    return shell(view, tables, path, selection, t, audience), view, t.language


class _Pages(Dash):  # type: ignore[misc]
    """Dash, whose first answer already holds the page: it is painted at once, and is there without scripts."""

    shelf: Shelf
    audience: str

    def interpolate_index(self, **kwargs: Any) -> str:
        query = request.query_string.decode("utf-8", "replace")
        parts, view, language = page(self.shelf, self.audience, request.path, query)
        g.status = view.status
        still = tag("div", as_html(parts), id="still")
        head = (
            '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="color-scheme" content="light dark">{tag("title", view.title)}'
            f'<script src="{self.get_asset_url("theme.js")}"></script>'
            f'<link rel="icon" type="image/svg+xml" href="{self.get_asset_url("mark.svg")}">'
        )
        body = f"{still}{kwargs['app_entry']}<footer>{kwargs['config']}{kwargs['scripts']}{kwargs['renderer']}</footer>"
        return Markup(
            f'<!doctype html><html lang="{language}"><head>{head}{kwargs["css"]}</head><body>{body}</body></html>'
        )  # noqa: S704


__all__ = ["PAGES", "Selection", "create_app", "page"]
