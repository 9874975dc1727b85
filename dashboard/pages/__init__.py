"""Every page, in menu order. A page is a module with `PATH` and `view()`; it is listed here by hand."""

import re
from types import MappingProxyType, ModuleType
from urllib.parse import unquote

from dashboard.agency import beside
from dashboard.components import contract_goals, own_values, topic
from dashboard.components.shell import INSIDE_ONLY
from dashboard.municipal import funnel
from dashboard.overview import by_domain
from dashboard.pages import (
    about,
    accessibility,
    agencies,
    agency,
    api,
    budget,
    closing_the_gap,
    communication,
    communities,
    compare,
    contracting,
    data,
    deliveries,
    directives,
    disparities,
    engagement,
    explore,
    figure,
    glossary,
    guide,
    measure,
    measures,
    methodology,
    municipal,
    overview,
    plans,
    report,
    revisions,
    search,
    services,
    training,
)

PAGES: tuple[ModuleType, ...] = (
    overview,
    directives,
    measures,
    measure,
    figure,
    agencies,
    agency,
    plans,
    training,
    contracting,
    budget,
    services,
    engagement,
    communication,
    communities,
    municipal,
    disparities,
    compare,
    closing_the_gap,
    explore,
    data,
    deliveries,
    api,
    revisions,
    methodology,
    accessibility,
    about,
    guide,
    glossary,
    search,
    report,
)

EXHIBITS = MappingProxyType(
    {
        "disparities": disparities.exhibit,
        "compare": compare.exhibit,
        beside.FILE: beside.exhibit,
        "path": closing_the_gap.exhibit,
        "flow": closing_the_gap.flow_exhibit,
        "goals": plans.goals_exhibit,
        "pipeline": plans.pipeline_exhibit,
        "directives": directives.exhibit,
        "standings": topic.exhibit,
        own_values.FILE: own_values.exhibit,
        by_domain.FILE: overview.exhibit,
        compare.TREND: compare.trend_exhibit,
        contract_goals.FILE: contracting.exhibit,
        funnel.FILE: municipal.exhibit,
    }
)
"""Charts that are not of one measure: name in the address of their files -> what makes them."""

PATHS = frozenset(page.PATH for page in PAGES)
"""The addresses of the pages."""


def paths(audience: str) -> frozenset[str]:
    """Return the addresses of an audience's pages."""
    return PATHS if audience == "internal" else PATHS - INSIDE_ONLY


def find(path: str, audience: str = "public") -> tuple[ModuleType, dict[str, str]] | None:
    """Return the page of an audience at a path with the names in its path, or None.

    >>> find("/measures/employees")[1]
    {'measure': 'employees'}
    """
    for page in PAGES:
        if page.PATH in INSIDE_ONLY and audience != "internal":
            continue
        pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", page.PATH)
        if match := re.fullmatch(pattern, unquote(path)):
            return page, match.groupdict()
    return None
