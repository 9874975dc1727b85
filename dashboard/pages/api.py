"""The API in words: where its tables are, what may be asked of them, what its problems mean, first steps."""

from dashboard.api import words
from dashboard.api.examples import EXAMPLES, SITE
from dashboard.api.problem import KINDS
from dashboard.api.resource import NUMERIC, RESOURCES, ROOT, TEXT, WHOLE, YES_NO, Resource
from dashboard.language import Tongue
from dashboard.markup import Markup, Part, View, tag
from dashboard.selection import Selection
from dashboard.table_names import about_tables
from dashboard.tables import Tables

PATH = "/api"
_FIRST = f"{ROOT}/figures?measure=employees&limit=5"


def view(tables: Tables, selection: Selection, t: Tongue) -> View:
    """Return the page."""
    title = t("Data for programs")
    described = f"{ROOT}/openapi.json" + ("" if t.language == "en" else f"?lang={t.language}")
    parts: list[Part] = [
        tag("p", tag("a", t("Data"), href=selection.only().address("/data")), class_="crumb"),
        tag("h1", title),
        tag("p", t("Every number of these pages can be asked for by a program. You need no key."), class_="lead"),
        tag("p", _there(t("Try it"), _FIRST), " · ", _there(t("Description for programs (OpenAPI)"), described)),
        _section(t("First steps"), _examples(t)),
        _section(t("What you can ask"), _asked(t)),
        _section(t("Tables"), _tables(tables, t)),
        _section(t("What can go wrong"), _problems(t)),
    ]
    return View(title, tuple(parts))


def _section(title: str, *body: Markup) -> Markup:
    return tag("section", tag("div", tag("h2", title), class_="sec-head"), body, class_="sec")


def _there(said: str, address: str) -> Markup:
    return tag("a", said, href=address, data_full=True)


def _examples(t: Tongue) -> Markup:
    said = t("Put the address of this site in place of {site}.", site=SITE)
    folds = [
        tag(
            "details",
            tag("summary", name),
            tag("pre", tag("code", code), class_="typed", tabindex="0", role="region", aria_label=name),
            class_="fold",
            open=name == "curl",
        )
        for name, code in EXAMPLES.items()
    ]
    return tag("div", tag("p", said, class_="prose gap"), folds)


def _asked(t: Tongue) -> Markup:
    shared = RESOURCES["figures"]
    names = [name for name, each in shared.parameters.items() if not each.column]
    about = words.parameters(t)
    rules = [(code, about[code]) for code in sorted(names, key=list(about).index)] + [
        ("agency=DOT", t("Rows whose “{column}” is this. Give it again for more values.", column="agency")),
        ("in-group=black", t("Rows with this text in “{column}”. Start with = for the whole cell.", column="group")),
        ("value=5..10", words.parameter(shared.parameters["value"], shared, t)),
    ]
    return tag(
        "div",
        tag("p", words.forms(t), class_="prose gap"),
        tag("p", t("What has no number says why in “status”. It is never a zero."), class_="prose"),
        tag("p", t("Headers say how often you may ask, and how long an answer may be kept."), class_="prose"),
        _table(t("What you can ask"), t("In the address"), t("What it does"), rules),
    )


def _tables(tables: Tables, t: Tongue) -> Markup:
    about, sizes = about_tables(t), tables.sizes()
    folds = [_one(each, about[name], t) for name, each in RESOURCES.items() if sizes.get(name, 1)]
    return tag("div", folds, class_="offered")


def _one(resource: Resource, about: str, t: Tongue) -> Markup:
    kinds = (
        (t("Texts"), (TEXT,)),
        (t("Numbers"), (NUMERIC, WHOLE)),
        (t("Yes or no"), (YES_NO,)),
    )
    facts: list[tuple[str, Markup | str]] = [
        (t("Rows"), _there(resource.path, f"{resource.path}?limit=5")),
        *(
            [(t("One of them"), tag("span", f"{resource.path}/<{resource.key}>", class_="code"))]
            if resource.key
            else []
        ),
    ]
    if resource.name == "figures":
        facts.append((t("How it came about"), tag("span", f"{resource.path}/<figure_id>/explain", class_="code")))
    for said, types in kinds:
        names = [name for name, kind in resource.columns.items() if kind in types]
        if names:
            facts.append((said, tag("span", ", ".join(names), class_="code")))
    listed = tag("dl", [(tag("dt", name), tag("dd", said)) for name, said in facts], class_="pairs")
    head = tag("summary", tag("span", resource.name, class_="code"), " ", tag("span", about, class_="n"))
    return tag("details", head, tag("div", listed, class_="definition"), class_="fold", id=f"table-{resource.name}")


def _problems(t: Tongue) -> Markup:
    said = t("A problem is told as JSON (RFC 9457): what happened, and what to do.")
    about = words.problems(t)
    rows = [
        tag(
            "tr",
            tag("th", tag("span", f"{status} {kind}", class_="code"), scope="row"),
            tag("td", about[kind]),
            id=kind,
        )
        for kind, status in KINDS.items()
    ]
    return tag(
        "div", tag("p", said, class_="prose"), _framed(t("What can go wrong"), t("Problem"), t("What it means"), rows)
    )


def _table(caption: str, first: str, second: str, pairs: list[tuple[str, str]]) -> Markup:
    rows = [tag("tr", tag("th", tag("span", a, class_="code"), scope="row"), tag("td", b)) for a, b in pairs]
    return _framed(caption, first, second, rows)


def _framed(caption: str, first: str, second: str, rows: list[Markup]) -> Markup:
    head = tag("tr", tag("th", first, scope="col"), tag("th", second, scope="col"))
    table = tag("table", tag("caption", caption, class_="sr"), tag("thead", head), tag("tbody", rows), class_="asked")
    return tag("div", table, class_="wide-table", tabindex="0", role="region", aria_label=caption)
