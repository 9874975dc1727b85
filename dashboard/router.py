"""From an address to a page: which release, which language, which module; the same for scripts and without them."""

from functools import lru_cache
from urllib.parse import unquote

import orjson
from plotly.io.json import to_json_plotly

from dashboard.access.viewer import Viewer
from dashboard.components.shell import Standing, shell
from dashboard.language import LANGUAGES, tongue
from dashboard.markup import Part, View, tag
from dashboard.nothing import no_release, not_found
from dashboard.pages import deliveries, find, paths
from dashboard.render import as_component
from dashboard.selection import from_query
from dashboard.tables import Tables
from metrics.received import Received
from metrics.release import Release, Shelf

Page = tuple[tuple[Part, ...], View, str]
Asked = tuple[Release | None, Release | None, Standing, str, str, str, tuple[Received, ...]]
"""The newest release, the one asked for, who asks, path, query, mail address, what became of deliveries."""


def page(shelf: Shelf, viewer: Viewer, path: str, query: str, contact: str = "") -> Page:
    """Return what an address shows a viewer: the whole page, its view, its language. Never raises for an address.

    `contact`: the mail address for errors. A release never changes, so a page is made once for each newest release,
    release asked for, and address. The same release under another scope is another `Release`.
    """
    return _made(*_asked(shelf, viewer, path, query, contact))


def written(shelf: Shelf, viewer: Viewer, path: str, query: str, contact: str = "") -> tuple[orjson.Fragment, str]:
    """Return the same page as the JSON of its components, and its title."""
    return _written(*_asked(shelf, viewer, path, query, contact))


def _asked(shelf: Shelf, viewer: Viewer, path: str, query: str, contact: str) -> Asked:
    standing = Standing(shelf.audience, viewer.roles, viewer.demonstration)
    try:
        newest = shelf.current()
        wanted = from_query(query, LANGUAGES)[0].release
    except FileNotFoundError:
        return None, None, standing, path, query, contact, ()
    try:
        asked = shelf.get(wanted) if wanted and wanted != newest.id else None
    except FileNotFoundError:
        asked = None
    received = shelf.received() if unquote(path) == deliveries.PATH else ()
    return newest, asked, standing, path, query, contact, received


@lru_cache(maxsize=64)
def _written(*asked: *Asked) -> tuple[orjson.Fragment, str]:
    parts, view, _ = _made(*asked)
    return orjson.Fragment(to_json_plotly(as_component(parts))), view.title


@lru_cache(maxsize=256)
def _made(
    current: Release | None,
    asked: Release | None,
    standing: Standing,
    path: str,
    query: str,
    contact: str,
    received: tuple[Received, ...],
) -> Page:
    selection, unknown = from_query(query, LANGUAGES)
    t = tongue(selection.lang)
    if current is None:
        view = no_release(t)
        return shell(view, None, path, selection, t, standing, paths(standing.audience)), view, t.language
    tables, notices = (
        Tables(current, contact, received),
        [t("“{asked}” is not understood and was left out.", asked=each) for each in unknown],
    )
    if selection.release and selection.release != current.id:
        if asked is not None:
            tables = Tables(asked, contact, received)
            if not tables.preview:
                notices.append(
                    t("You are seeing release {id}. The newest is {newest}.", id=selection.release, newest=current.id)
                )
        else:
            notices.append(
                t(
                    "There is no release {id}. You are seeing the newest, {newest}.",
                    id=selection.release,
                    newest=current.id,
                )
            )
            selection = selection.with_(release="")
    found = find(path, standing.audience)
    view = found[0].view(tables, selection, t, **found[1]) if found else not_found(path, t, selection)
    if notices:
        said: list[Part] = [tag("p", each, class_="notice", role="status") for each in notices]
        view = View(view.title, (*said, *view.parts), view.status)
    return shell(view, tables, path, selection, t, standing, paths(standing.audience)), view, t.language
