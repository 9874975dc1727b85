"""The value for everyone, where the chart of the groups does not hold it."""

from dashboard.markup import Markup, tag
from dashboard.story import Story
from dashboard.tables import EVERYONE, absent
from metrics import words
from metrics.definition import Unit


def everyone(story: Story) -> Markup | None:
    """Return the first and the last value for everyone where no group has one, or other periods than the groups.

    None where there is no such value, or where the groups' chart says it.
    """
    rows = story.tables.at(story.id, [(story.chosen.agency, story.chosen.geography, EVERYONE)])
    rows = rows[absent(rows["benchmark"]) & rows["value"].notna()]
    if rows.empty or story.chosen.dimension == EVERYONE:
        return None
    beside = story.chosen.period in set(rows["period"])
    if beside and story.now["value"].notna().any():
        return None
    t, language = story.t, story.t.language
    unit = str(story.measure["unit"])
    decimals = 0 if unit == Unit.PERSONS else int(story.measure["decimals"])
    ordered = rows.assign(when=rows["period"].map(words.year)).sort_values(["when", "period"], kind="stable")
    ends = ordered.iloc[[0, -1]].drop_duplicates("period").to_dict("records")
    said = [
        t(
            "{value} ({period})",
            value=words.number(row["value"], unit, decimals, language),
            period=words.period(str(row["period"]), language),
        )
        for row in ends
    ]
    text = t("Everyone: {value}.", value=said[0]) if len(said) == 1 else _moved(story, said)
    return tag("p", text, class_="prose gap")


def _moved(story: Story, said: list[str]) -> str:
    return story.t("Everyone: from {first} to {last}.", first=said[0], last=said[1])
