"""Who applied for a position and how far they came; one row a stage that an applicant reached."""

from etl.column import AGENCY, JOB, RACE, SEX, answer, day, identifier, person, reason, words
from etl.rule import Only, Sequence
from etl.standard import standard
from etl.vocabulary.label import STAGES

SOURCE = standard(
    "applicants",
    AGENCY,
    identifier("requisition", "id of the opening"),
    person("applicant_id", "pseudonymous id of the applicant"),
    day("date", "day that the stage was reached", past=True),
    JOB,
    words("stage", "stage that was reached", *STAGES),
    reason("rejected_for_record", "why a criminal record led to the rejection, if it did"),
    RACE,
    SEX,
    answer("disability", "whether a disability is reported", optional=True),
    answer("justice_impacted", "whether the person reports a criminal record or time in custody", optional=True),
    title="Applicants, one row a stage",
    title_es="Solicitantes, una fila por etapa",
    frequency="Every quarter",
    unit=("agency", "period"),
    key=("agency", "requisition", "applicant_id", "stage"),
    rules=(
        Sequence(("agency", "requisition", "applicant_id"), "stage", STAGES, "date"),
        Only("rejected_for_record", "stage", STAGES[:-1]),
    ),
    dated=("date",),
    people=True,
)
