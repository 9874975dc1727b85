"""Directives, plans, topics and the pages of words, over a release of typed deliveries of things and dollars."""

import json
import re
from pathlib import Path
from shutil import copy

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.application import create_app
from dashboard.exports.document import Table, as_pdf
from dashboard.exports.pack import Pack, as_document
from dashboard.language import tongue
from dashboard.tables import Tables
from metrics import release
from metrics.compute import internal as tables_of
from metrics.compute import worked
from metrics.definition import DEFINITIONS, load_measures
from metrics.table import directives, goals
from tests.dashboard import entry, promises, sample
from tests.metrics import deliveries, readability
from tests.metrics.things import ROWS

pytestmark = pytest.mark.long
MEASURES = (
    "plan_present", "plan_on_time", "plan_days_in_stage", "goals_moving", "contract_dollars_small", "vital_documents",
    "training_courses", "budget_equity_note", "budget_per_resident", "feedback_answered", "strategy_done",
)  # fmt: skip
TOPICS = ("/training", "/contracting", "/budget", "/services", "/engagement", "/communication")
PAGES = (
    "/directives",
    "/plans",
    "/plans?agency=PARKS",
    "/plans?agency=LIBRARY",
    *TOPICS,
    "/revisions",
    "/accessibility",
    "/about",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("promises")
    for name in MEASURES:
        copy(DEFINITIONS / f"{name}.toml", folder)
    used = {"plans", "goals", "goal_updates", "contracts", "contract_goals", "communications", "languages_needed",
            "training_offerings", "budget", "benchmarks", "engagement", "strategy"}  # fmt: skip
    typed = {name: [dict(row) for row in ROWS[name]] for name in used}
    typed["goals"][0]["measure"] = "vital_documents"
    typed["goals"][1]["measure"] = "Training seats for people"
    work = worked(deliveries.build(folder / "w.duckdb", typed), folder)
    inside = tables_of(work)
    inside["revisions"] = pd.DataFrame([
        {"release": "2026.1", "earlier": "2025.9", "figure_id": "f", "measure": "plan_present", "agency": "ALL",
         "geography": "ALL", "period": "FY2024", "dimension": "ALL", "group": "ALL", "unit": "percent", "before": 50.0,
         "after": 66.7, "reason": "correction", "nature": "official"},
    ])  # fmt: skip
    facts = {
        "release": "2026.1",
        "published": "2026-11-22",
        "code": "x",
        "has_demonstration": "no",
        "place": work.geography,
    }
    inside["manifest"] = pd.DataFrame({"key": facts.keys(), "value": facts.values(), "nature": "official"})
    outside = inside | {"goals": goals.public(inside["goals"], load_measures(), inside["figures"])}
    into = folder / "releases" / "2026.1"
    into.mkdir(parents=True)
    for audience, tables in (("internal", inside), ("public", outside)):
        release.write(into / f"{audience}.duckdb", tables)
    (into / "manifest.json").write_text(json.dumps({"release": "2026.1", "published": "2026-11-22"}), encoding="utf-8")
    release.point(folder / "releases", "2026.1")
    return folder


@pytest.fixture(scope="module")
def clients(home: Path) -> dict[str, FlaskClient]:
    return {audience: entry.client(home, audience) for audience in release.AUDIENCES}


def text(client: FlaskClient, address: str, language: str = "en") -> str:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def plain(page: str) -> str:
    """Return the words of the main part of a page."""
    main = page[page.index('id="main"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[: main.index("<footer")]))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_whole_for_both_audiences(clients: dict[str, FlaskClient], address: str, language: str) -> None:
    for client in clients.values():
        page = text(client, address, language)
        assert page.count("<h1") == 1
        assert re.findall(r">nan<|>None<|>NaT<", page) == []
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert "State of Connecticut" not in plain(page)


def test_every_part_of_the_order_is_there_with_its_state_in_shape_and_word(clients: dict[str, FlaskClient]) -> None:
    page = text(clients["public"], "/directives")
    assert page.count('class="directive"') == 20
    assert page.count('class="st pie"') == 20 + 4
    said = plain(page)
    assert "Of 20 parts of the order, 9 are measured with official figures and 0 in part." in said
    assert "0 are only demonstrated, and 11 not collected." in said
    assert "Section 3(h)" in said


def test_a_directive_quotes_the_order_and_calls_its_spanish_ours(clients: dict[str, FlaskClient]) -> None:
    quote = "“a voice in the decision-making process”"
    assert quote in plain(text(clients["public"], "/directives"))
    spanish = plain(text(clients["public"], "/directives", "es"))
    assert quote not in spanish
    assert "(traducción nuestra)" in spanish


def test_a_demonstration_is_no_official_figure(home: Path) -> None:
    shown = release.Release(home / "releases" / "2026.1", "public")
    invented = shown.table("figures").assign(nature="demonstration")
    shown.close()
    made = directives.table(load_measures(), invented)
    assert set(made["state"]) == {"demonstrated", "not_collected"}


def test_the_plans_page_answers_its_question_first(clients: dict[str, FlaskClient]) -> None:
    said = plain(text(clients["public"], "/plans"))
    assert "2 of 3 agencies have a published plan." in said
    assert "1 of 3 plans came in time." in said
    assert "2 agencies have a plan: the newest version is published in 1 and under way in 1." in said


def test_what_is_late_stands_before_what_is_due(clients: dict[str, FlaskClient]) -> None:
    said = plain(text(clients["public"], "/plans"))
    assert said.index("29 days late so far") < said.index("goals reach their date")
    assert "version 2 was due June 1, 2025" in said


def test_one_agencys_plan_shows_its_versions_newest_first(clients: dict[str, FlaskClient]) -> None:
    page = text(clients["public"], "/plans?agency=PARKS")
    said = plain(page)
    assert said.index("Version 2") < said.index("Version 1")
    assert 'aria-current="step"' in page
    assert "Proposed plan of a city" in said
    assert "This agency has delivered no plan." in plain(text(clients["public"], "/plans?agency=LIBRARY"))
    assert clients["public"].get("/plans?agency=NOBODY").status_code == 404


def test_the_public_sees_of_an_unnamed_measure_the_target_alone(clients: dict[str, FlaskClient]) -> None:
    inside, outside = (plain(text(clients[name], "/plans?agency=PARKS")) for name in ("internal", "public"))
    assert "33" in inside[inside.index("Fewer delays") :]
    rest = outside[outside.index("Fewer delays") : outside.index("A goal about people")]
    assert "Not shown, to protect people" in rest
    assert "10" in rest
    assert "33" not in rest.partition("Agency")[0]
    assert "How 1 stand is not shown, to protect people." in outside


def test_goals_are_filtered_by_how_they_stand(clients: dict[str, FlaskClient]) -> None:
    said = plain(text(clients["internal"], "/plans?state=getting_worse"))
    assert "1 of 1 goals are shown here." in said
    assert "G1" not in said


def test_directed_goals_name_who_does_not_carry_them(clients: dict[str, FlaskClient]) -> None:
    page = text(clients["internal"], "/plans")
    part = plain(page)
    assert "More interpreters : carried by 2 of 3 agencies" in part
    assert part.count("Not carried") == 1


@pytest.mark.parametrize("address", TOPICS)
def test_a_topic_says_what_it_does_not_know(clients: dict[str, FlaskClient], address: str) -> None:
    said = plain(text(clients["public"], address))
    assert "What we do not know" in said
    if address in ("/training", "/services", "/engagement"):
        assert "This cannot be said yet" in said
    else:
        assert "Where does each measure stand?" in said


def test_the_standings_of_a_topic_are_files_with_the_numbers_of_their_rows(clients: dict[str, FlaskClient]) -> None:
    rows = text(clients["internal"], "/exhibit/standings.csv?domain=contracting").splitlines()
    assert rows[0].startswith("measure,period,group,value,unit")
    assert any(row.startswith("contract_dollars_small,") for row in rows)
    assert "<svg" in text(clients["internal"], "/exhibit/standings.svg?domain=contracting", "es")


def test_goals_for_contract_dollars_are_those_of_the_chosen_years_day(clients: dict[str, FlaskClient]) -> None:
    now = plain(text(clients["public"], "/contracting"))
    assert "On June 30, 2025, 1 of 3 goals are in force." in now
    assert "Professional services" in now
    assert "On June 30, 2024, 2 of 3 goals are in force." in plain(
        text(clients["public"], "/contracting?period=FY2024")
    )


def test_goals_for_contract_dollars_are_files_of_the_same_day(clients: dict[str, FlaskClient]) -> None:
    rows = text(clients["public"], "/exhibit/contract-goals.csv?period=FY2024").splitlines()
    assert sum(",2024-06-30,now," in row for row in rows) == 2
    assert "<svg" in text(clients["public"], "/exhibit/contract-goals.svg", "es")


def test_a_revision_says_before_after_and_why(clients: dict[str, FlaskClient]) -> None:
    said = plain(text(clients["public"], "/revisions"))
    assert "One figure has changed" in said
    for part in ("Agencies with an equity plan", "50.0%", "66.7%", "Correction", "2026.1, before 2025.9"):
        assert part in said


def test_a_release_from_before_these_tables_has_every_page(tmp_path: Path) -> None:
    into = tmp_path / "releases" / "2026.1"
    into.mkdir(parents=True)
    held = sample.tables("public")
    release.write(into / "public.duckdb", {name: held[name] for name in held if name not in promises.NAMES})
    (into / "manifest.json").write_text(json.dumps({"release": "2026.1"}), encoding="utf-8")
    release.point(tmp_path / "releases", "2026.1")
    client = create_app(tmp_path, "public").server.test_client()
    for address in ("/directives", "/plans", *TOPICS, "/revisions"):
        assert client.get(address).status_code == 200
    assert "made before directives were kept" in client.get("/directives").get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", ["/about", "/accessibility"])
def test_pages_of_words_are_easy_to_read(clients: dict[str, FlaskClient], address: str, language: str) -> None:
    page = text(clients["public"], address, language)
    body = page[page.index('id="main"') : page.index("<footer")]
    sentences = [
        re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<(?:p class=\"(?:prose gap|lead)\"|li)>(.*?)</", body)
    ]
    assert len(sentences) > 8
    said = " ".join(sentences)
    assert readability.grade(said) <= 8 if language == "en" else readability.inflesz(said) >= 55


@pytest.mark.parametrize("language", ["en", "es"])
def test_plain_pages_tell_directives_and_plans_too(clients: dict[str, FlaskClient], language: str) -> None:
    root = "/plain" if language == "en" else "/plain/es"
    said = plain(text(clients["public"], f"{root}/directives"))
    assert ("Section 3(d). A formal process for plans" if language == "en" else "Sección 3(d). Un proceso") in said
    assert ("Measured" if language == "en" else "mide.") in said
    said = plain(text(clients["public"], f"{root}/plans"))
    assert ("The newest plan of each agency" if language == "en" else "El plan más reciente") in said
    assert ("Published" if language == "en" else "Publicado") in said


def test_official_plain_pages_may_be_searched(clients: dict[str, FlaskClient]) -> None:
    assert "noindex" not in text(clients["public"], "/plain")
    assert "Sitemap: http://localhost/sitemap.xml" in text(clients["public"], "/robots.txt")
    assert "Disallow: /\n" in text(clients["internal"], "/robots.txt")


def test_a_pack_tells_the_goals_of_its_agency_as_the_audience_may_see_them(home: Path) -> None:
    for audience in release.AUDIENCES:
        tables = Tables(release.Shelf(home / "releases", audience).current())
        agency = tables.whole("goals")["agency"].iloc[0]
        made = as_document(Pack(tables, agency, tongue("en")))
        captions = [block.caption for block in made.blocks if isinstance(block, Table)]
        assert "Goals" in captions, audience
        assert as_pdf(made).startswith(b"%PDF")
        own = Pack(tables, agency, tongue("en")).goals()
        assert own[own["status"] == "withheld"]["value"].isna().all()
