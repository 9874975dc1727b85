"""`equity explain`: where one figure comes from."""

from typing import Annotated

import typer

from commands.terminal import Audience, home, known, stop


def explain(
    figure: Annotated[str, typer.Argument(help="The figure's id, as in the column figure_id.")],
    audience: Audience = "public",
    language: Annotated[str, typer.Option("--lang", help="en or es.")] = "en",
    release: Annotated[str | None, typer.Option(help="Id; the one that is served if absent.")] = None,
) -> None:
    """Say how a figure came about: formula with its numbers, interval, sources, definition, revisions."""
    from dashboard.exports.text import explained
    from dashboard.language import LANGUAGES, tongue
    from dashboard.tables import Tables
    from metrics.release import Shelf

    if language not in LANGUAGES:
        stop(f"language is {language!r}; choose {', '.join(LANGUAGES)}")
    shelf = Shelf(home().releases, known(audience))
    tables = Tables(shelf.get(release) if release else shelf.current())
    try:
        print(explained(tables, figure, tongue(language)))
    except LookupError as absent:
        stop(str(absent))
