"""Training of employees: what was due, when it was completed; one row a person and course."""

from etl.column import AGENCY, JOB, RACE, SEX, day, flag, language, number, person, text
from etl.contract import Column
from etl.promise import Day
from etl.rule import AnyOf, Needs
from etl.standard import standard

SOURCE = standard(
    "training",
    AGENCY,
    person("person_id", "pseudonymous id of the employee"),
    text("course", "name of the course"),
    flag("mandatory", "whether the course is required"),
    Column(name="due_date", meaning="day by which it is required; blank if it is not", promise=Day(), blank=True),
    day("completed_date", "day of completion, blank if not completed", past=True, optional=True),
    flag("excused", "whether leave excuses the person", optional=True),
    number("hours", "length of the course in hours", most=10_000),
    language("language", "language of the course", optional=True),
    JOB,
    RACE,
    SEX,
    title="Training, one row a person and course",
    title_es="Capacitación, una fila por persona y curso",
    frequency="Every quarter",
    unit=("agency", "period"),
    key=("agency", "person_id", "course", "due_date"),
    rules=(
        Needs("due_date", "mandatory", ("yes",)),
        AnyOf(("due_date", "completed_date")),
    ),
    dated=("due_date", "completed_date"),
    people=True,
)
