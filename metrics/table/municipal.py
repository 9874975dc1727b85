"""Tables about places, of no people: towns in the equity process, a city's protected classes, its plan's steps."""

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary import place as places
from etl.vocabulary.plan import CITY_STEPS
from metrics import city, municipal
from metrics.count import plans, standing
from metrics.place import CONNECTICUT

TOWNS = ("town", "region", "step", "since", "until", "months", "applied", "bronze", "silver", "nature")
CLASSES = ("jurisdiction", "class", "valid_from", "valid_to", "ordinance", "dimension", "tested", "nature")
STEPS = ("agency", "version", "step", "day", "taken", "nature")
EVERYONE_TESTED, NOT_AT_WILL = "everyone", "not_at_will"


def towns(connection: Connection, geography: str) -> pd.DataFrame:
    """Return every town of Connecticut as it stands in the equity process, one row each and nature; see
    `metrics.municipal.standings`.

    As of the day that the newest of the records' years stands as of. A town that has not begun has no step, no days,
    and was applied to nothing. Nothing where `geography` is another place and no town has sent records.
    """
    records = standing.rows(connection, "municipal_actions")
    if records.empty and geography != CONNECTICUT:
        return pd.DataFrame(columns=list(TOWNS))
    every = pd.DataFrame(places.regions().items(), columns=["town", "region"])
    made = []
    for nature in sorted(set(records["nature"])) or ["official"]:
        own = records[records["nature"] == nature]
        days = standing.years(own, ("date",))["day"]
        known = own[own["date"] <= days.max()] if len(days) else own
        joined = every.merge(municipal.standings(known), on="town", how="left").assign(nature=nature)
        counted = {name: joined[name].fillna(0) for name in ("applied", "bronze", "silver")}
        flags = {name: counted[name].astype(bool) for name in ("bronze", "silver")}
        made.append(joined.assign(applied=counted["applied"], **flags))
    return pd.concat(made, ignore_index=True)[list(TOWNS)]


def classes(connection: Connection) -> pd.DataFrame:
    """Return the protected classes as their laws list them, with the `dimension` of people that a delivery may tell of
    one (blank: none does) and who a test on it is of: `tested`, everyone or not_at_will."""
    rows = standing.rows(connection, "protected_classes")
    named = rows["class"].astype(str)
    exempt = named.map(city.political).astype(bool)
    return rows.assign(
        dimension=named.map(city.dimension),
        tested=exempt.map({True: NOT_AT_WILL, False: EVERYONE_TESTED}),
    ).reindex(columns=list(CLASSES))


def steps(connection: Connection) -> pd.DataFrame:
    """Return the steps of each version of a city's plan in their order: the `day` each has (blank: none), and whether
    it is `taken`, with every step before it, by the day that the deliveries' newest year stands as of."""
    rows = plans.versions(connection, "city")
    if rows.empty:
        return pd.DataFrame(columns=list(STEPS))
    newest = rows[rows["day"] == rows.groupby("nature")["day"].transform("max")]
    reached = pd.concat([city.steps(part, str(day)) for day, part in newest.groupby("day")])
    last = reached.map(CITY_STEPS.index)
    made = [
        newest.assign(step=name, day=newest[name], taken=(last >= place) & newest[name].notna())
        for place, name in enumerate(CITY_STEPS)
    ]
    return pd.concat(made, ignore_index=True).reindex(columns=list(STEPS))
