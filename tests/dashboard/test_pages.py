"""Every page answers, in both languages, for both audiences, with what it must say."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.dashboard import entry

PAGES = [
    "/",
    "/measures",
    "/measures/employees",
    "/measures/leadership?agency=DOT&dimension=sex&benchmark=population&period=FY2020",
    "/measures/suspension_rate?geography=Invented%20School%20District%20003",
    "/measures/median_household_income",
    "/measures/uninsured_rate",
    "/measures/children_in_placement",
    "/agencies",
    "/agencies/DOT",
    "/agencies/SDE",
    "/agencies/DCF",
    "/agencies/A28",
    "/agencies/A29",
    "/agencies/A30",
    "/measures/employees?agency=A29",
    "/measures/employees?agency=A27&dimension=sex",
    "/measures/leadership?agency=A30",
    "/disparities",
    "/disparities?show=excluded",
    "/disparities?measure=employees&group=Asian&show=all&page=2",
    "/data",
    "/methodology",
    "/directives",
    "/plans",
    "/plans?agency=DOT",
    "/plans?state=getting_worse",
    "/training",
    "/contracting",
    "/revisions",
    "/accessibility",
    "/about",
]


def body(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def with_language(address: str, language: str) -> str:
    return address + ("&" if "?" in address else "?") + f"lang={language}"


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_for_both_audiences(
    public: FlaskClient, internal: FlaskClient, address: str, language: str
) -> None:
    for client in (public, internal):
        said = body(client, with_language(address, language))
        assert f'<html lang="{language}"' in said
        assert said.count("<h1") == 1
        assert ">nan<" not in said
        assert ">None<" not in said
        band = "Demonstration data." if language == "en" else "Datos de demostración."
        assert band in said
        ids = re.findall(r' id="([^"]+)"', said)
        assert len(ids) == len(set(ids))


def test_only_internal_pages_say_who_may_see_them(public: FlaskClient, internal: FlaskClient) -> None:
    notice = "Demonstration sign-in: anyone on this machine can see this page."
    assert notice in body(internal, "/measures")
    assert notice not in body(public, "/measures")


def test_the_notice_names_the_groups_whose_reading_changes(internal: FlaskClient) -> None:
    said = body(internal, "/measures/employees?agency=DOC")
    assert "Does the conclusion depend on the benchmark?" in said


def test_the_notice_says_how_a_group_reads_under_each_benchmark_and_changed_cells_are_marked(
    internal: FlaskClient,
) -> None:
    said = body(internal, "/measures/employees?agency=DOC")
    notice = re.search(r"The conclusion changes with the benchmark for \d of \d groups: [^<]*</b> ([^<]*)</p>", said)
    assert notice is not None
    assert "against the labor force" in notice[1]
    assert "against the population" in notice[1]
    table = re.search(r'<section[^>]*id="benchmarks".*?</section>', said, re.S)
    assert table is not None
    assert 'class="differs"' in table[0]
    chosen = re.findall(r'<td data-label="Labor force"([^>]*)>', table[0])
    assert chosen
    assert not any("differs" in each for each in chosen)


def test_a_group_without_one_of_the_benchmarks_is_there_and_not_compared(internal: FlaskClient) -> None:
    said = body(internal, "/measures/employees?agency=DOC&dimension=sex")
    table = re.search(r'<section[^>]*id="benchmarks".*?</section>', said, re.S)
    assert table is not None
    assert "Not compared" in table[0]


def test_a_release_that_is_not_there_is_said_and_the_newest_shown(internal: FlaskClient) -> None:
    assert "There is no release 1999.9. You are seeing the newest, 2026.1." in body(internal, "/?release=1999.9")


def test_links_keep_the_language(internal: FlaskClient) -> None:
    said = body(internal, "/measures?lang=es")
    inside = [link for link in re.findall(r'href="(/[^"]*)"', said) if not link.startswith(("/assets", "/_dash"))]
    kept = [link for link in inside if "lang=es" in link or link.startswith("/plain/es")]
    assert len(inside) - len(kept) <= 1  # the one link to English


def test_a_copied_link_holds_the_whole_state(internal: FlaskClient) -> None:
    said = body(internal, "/measures/employees?agency=DOT&lang=es")
    link = re.search(r'data-copy="([^"]+)"', said)
    assert link is not None
    for part in ("agency=DOT", "period=FY2025", "dimension=race_ethnicity", "benchmark=labor_force", "release=2026.1"):
        assert part in link[1]


def test_what_a_reader_types_is_never_markup(internal: FlaskClient) -> None:
    said = body(internal, "/measures/employees?agency=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert" in said


@pytest.mark.long
def test_another_governments_home_without_benchmarks_has_every_page(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from commands.attack import attack
    from etl.home import Home
    from etl.load import load
    from metrics.publish import publish

    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "agencies.csv").write_text("agency,name\nPARKS,Parks Department\nFIRE,Fire Department\n")
    rows = [f"{a},FY{y},{j},{r},{s},{10 + j}" for a in ("PARKS", "FIRE") for y in (2024, 2025) for j in (1, 2)
            for r in ("WH", "BL", "HI") for s in "FM"]  # fmt: skip
    (inbox / "workforce_counts.csv").write_text(
        "agency,period,job_category,race_ethnicity,sex,employees\n" + "\n".join(rows) + "\n"
    )
    home = Home(tmp_path / "home")
    assert not load([inbox], home).refused
    publish(home.warehouse, home.releases, now=datetime(2026, 11, 22, tzinfo=UTC), attack=attack)
    for audience in ("public", "internal"):
        client = entry.client(home.path, audience)
        pages = (
            "/",
            "/measures",
            "/measures/employees",
            "/measures/suspension_rate",
            "/agencies",
            "/agencies/PARKS",
            "/data",
        )
        for address in (*pages, "/methodology"):
            for language in ("en", "es"):
                answer = client.get(f"{address}?lang={language}")
                assert answer.status_code == 200, (audience, address, language)
                body = answer.get_data(as_text=True)
                assert "State of Connecticut" not in body
                assert "Estado de Connecticut" not in body
