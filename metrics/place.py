"""Which place a home is about: the geography of its statewide figures, and who in its register is no part of them."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.register import CITIES

CONNECTICUT = "Connecticut"
EVERYWHERE = "ALL"


def home(connection: Connection) -> str:
    """Return the state that the warehouse's outcomes and benchmarks are of: Connecticut where it is among them.

    Another government's home has one other name throughout. Where several are left, or none, its workforce figures
    are of `ALL`: everywhere that its agencies are.
    """
    outcome, benchmark = warehouse.outcome, warehouse.benchmark
    names = set(
        connection.scalars(sa.select(outcome.c.geography).where(outcome.c.geography_kind == "state").distinct())
    ) | set(connection.scalars(sa.select(benchmark.c.geography).distinct()))
    if CONNECTICUT in names:
        return CONNECTICUT
    return names.pop() if len(names) == 1 else EVERYWHERE


def cities(connection: Connection) -> frozenset[str]:
    """Return the codes of the agencies that are a city's: its people and dollars are no part of the State's."""
    agency = warehouse.agency
    return frozenset(
        connection.scalars(sa.select(agency.c.agency).where(sa.func.lower(agency.c.size_group) == CITIES.lower()))
    )
