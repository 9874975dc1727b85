"""What happened to employees: hires, promotions, separations, discipline, appraisals; one row an action."""

from etl.column import AGENCY, RACE, SEX, answer, day, person, text, words
from etl.contract import Column, Text
from etl.promise import Standard
from etl.rule import Only
from etl.standard import standard
from etl.vocabulary.label import ACTIONS

SOURCE = standard(
    "personnel_actions",
    AGENCY,
    person("person_id", "pseudonymous id of the employee"),
    day("date", "day that the action took effect", past=True),
    words(
        "action",
        "what happened",
        *ACTIONS,
    ),
    text("rating", "rating of an appraisal", Text(40), optional=True),
    Column(
        name="to_job_category",
        meaning="job category after the action",
        promise=Standard("job_category"),
        kind="job_category",
        optional=True,
        blank=True,
    ),
    answer("at_will", "whether the employment is at will", optional=True),
    RACE,
    SEX,
    answer("disability", "whether a disability is reported", optional=True),
    answer("justice_impacted", "whether the person reports a criminal record or time in custody", optional=True),
    title="Personnel actions, one row an action",
    title_es="Acciones de personal, una fila por acción",
    frequency="Every quarter",
    unit=("agency", "period"),
    key=("agency", "person_id", "date", "action"),
    rules=(
        Only("rating", "action", ("appraisal",)),
        Only("to_job_category", "action", ("hire", "promotion", "demotion", "transfer_in")),
    ),
    dated=("date",),
    people=True,
)
