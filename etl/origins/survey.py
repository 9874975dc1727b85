"""Deliveries from the Census Data API: estimates and margins of error as rows of `outcomes` or `benchmarks`.

A request takes 50 variables at most. An estimate's code ends in E, its margin's in M. In place of a number may
stand a code for why there is none. Source: census.gov/data/developers, "Notes on ACS Estimate and Annotation Values".
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.census import share_margin, sum_margin
from etl.origins.pages import Pages
from etl.origins.refusal import Refused
from etl.origins.settings import Estimates, Origin
from etl.origins.web import Patience, Server
from etl.origins.written import write

AT_ONCE = 49
"""Variables a request, beside NAME."""
CONTROLLED = -555555555
"""As a margin: the estimate is held to an independent count and has no sampling error."""
NOT_APPLICABLE = -888888888
_CODES_BELOW = -100_000_000
TARGETS = ("outcomes", "benchmarks")


def server(origin: Origin, variables: Mapping[str, str], patience: Patience) -> Server:
    """Return the API, asked with the key if there is one. Raises Refused."""
    secrets = {"key": origin.secret.reveal(variables)} if origin.secret else {}
    return Server(origin.address, patience, secrets=secrets)


def fetch(
    api: Server, ask: Estimates, target: str, path: Path, kept: Path, *, tick: Callable[[str], None] = lambda _: None
) -> int:
    """Write one row for each place and group to `path`, in the columns of `target`, and return how many.

    With `whole` a row holds the share of it, in percent, and its margin, by etl.census; else the sum and its margin.
    Raises Refused if a variable is not there or is called otherwise, or an estimate that must be there is not.
    """
    codes = list(dict.fromkeys([*ask.variables, *([ask.whole] if ask.whole else [])]))
    known = _known(api, ask, codes)
    margins = {code: code[:-1] + "M" for code in codes if code.endswith("E") and code[:-1] + "M" in known}
    columns = [*codes, *margins.values()]
    chunks = [columns[i : i + AT_ONCE] for i in range(0, len(columns), AT_ONCE)]
    pages = Pages(kept, [ask.dataset, ask.geography, ask.within, columns, [known[code] for code in columns]])
    for number, chunk in enumerate(chunks):
        tick(f"{ask.dataset}, request {number + 1} of {len(chunks)}")
        if pages.get(number) is None:
            pages.keep(number, _page(api, ask, chunk))
    try:
        frame = _joined([pages.get(number) for number in range(len(chunks))], chunks)
        rows = list(_rows(frame, ask, margins, target))
        headings = list(dict.fromkeys(key for row in rows for key in row))
        return write(path, headings, ([row.get(heading, "") for heading in headings] for row in rows))
    except Refused:
        pages.drop()
        raise


def _known(api: Server, ask: Estimates, codes: list[str]) -> dict[str, str]:
    """Return the labels of all variables of the groups asked for, and of what belongs to each (its margin)."""
    known: dict[str, str] = {}
    for group in dict.fromkeys(code.split("_")[0] for code in codes):
        answer = api.get(f"/{ask.dataset}/groups/{group}.json")
        variables = answer.get("variables") if isinstance(answer, dict) else None
        if not isinstance(variables, dict):
            raise Refused(f"{ask.dataset} does not describe the group {group} as the Census Data API does")
        for code, what in variables.items():
            known[code] = str(what.get("label", "")) if isinstance(what, dict) else ""
            for belonging in str(what.get("attributes", "") if isinstance(what, dict) else "").split(","):
                known.setdefault(belonging, f"of {known[code]}")
    for code in codes:
        if code not in known:
            raise Refused(f"{ask.dataset} has no variable {code}; mend `variables`")
    for code, label in ask.labels.items():
        if known.get(code) != label:
            raise Refused(
                f"{ask.dataset} calls {code} {known.get(code)!r}; sources.toml expects {label!r}. Compare them"
            )
    return known


def _page(api: Server, ask: Estimates, columns: list[str]) -> list[list[str | None]]:
    asked = {"get": ",".join(["NAME", *columns]), "for": ask.geography}
    answer = api.get(f"/{ask.dataset}", asked | ({"in": ask.within} if ask.within else {}))
    if answer is None or (isinstance(answer, list) and len(answer) == 1):
        raise Refused(f"{ask.dataset} has nothing for {ask.geography}; mend `for` and `in`")
    whole = isinstance(answer, list) and all(isinstance(row, list) and len(row) == len(answer[0]) for row in answer)
    if not whole or answer[0][: 1 + len(columns)] != ["NAME", *columns]:
        raise Refused(f"{ask.dataset} answers with other columns than were asked for; nothing was taken")
    rows: list[list[str | None]] = answer
    return rows


def _joined(pages: list[Any], chunks: list[list[str]]) -> pd.DataFrame:
    """Return a row a place, by its name and codes, with every variable. Raises Refused if the places differ."""
    frames = []
    for page, chunk in zip(pages, chunks, strict=True):
        frame = pd.DataFrame(page[1:], columns=page[0])
        frames.append(frame.set_index([name for name in frame if name not in chunk]))
    first = frames[0].index
    if first.has_duplicates or any(set(frame.index) != set(first) for frame in frames):
        raise Refused("the places differ from request to request; nothing was taken. Load it again")
    return pd.concat([frame.loc[first] for frame in frames], axis=1)


def _rows(frame: pd.DataFrame, ask: Estimates, margins: Mapping[str, str], target: str) -> Iterator[dict[str, str]]:
    numbers = frame.apply(pd.to_numeric, errors="coerce").astype("float64")
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for code, cells in ask.variables.items():
        groups.setdefault(tuple(sorted(cells.items())), []).append(code)
    for place, estimates in numbers.iterrows():
        name = str(place[0] if isinstance(place, tuple) else place)
        for row_cells, codes in groups.items():
            total, margin, absent = _sum(estimates, codes, margins)
            whole, whole_margin, base_absent = _sum(estimates, [ask.whole] if ask.whole else [], margins)
            why = absent or base_absent or ("missing" if ask.whole and whole <= 0 else "")
            if why and target == "benchmarks":
                raise Refused(f"{' + '.join(codes)} of {name} has no estimate ({why}); leave that group or place out")
            if ask.whole:
                of = (pd.Series([each]) for each in (total, margin, whole, whole_margin))
                value, error = 100 * total / whole if whole else np.nan, float(share_margin(*of).iloc[0])
            else:
                value, error = total, margin
            said = {"geography": name, **ask.cells, **dict(row_cells)}
            if target == "benchmarks":
                yield said | (
                    {"share": _text(value), "margin_of_error": _text(error)} if ask.whole else {"count": _text(value)}
                )
                continue
            shown = {"value": _text(value), "margin_of_error": _text(error)}
            base = {"numerator": _text(total), "denominator": _text(whole), "unit": "percent"} if ask.whole else {}
            blank = dict.fromkeys([*shown, *(base.keys() - {"unit"})], "")
            yield said | base | shown | (blank if why else {}) | {"status": why or "shown"}


def _sum(estimates: pd.Series, codes: list[str], margins: Mapping[str, str]) -> tuple[float, float, str]:
    """Return the sum, its margin (NaN: not published) and, if an estimate is absent, why."""
    values = estimates[codes]
    absent = values.isna() | (values < _CODES_BELOW)
    if absent.any():
        return np.nan, np.nan, "not_applicable" if (values[absent] == NOT_APPLICABLE).all() else "missing"
    of = pd.Series([estimates[margins[code]] if code in margins else np.nan for code in codes], dtype="float64")
    of = of.mask(of == CONTROLLED, 0.0)
    of = of.mask(of < 0)
    whole = len(of) > 0 and not of.isna().any()
    return float(values.sum()), sum_margin(values.reset_index(drop=True), of) if whole else np.nan, ""


def _text(number: float) -> str:
    """Six decimals at most, never an exponent; blank for no number."""
    return "" if np.isnan(number) else f"{number:.6f}".rstrip("0").rstrip(".")
