"""Table `policy`: the rules by which people are protected in this release, as the Methodology page shows them."""

from collections.abc import Iterator

import pandas as pd

from metrics import release
from metrics.count import registry
from metrics.disclosure.policy import Dimension, Domain, Policy

_OFFICIAL = "official"


def table(policy: Policy) -> pd.DataFrame:
    """Return a row for each rule: its `part`, the `domain` it is of (blank: all), its `name`, and its `value`.

    Parts: `policy` (version, effective), `rule`, `source`, `rate`, `pay`, `dollars`, each a number; `count` (what is
    counted: people, events, things, dollars), `span` (whose days: people, events, things), `nested` (counts each of
    some of those before it), `sum` (counts that add up to another); `fold` (level: group = its members), `sensitive`
    (dimensions whose zeros are withheld), `table` (of the catalogue: its levels), `public` (counts that are public
    anyway), `smallest` (units with fewer people have only the margins of the table), `line` (what the counts of several
    tables add up to).
    """
    rows = [
        ("policy", "", "version", str(policy.version)),
        ("policy", "", "effective", policy.effective.isoformat()),
        ("rule", "", "threshold", str(policy.threshold)),
        ("rule", "", "base", str(policy.base)),
        *(("source", "", name, str(least)) for name, least in policy.sources.items()),
        *(("whole", "", name, "yes") for name in policy.whole),
        *(("nested", "", chain[0], " > ".join(chain)) for chain in policy.nested),
        *(("sum", "", name, " + ".join(parts)) for name, parts in policy.sums.items()),
        *(("count", "", name, each.kind.value) for name, each in sorted(registry.counts().items())),
        *(("span", "", name, each.kind.value) for name, each in sorted(registry.spans().items())),
        ("rate", "", "decimal_base", str(policy.rate.decimal_base)),
        *(("pay", "", name, str(getattr(policy.pay, name))) for name in ("people", "crossed", "rounding")),
        *(
            ("dollars", "", name, str(getattr(policy.dollars, name)))
            for name in ("vendors", "percent", "largest", "share")
        ),
        *(row for each in policy.dimensions.values() for row in _dimension(each)),
        *(row for each in policy.domains.values() for row in _domain(each)),
    ]
    made = pd.DataFrame(rows, columns=["part", "domain", "name", "value"])
    return made.assign(nature=_OFFICIAL).reindex(columns=[column.name for column in release.policy.columns])


def _dimension(dimension: Dimension) -> Iterator[tuple[str, str, str, str]]:
    if dimension.sensitive:
        yield "sensitive", "", dimension.name, "yes"
    for level, groups in dimension.groups.items():
        for group in dict.fromkeys(groups.values()):
            yield "fold", "", f"{level}: {group}", "; ".join(name for name, its in groups.items() if its == group)


def _domain(domain: Domain) -> Iterator[tuple[str, str, str, str]]:
    yield "threshold", domain.name, "threshold", str(domain.threshold)
    for levels in domain.forced:
        yield "public", domain.name, " x ".join(levels.values()), "yes"
    for table in domain.tables:
        yield "table", domain.name, table.id, " x ".join([*table.levels.values(), table.count])
        if table.unit_base > 1:
            yield "smallest", domain.name, table.id, str(table.unit_base)
    for line in domain.lines:
        terms = " + ".join(f"{factor} {count}" for count, factor in line.terms.items())
        yield "line", domain.name, " x ".join(line.by.values()), f"{terms} {'=' if line.equal else '>='} 0"
