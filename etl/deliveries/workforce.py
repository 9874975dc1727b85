"""Employees of an agency at the end of a period, one row a person under a pseudonymous id."""

from etl.column import AGENCY, JOB, PERIOD, RACE, SEX, TOWN, answer, day, language, number, person, text
from etl.contract import Column, Number
from etl.rule import AgeAt, ByEnd
from etl.standard import standard

SOURCE = standard(
    "workforce",
    AGENCY,
    PERIOD,
    person("person_id", "pseudonymous id of the employee, the same in every delivery"),
    text("position_class", "class of the position"),
    JOB,
    answer("full_time", "whether the position is full time"),
    answer("classified", "whether the position is in the classified service"),
    answer("at_will", "whether the employment is at will", optional=True),
    day("hire_date", "first day of employment"),
    number("annual_pay", "base pay of a year in dollars", most=10_000_000),
    RACE,
    SEX,
    Column(
        name="birth_year", meaning="year of birth", promise=Number(1900, 2100, whole=True), optional=True, blank=True
    ),
    answer("disability", "whether a disability is reported", optional=True),
    answer("veteran", "whether the person is a veteran", optional=True),
    TOWN,
    answer("justice_impacted", "whether the person reports a criminal record or time in custody", optional=True),
    language("language", "language other than English that the person works in", optional=True),
    title="Employees, one row a person",
    title_es="Personal, una fila por persona",
    frequency="Every fiscal year, after 30 June",
    unit=("agency", "period"),
    key=("agency", "period", "person_id"),
    rules=(
        ByEnd("hire_date"),
        AgeAt("birth_year", "hire_date", 14),
    ),
    people=True,
)
