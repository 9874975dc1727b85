"""What the API says of itself: its questions, its fields, its problems, in words."""

from collections.abc import Mapping

from dashboard.api.resource import LONGEST, MOST_IN_FILE, MOST_ROWS, NUMERIC, PAGE, WHOLE, YES_NO, Parameter, Resource
from dashboard.language import Tongue
from metrics import words


def parameters(t: Tongue) -> Mapping[str, str]:
    """Return what the questions do that every table answers."""
    return {
        "release": t("The release to read. Without it you read the newest."),
        "fields": t("The columns you want, with commas between them."),
        "sort": t("The column to sort by. A minus before it turns the order around. Empty cells come last."),
        "limit": t(
            "How many rows an answer holds, {most} at most. JSON holds {page} where you do not say.",
            most=_number(MOST_ROWS, t),
            page=_number(PAGE, t),
        ),
        "cursor": t("Where to read on. Take it from “next” of the last answer."),
        "count": t("Say “true” to be told how many rows there are in all."),
        "lang": t("The language of the words: en or es."),
        "benchmark": t("The benchmark that the figure is held against."),
    }


def parameter(each: Parameter, resource: Resource | None, t: Tongue) -> str:
    """Return what a question does, in a line."""
    if not each.column or resource is None:
        return parameters(t)[each.name]
    kind = resource.columns[each.column]
    if kind in (NUMERIC, WHOLE):
        return t("Rows by “{column}”: 5, >=5, <5 or 5..10. A minus alone finds empty cells.", column=each.column)
    if each.part:
        return t("Rows with this text in “{column}”. Start with = for the whole cell.", column=each.column)
    if kind == YES_NO:
        return t("Rows by “{column}”: true or false. A minus alone finds empty cells.", column=each.column)
    return t("Rows whose “{column}” is this. Give it again for more values.", column=each.column)


def forms(t: Tongue) -> str:
    """Return how the form of an answer is chosen, and how much a file holds."""
    return t(
        "Answers are JSON. Put .csv or .parquet after the table, or ask by the Accept header. "
        "A file holds all rows you ask for, up to {most}.",
        most=_number(MOST_IN_FILE, t),
    )


def problems(t: Tongue) -> Mapping[str, str]:
    """Return what each kind of problem means, and what to do."""
    return {
        "unknown-parameter": t("The address has a name that the table does not know. “known” lists what it knows."),
        "bad-value": t(
            "A value is not one that is taken here. A text has {most} letters at most.", most=_number(LONGEST, t)
        ),
        "bad-cursor": t("The cursor is not ours, or it is of another question."),
        "too-many-rows": t("The file would be too long. Ask for fewer rows, or take them in parts."),
        "not-found": t("Nothing is at this address, or the release does not have it."),
        "unknown-release": t("There is no release of that name here."),
        "method-not-allowed": t("The API can only be read: use GET."),
        "not-acceptable": t("The answer does not come in the form that the Accept header asks for."),
        "too-long-a-question": t("The question is too long. Ask in parts."),
        "cursor-of-another-release": t("A new release came out. Start again, or name the old release to read on."),
        "too-many-requests": t("You asked too often. Wait as many seconds as “Retry-After” says."),
        "no-release": t("Nothing is published yet."),
        "too-long": t("The answer took too long to make. Ask for fewer rows."),
    }


def _number(value: int, t: Tongue) -> str:
    return words.number(value, "persons", 0, t.language)
