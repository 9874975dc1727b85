"""Sentences about what may become of a group, and about what changed its number. No cause, no promise."""

from collections.abc import Mapping
from types import MappingProxyType

from metrics import words
from metrics.lexicon import Lexicon
from metrics.phrase import DEMONSTRATION


def _both(**entries: tuple[str, str]) -> Lexicon:
    return MappingProxyType({name: {"en": en, "es": es} for name, (en, es) in entries.items()})


_PHRASES = _both(
    there=("{group}: parity is reached already.", "{group}: ya hay paridad."),
    reached=(
        "{group}: at these settings parity comes in {year}.",
        "{group}: con estos valores la paridad llega en {year}.",
    ),
    likely=("It is likely to come between {first} and {last}.", "Es probable que llegue entre {first} y {last}."),
    open=("It may come from {first} on, or after {last}.", "Puede llegar desde {first}, o después de {last}."),
    never=(
        "{group}: at these settings parity does not come by {last}.",
        "{group}: con estos valores la paridad no llega para {last}.",
    ),
    some_chance=("There is a {chance} chance that it does.", "Hay {chance} de probabilidad de que llegue."),
    needed=(
        "It would take {n} of {all} hires a year to reach it by {last}.",
        "Harían falta {n} de {all} contrataciones al año para llegar en {last}.",
    ),
    beyond=("Hiring alone cannot reach it by {last}.", "Solo con contratar no se llega en {last}."),
    rose=(
        "{group}: the number rose by {n}, from {before} to {after}.",
        "{group}: el número subió en {n}, de {before} a {after}.",
    ),
    fell=(
        "{group}: the number fell by {n}, from {before} to {after}.",
        "{group}: el número bajó en {n}, de {before} a {after}.",
    ),
    stayed=("{group}: the number stayed at {after}.", "{group}: el número siguió en {after}."),
    hired=("Hiring added {n}.", "Las contrataciones sumaron {n}."),
    left=("People who left took away {n}.", "Quienes se fueron restaron {n}."),
    added=("Other changes added {n}.", "Otros cambios sumaron {n}."),
    took=("Other changes took away {n}.", "Otros cambios restaron {n}."),
    share=(
        "Its share moved by {points}: hiring {hired}, leaving {left}, the rest {rest}.",
        "Su parte cambió {points}: contratar {hired}, irse {left}, lo demás {rest}.",
    ),
)


def for_path(
    group: str,
    year: int,
    horizon: int,
    reached: tuple[int | None, int | None, int | None],
    chance: float,
    language: str,
    *,
    demonstration: bool,
) -> str:
    """Say when parity comes: `reached` are years from now (median, earliest, latest of the likely; None: later).

    `year` is the year of the last head count, `horizon` how many years are looked ahead, `chance` that parity is
    reached by then.
    """
    middle, first, last = reached
    end = year + horizon
    if middle == 0:
        said = [_say("there", language, group=group)]
    elif middle is None:
        said = [_say("never", language, group=group, last=str(end))]
        if chance >= 0.005:
            percent = words.number(100 * chance, "percent", 0, language)
            said.append(_say("some_chance", language, chance=percent))
    else:
        said = [_say("reached", language, group=group, year=str(year + middle))]
        begin = str(year + (first or 0))
        if last is None:
            said.append(_say("open", language, first=begin, last=str(end)))
        elif first != last:
            said.append(_say("likely", language, first=begin, last=str(year + last)))
    return _marked(said, language, demonstration=demonstration)


def for_need(n: int, hires: float, year: int, language: str, *, possible: bool) -> str:
    """Say how many hires of a group a year bring parity by a year, of how many hires of anybody."""
    if not possible:
        return _say("beyond", language, last=str(year))
    number, everybody = (words.number(each, "persons", 0, language) for each in (n, hires))
    return _say("needed", language, n=number, all=everybody, last=str(year))


def for_flow(
    group: str,
    flow: Mapping[str, float],
    parts: Mapping[str, float] | None,
    language: str,
    *,
    demonstration: bool,
) -> str:
    """Say what changed a number of people: `before`, `hired`, `left`, `rest`, `after`, which sum.

    `parts`: the same of the group's share, in points; None where the flows of everybody are not known.
    """

    def number(value: float) -> str:
        return words.number(abs(value), "persons", 0, language)

    change = flow["after"] - flow["before"]
    way = "rose" if change > 0 else "fell" if change < 0 else "stayed"
    said = [
        _say(way, language, group=group, n=number(change), before=number(flow["before"]), after=number(flow["after"]))
    ]
    said += [_say("hired", language, n=number(flow["hired"])), _say("left", language, n=number(flow["left"]))]
    if flow["rest"]:
        said.append(_say("added" if flow["rest"] > 0 else "took", language, n=number(flow["rest"])))
    if parts is not None:
        points = {name: words.points(value, 2, language) for name, value in parts.items()}
        said.append(
            _say(
                "share",
                language,
                points=points["change"],
                hired=points["hired"],
                left=points["left"],
                rest=points["rest"],
            )
        )
    return _marked(said, language, demonstration=demonstration)


def _marked(said: list[str], language: str, *, demonstration: bool) -> str:
    return (DEMONSTRATION[language] if demonstration else "") + " ".join(said)


def _say(key: str, language: str, **values: str) -> str:
    return _PHRASES[key][language].format(**values)
