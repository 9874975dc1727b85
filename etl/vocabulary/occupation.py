"""Occupations: the major groups of the Standard Occupational Classification, and the EEO-4 job category of each."""

from collections.abc import Mapping
from types import MappingProxyType

from etl.vocabulary import listed

MAJOR_GROUPS: tuple[Mapping[str, str], ...] = listed.own("occupations")
"""Code, title, job category, and where a part of the group is `also` another category, in what way it is resolved."""
JOB_OF: Mapping[str, str] = MappingProxyType(
    {row["code"]: row["job_category"] for row in MAJOR_GROUPS if row["job_category"]}
)
"""Code of a major group -> the one job category that all of it is counted in: that of its larger part."""
