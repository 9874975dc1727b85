"""The filter bar: a GET form, so that it works without scripts; with them a change is shown at once."""

from dataclasses import dataclass

from dashboard.language import Tongue
from dashboard.markup import Markup, tag

_LONG = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A choice: its name in the address, its label, its options (value, words), what is chosen now."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    segments: bool = False


def filters(
    action: str, fields: tuple[Field, ...], kept: dict[str, str], summary: str, t: Tongue, key: str = "filters"
) -> Markup:
    """Return the form. `kept` travels along unseen; a field with one option or none is left out. `key` is its id: a
    second form of a page has another."""
    shown = [field for field in fields if len(field.options) > 1]
    if not shown:
        return Markup("")
    brief = tag(
        "div",
        tag("span", summary),
        tag(
            "button",
            t("Change"),
            type="button",
            class_="btn",
            aria_expanded="false",
            aria_controls=key,
            id=f"{key}-change",
        ),
        class_="filter-sum",
    )
    hidden = [tag("input", type="hidden", name=name, value=value) for name, value in kept.items() if value]
    apply = tag("div", tag("button", t("Show"), type="submit", class_="btn"), class_="field apply")
    inner = tag("div", [_segments(f) if f.segments else _list(f, t) for f in shown], apply, class_="fields")
    return tag(
        "form",
        brief,
        hidden,
        inner,
        action=action,
        method="get",
        class_="filters",
        id=key,
        aria_label=t("Filters") if key == "filters" else summary,
    )


def _segments(field: Field) -> Markup:
    options = [
        tag(
            "label",
            tag(
                "input",
                type="radio",
                name=field.name,
                value=value,
                checked=value == field.chosen,
                id=f"f-{field.name}-{value}",
            ),
            words,
        )
        for value, words in field.options
    ]
    return tag("fieldset", tag("legend", field.label), tag("div", options, class_="seg"), class_="field")


def _list(field: Field, t: Tongue) -> Markup:
    if len(field.options) > _LONG:
        # Long lists of places are typed into: the browser offers what matches.
        label = tag("label", t("{choice} (type to search)", choice=field.label), for_=f"f-{field.name}")
        entry = tag(
            "input",
            type="search",
            name=field.name,
            id=f"f-{field.name}",
            list=f"l-{field.name}",
            value=field.chosen,
            autocomplete="off",
        )
        choices = tag("datalist", [tag("option", value=value) for value, _ in field.options], id=f"l-{field.name}")
        return tag("div", label, entry, choices, class_="field")
    label = tag("label", field.label, for_=f"f-{field.name}")
    options = [tag("option", words, value=value, selected=value == field.chosen) for value, words in field.options]
    return tag("div", label, tag("select", options, name=field.name, id=f"f-{field.name}"), class_="field")
