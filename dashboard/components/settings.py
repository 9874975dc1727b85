"""The settings of a what-if: a GET form of sliders; with scripts a change is shown once the slider rests."""

from dataclasses import dataclass

from dashboard.language import Tongue
from dashboard.markup import Markup, tag


@dataclass(frozen=True, slots=True)
class Slider:
    """A number: its name in the address, its label, value, range and step; what stands under it; a mark on it.

    `said` is the value in words with `{n}` where the number stands, so that a script can write it while it moves.
    """

    name: str
    label: str
    value: float
    low: float
    high: float
    step: float
    said: str
    note: str
    mark: float | None = None


def settings(action: str, sliders: tuple[Slider, ...], kept: dict[str, str], reset: Markup | None, t: Tongue) -> Markup:
    """Return the form. `kept` travels along unseen; `reset` is the link that takes the changes back."""
    hidden = [tag("input", type="hidden", name=name, value=value) for name, value in kept.items() if value]
    return tag(
        "form",
        hidden,
        [_slider(each) for each in sliders],
        tag("div", tag("button", t("Show"), type="submit", class_="btn"), class_="apply"),
        reset,
        action=action,
        method="get",
        class_="settings",
        id="settings",
        aria_label=t("Settings"),
    )


def _slider(each: Slider) -> Markup:
    name = f"s-{each.name}"
    entry = tag(
        "input",
        type="range",
        name=each.name,
        id=name,
        min=f"{each.low:g}",
        max=f"{each.high:g}",
        step=f"{each.step:g}",
        value=f"{each.value:g}",
        aria_describedby=f"{name}-note",
        data_said=each.said,
    )
    place = None
    if each.mark is not None and each.low <= each.mark <= each.high:
        share = (each.mark - each.low) / (each.high - each.low)
        # The middle of the thumb never reaches the ends of the track.
        place = tag("i", class_="at-bench", style=f"left:calc({100 * share:.2f}% + {0.5 - share:.3f} * var(--thumb))")
    return tag(
        "div",
        tag("label", each.label, for_=name),
        tag("output", each.said.replace("{n}", f"{each.value:g}"), for_=name),
        tag("div", place, entry, class_="track"),
        tag("p", each.note, class_="tiny", id=f"{name}-note"),
        class_="slider",
    )
