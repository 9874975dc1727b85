"""Applicants by the stage they reached, by job category, race and ethnicity, and sex."""

from etl.column import AGENCY, JOB, PERIOD, RACE, SEX, whole, words
from etl.rule import Funnel
from etl.standard import standard
from etl.vocabulary.label import STAGES

SOURCE = standard(
    "applicant_counts",
    AGENCY,
    PERIOD,
    JOB,
    RACE,
    SEX,
    words("stage", "stage that was reached", *STAGES),
    whole("applicants", "applicants to the period's openings who reached the stage", 10_000_000),
    title="Applicants, counted by stage",
    title_es="Solicitantes por etapa, recuentos",
    frequency="Every fiscal year, after 30 June",
    unit=("agency", "period"),
    key=("agency", "period", "job_category", "race_ethnicity", "sex", "stage"),
    rules=(Funnel(("agency", "period", "job_category", "race_ethnicity", "sex"), "stage", STAGES, "applicants"),),
)
