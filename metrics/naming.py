"""How releases and previews are named: `2026.3`, and `2026.3-preview.1` for what may become it."""

import re

_PREVIEW = "-preview."


def is_preview(release: str) -> bool:
    """Whether an id is a preview's, which is never served to the public.

    >>> is_preview("2026.3-preview.1"), is_preview("2026.3")
    (True, False)
    """
    return _PREVIEW in release


def preview_id(release: str, number: int) -> str:
    """Return the id of the `number`th preview of what may become `release`."""
    return f"{release}{_PREVIEW}{number}"


def coming(preview: str) -> str:
    """Return the id of the release that a preview may become.

    >>> coming("2026.3-preview.1")
    '2026.3'
    """
    return preview.partition(_PREVIEW)[0]


def order(name: str) -> tuple[list[int], bool, list[int]]:
    """Return what sorts releases by age, and previews before the release that they may become.

    >>> sorted(["2026.10", "2026.9", "2026.10-preview.2"], key=order)
    ['2026.9', '2026.10-preview.2', '2026.10']
    """
    release, preview, number = name.partition(_PREVIEW)
    return _numbers(release), not preview, _numbers(number)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", text)]
