"""How often each action happened, by job category, race and ethnicity, and sex."""

from etl.column import AGENCY, JOB, PERIOD, RACE, SEX, whole, words
from etl.standard import standard
from etl.vocabulary.label import ACTIONS

SOURCE = standard(
    "personnel_action_counts",
    AGENCY,
    PERIOD,
    JOB,
    RACE,
    SEX,
    words(
        "action",
        "what happened",
        *ACTIONS,
    ),
    whole("events", "how often it happened in the period", 1_000_000),
    title="Personnel actions, counted",
    title_es="Acciones de personal, recuentos",
    frequency="Every fiscal year, after 30 June",
    unit=("agency", "period"),
    key=("agency", "period", "job_category", "race_ethnicity", "sex", "action"),
)
