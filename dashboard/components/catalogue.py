"""The tables that the public gets, in words: what is counted, by what, and what small agencies have of it."""

from dashboard.language import Tongue
from dashboard.markup import Markup, tag
from dashboard.protection import Rules, Table
from dashboard.tables import Tables
from metrics import words


def levels(t: Tongue) -> dict[str, str]:
    """Return what counts are divided by, in words."""
    return {
        "agency": t("agency"),
        "race7": t("race and ethnicity (all groups)"),
        "race5": t("race and ethnicity (five groups)"),
        "sex3": t("sex"),
        "sex2": t("sex (two groups)"),
        "job_category": words.dimension("job_category", t.language),
        "age_band": words.dimension("age_band", t.language),
        "disability": words.dimension("disability", t.language),
        "veteran": t("veteran status"),
        "justice_impacted": t("contact with the justice system"),
        "program": t("program"),
        "ownership": t("who owns the vendor"),
        "industry": t("industry"),
    }


def counts(t: Tongue) -> dict[str, str]:
    """Return what is counted, in words."""
    return {
        "employees": t("employees"),
        "employees_before": t("employees the year before"),
        "hires": t("hires"),
        "leavers": t("leavers"),
        "applicants": t("applicants"),
        "clients": t("clients"),
        "patients": t("patients"),
        "dollars": t("dollars"),
    }


def domains(t: Tongue) -> dict[str, str]:
    """Return what is protected together, in words."""
    return {
        "workforce": t("State workforce"),
        "services": t("Services"),
        "health_services": t("Health services"),
        "contracting": t("Contracts"),
    }


def crossed(names: tuple[str, ...], t: Tongue) -> str:
    """Return levels as one phrase: agency by race and ethnicity (five groups) by sex (two groups)."""
    said = levels(t)
    return t(" by ").join(said.get(name, name) for name in names)


def in_release(tables: Tables, rules: Rules, t: Tongue) -> Markup | None:
    """Return the tables of counts that the release holds; nothing where it holds none."""
    held = tables.whole("cells")[["domain", "table_id"]].drop_duplicates()
    rows = [
        _row(each, t)
        for domain in rules.domains()
        for each in rules.tables(domain)
        if each.id in set(held[held["domain"] == domain]["table_id"])
    ]
    return _table(t("Tables of counts in this release"), rows, t) if rows else None


def whole(rules: Rules, t: Tongue) -> Markup:
    """Return the whole catalogue, for a reader who opens it."""
    named = domains(t)
    parts = []
    for domain in sorted(rules.domains(), key=lambda name: [*named, name].index(name)):
        title = named.get(domain, domain)
        parts.append(tag("h4", title))
        about = [t("Smallest count shown: {n}.", n=rules.threshold(domain)), *_fitting(rules, domain, t)]
        parts.append(tag("p", " ".join(about), class_="small soft"))
        parts.append(_table(title, [_row(each, t) for each in rules.tables(domain)], t))
    return tag("details", tag("summary", t("The whole catalogue")), parts, class_="more")


def _row(table: Table, t: Tongue) -> Markup:
    by = crossed(table.levels, t)
    if "agency" not in table.levels:
        by = t("all agencies together: {table}", table=by)
    small = None
    if table.smallest > 1:
        small = tag("p", t("Agencies under {n} people: each by itself, not crossed.", n=table.smallest), class_="tiny")
    said = counts(t).get(table.count, table.count)
    return tag("tr", tag("th", words.capital(by), small, scope="row"), tag("td", words.capital(said)))


def _table(caption: str, rows: list[Markup], t: Tongue) -> Markup:
    head = [tag("th", text, scope="col") for text in (t("By"), t("Counted"))]
    return tag(
        "table",
        tag("caption", caption, class_="sr"),
        tag("thead", tag("tr", head)),
        tag("tbody", rows),
        class_="rules counted",
    )


def _fitting(rules: Rules, domain: str, t: Tongue) -> list[str]:
    said = counts(t)
    found = []
    for more, less, equal in rules.lines(domain):
        one, other = (" + ".join(said.get(name, name) for name in names) for names in (more, less))
        text = f"{one} = {other}." if equal else t("{one}: never fewer than {other}.", one=one, other=other)
        found.append(words.capital(text))
    return found
