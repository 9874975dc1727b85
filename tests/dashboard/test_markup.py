"""Markup escapes what it is given and says the same as components and as HTML."""

import json

from dashboard.markup import Markup, Plot, Section, tag
from dashboard.render import as_component, as_html

NASTY = "<script>alert('\"&')</script>"


def test_text_and_attributes_are_escaped() -> None:
    said = str(tag("a", NASTY, title=NASTY))
    assert "<script" not in said
    assert said.count("&lt;script&gt;") == 2


def test_children_that_are_nothing_leave_nothing() -> None:
    assert str(tag("p", None, False, [], ["a", [Markup("<b>b</b>")]])) == "<p>a<b>b</b></p>"


def test_a_figure_cannot_end_the_script_that_carries_it() -> None:
    plot = Plot("p", {"light": {"data": [{"text": "</script><b>"}]}, "dark": {}}, Markup("<svg></svg>"))
    written = as_component([plot]).html
    assert written.count("</script>") == 1
    figures = written.partition("<script")[2].partition(">")[2].partition("</script>")[0]
    assert json.loads(figures)["light"]["data"][0]["text"] == "</script><b>"


def test_without_scripts_a_plot_is_its_drawing() -> None:
    plot = Plot("p", {"light": {}, "dark": {}}, Markup("<svg></svg>"))
    page = (Markup("<p>a</p>"), Section("div", (plot,), {"class_": "x"}))
    still = '<div class="plot-box"><div class="still"><svg></svg></div></div>'
    assert str(as_html(page)) == f'<p>a</p><div class="x">{still}</div>'
