"""The rules by which a release protects people, as its table `policy` has them."""

from dataclasses import dataclass

import pandas as pd

from dashboard.tables import Tables

CROSS = " x "


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the catalogue: a count by levels. Units with fewer people than `smallest` have its margins only."""

    id: str
    levels: tuple[str, ...]
    count: str
    smallest: int


class Rules:
    """A release's rules. Those of a release from before there was a policy are empty."""

    def __init__(self, tables: Tables) -> None:
        self._rows = tables.whole("policy")

    @property
    def known(self) -> bool:
        """Whether the release says by what rules it was made."""
        return not self._rows.empty

    def number(self, part: str, name: str) -> int:
        """Return a rule's number. Raises KeyError where the release has no such rule."""
        return int(self.named(part)[name])

    @property
    def base(self) -> int | None:
        """The people among whom a group must be to be shown; None where the release does not say."""
        return self.number("rule", "base") if self.known else None

    def named(self, part: str) -> dict[str, str]:
        """Return name -> value of the rules of one part, whatever their domain."""
        rows = self._part(part)
        return dict(zip(rows["name"], rows["value"], strict=True))

    def domains(self) -> list[str]:
        """Return the domains that have tables, by name."""
        return sorted(set(self._part("table")["domain"]))

    def tables(self, domain: str) -> list[Table]:
        """Return the catalogue of a domain, fewest dimensions first."""
        smallest = self._of("smallest", domain)
        found = []
        for name, value in self._of("table", domain).items():
            *levels, count = value.split(CROSS)
            found.append(Table(name, tuple(levels), count, int(smallest.get(name, 1))))
        return sorted(found, key=lambda each: (len(each.levels), each.levels))

    def threshold(self, domain: str) -> int:
        """Return the smallest count that a domain shows."""
        return int(self._of("threshold", domain)["threshold"])

    def public(self, domain: str) -> list[tuple[str, ...]]:
        """Return the levels of the counts of a domain that are public anyway."""
        return [tuple(name.split(CROSS)) for name in self._of("public", domain)]

    def lines(self, domain: str) -> list[tuple[list[str], list[str], bool]]:
        """Return (counts, other counts, whether equal) that must fit: the first add up to the others, or to no less."""
        found = []
        for value in self._rows[(self._rows["part"] == "line") & (self._rows["domain"] == domain)]["value"]:
            *terms, sign, _ = value.replace(" + ", " ").split(" ")
            factors = list(zip(terms[::2], terms[1::2], strict=True))
            more = [count for factor, count in factors if not factor.startswith("-")]
            found.append((more, [count for factor, count in factors if factor.startswith("-")], sign == "="))
        return found

    def folds(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return (level, group, its members) of every group that holds others."""
        found = []
        for name, members in self.named("fold").items():
            level, _, group = name.partition(": ")
            found.append((level, group, tuple(members.split("; "))))
        return found

    def sensitive(self) -> list[str]:
        """Return the dimensions whose zeros are withheld too."""
        return sorted(self.named("sensitive"))

    def _part(self, part: str) -> pd.DataFrame:
        return self._rows[self._rows["part"] == part]

    def _of(self, part: str, domain: str) -> dict[str, str]:
        rows = self._part(part)
        rows = rows[rows["domain"] == domain]
        return dict(zip(rows["name"], rows["value"], strict=True))
