"""The tables of a release: names, columns, what each is for."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from metrics import accountability

metadata = sa.MetaData()
COUNTED = (
    "numerator", "denominator", "value", "se", "lower", "upper", "benchmark_value", "comparison", "certainty", "gap",
    "gap_lower", "gap_upper", "p",
)  # fmt: skip
"""Columns of a figure that a withheld one holds nothing in, but for `lower` of one that is "at least" so much."""
_TEXT, _NUMBER, _WHOLE = sa.Text, sa.Double, sa.BigInteger


def _table(name: str, comment: str, /, **columns: Any) -> sa.Table:
    return sa.Table(name, metadata, *[sa.Column(key, kind) for key, kind in columns.items()], comment=comment)


figures = _table(
    "figures",
    "One row per figure and benchmark; one row of each figure has no benchmark",
    figure_id=_TEXT, measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT, dimension=_TEXT,
    group=_TEXT, numerator=_NUMBER, denominator=_NUMBER, value=_NUMBER, se=_NUMBER, lower=_NUMBER,
    upper=_NUMBER, unit=_TEXT, agencies_delivered=_WHOLE, agencies_due=_WHOLE,
    definition_version=_WHOLE, status=_TEXT, benchmark=_TEXT, benchmark_kind=_TEXT,
    benchmark_value=_NUMBER, comparison=_TEXT, certainty=_TEXT, gap=_NUMBER, gap_lower=_NUMBER, gap_upper=_NUMBER,
    p=_NUMBER, source=_TEXT, nature=_TEXT,
)  # fmt: skip

representation = _table(
    "representation",
    "A share against a benchmark, said four ways: as shares, ratio, points, persons; and five rules of utilization",
    figure_id=_TEXT, benchmark=_TEXT, measure=_TEXT, agency=_TEXT, period=_TEXT, dimension=_TEXT,
    group=_TEXT, share=_NUMBER, reference_share=_NUMBER, reference_margin=_NUMBER,
    reference_vintage=_TEXT, reference_note=_TEXT, reference_source=_TEXT, ratio=_NUMBER, lower=_NUMBER,
    upper=_NUMBER, points=_NUMBER, persons=_NUMBER, reading=_TEXT, any_difference=_WHOLE, whole_person=_WHOLE,
    eighty_percent=_WHOLE, two_sd=_WHOLE, exact_binomial=_WHOLE, nature=_TEXT,
)  # fmt: skip

cells = _table(
    "cells",
    "The catalogue tables of protected counts; TOTAL is summed over that column",
    domain=_TEXT, table_id=_TEXT, period=_TEXT, agency=_TEXT, job_category=_TEXT,
    race_ethnicity=_TEXT, sex=_TEXT, age_band=_TEXT, disability=_TEXT, veteran=_TEXT,
    value=_NUMBER, status=_TEXT, nature=_TEXT,
)  # fmt: skip

hierarchies = _table("hierarchies", "Members and their parents", dimension=_TEXT, member=_TEXT, parent=_TEXT)

policy = _table(
    "policy",
    "The rules by which people were protected in this release",
    part=_TEXT, domain=_TEXT, name=_TEXT, value=_TEXT, nature=_TEXT,
)  # fmt: skip

progress = _table(
    "progress",
    "Level and gap of each group since the first year",
    measure=_TEXT, agency=_TEXT, group=_TEXT, of=_TEXT, base_period=_TEXT, period=_TEXT,
    target_period=_TEXT, status=_TEXT, pct_targeted_change=_NUMBER, pace_required=_NUMBER,
    pace_actual=_NUMBER, probability_met=_NUMBER, sentence_en=_TEXT, sentence_es=_TEXT,
    dimension=_TEXT, benchmark=_TEXT, base_value=_NUMBER, value=_NUMBER, change=_NUMBER, direction=_TEXT, p=_NUMBER,
    pace=_TEXT, growth_status=_TEXT, growth_score=_NUMBER, nature=_TEXT,
)  # fmt: skip

summaries = _table(
    "summaries",
    "Summary measures of inequality over all groups of a figure's dimension, or over their ratios to a benchmark",
    measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT, dimension=_TEXT, benchmark=_TEXT, summary=_TEXT,
    scale=_TEXT, groups=_WHOLE, estimate=_NUMBER, se=_NUMBER, lower=_NUMBER, upper=_NUMBER, unit=_TEXT, note=_TEXT,
    nature=_TEXT,
)  # fmt: skip

findings = _table(
    "findings",
    "The scan: every group of the latest period against every benchmark, with chance over all tests at once",
    figure_id=_TEXT, measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT, dimension=_TEXT, group=_TEXT,
    benchmark=_TEXT, value=_NUMBER, benchmark_value=_NUMBER, gap=_NUMBER, comparison=_TEXT, persons=_NUMBER,
    p=_NUMBER, p_adjusted=_NUMBER, tests=_WHOLE, finding=_TEXT, reason=_TEXT, nature=_TEXT,
)  # fmt: skip

measures = _table(
    "measures",
    "The definitions this release was made with",
    measure=_TEXT, title=_TEXT, question=_TEXT, why=_TEXT, people=_TEXT, domain=_TEXT, directive=_TEXT, rba=_TEXT,
    kind=_TEXT, unit=_TEXT, decimals=_WHOLE, favourable=_TEXT, statistic=_TEXT, dimensions=_TEXT,
    agencies=sa.Boolean, leads=sa.Boolean, benchmarks=_TEXT, target=_NUMBER, target_year=_WHOLE,
    target_authority=_TEXT, exceptional=_TEXT, caveats=_TEXT, version=_WHOLE, owner=_TEXT, reviewed_by=_TEXT,
    reviewed_on=_TEXT, next_review=_TEXT, title_es=_TEXT, question_es=_TEXT, why_es=_TEXT, people_es=_TEXT,
    caveats_es=_TEXT, formula=_TEXT, nature=_TEXT,
)  # fmt: skip

sources = _table(
    "sources",
    "Where the figures come from, with checksums of the files",
    source=_TEXT, publisher=_TEXT, title=_TEXT, title_es=_TEXT, address=_TEXT, licence=_TEXT, frequency=_TEXT,
    caveats=_TEXT, name=_TEXT, received=_TEXT, bytes=_WHOLE, sha256=_TEXT, rows=_WHOLE, nature=_TEXT,
)  # fmt: skip

agencies = _table(
    "agencies",
    "The register",
    agency=_TEXT, name=_TEXT, acronym=_TEXT, former_names=_TEXT, valid_from=_TEXT, valid_to=_TEXT,
    size_group=_TEXT, nature=_TEXT,
)  # fmt: skip

towns = _table(
    "towns",
    "The towns in the municipal equity process; bronze and silver are its requirement, not the certified tier",
    town=_TEXT, region=_TEXT, step=_TEXT, since=_TEXT, until=_TEXT, months=_NUMBER, applied=_WHOLE, bronze=sa.Boolean,
    silver=sa.Boolean, nature=_TEXT,
)  # fmt: skip

protected_classes = _table(
    "protected_classes",
    "Classes that the law of a place protects from day to day, and who a test on each is of",
    jurisdiction=_TEXT, **{"class": _TEXT}, valid_from=_TEXT, valid_to=_TEXT, ordinance=_TEXT, dimension=_TEXT,
    tested=_TEXT, nature=_TEXT,
)  # fmt: skip

city_steps = _table(
    "city_steps",
    "The steps of each version of a city's plan, with their days, and which are taken",
    agency=_TEXT, version=_TEXT, step=_TEXT, day=_TEXT, taken=sa.Boolean, nature=_TEXT,
)  # fmt: skip

quality = _table(
    "quality",
    "Warnings that travel with the data, and who has delivered what",
    code=_TEXT, source=_TEXT, agency=_TEXT, period=_TEXT, message=_TEXT, message_es=_TEXT, nature=_TEXT,
)  # fmt: skip

revisions = _table(
    "revisions",
    "Figures that an earlier release showed with another value, if both were shown",
    release=_TEXT, earlier=_TEXT, figure_id=_TEXT, measure=_TEXT, agency=_TEXT, geography=_TEXT, period=_TEXT,
    dimension=_TEXT, group=_TEXT, benchmark=_TEXT, unit=_TEXT, before=_NUMBER, after=_NUMBER,
    numerator_before=_NUMBER, numerator_after=_NUMBER, denominator_before=_NUMBER, denominator_after=_NUMBER,
    reason=_TEXT, nature=_TEXT,
)  # fmt: skip

manifest = _table("manifest", "What this release is", key=_TEXT, value=_TEXT, nature=_TEXT)

accountability.declare(metadata)

TABLES: Mapping[str, sa.Table] = metadata.tables
