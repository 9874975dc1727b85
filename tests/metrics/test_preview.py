"""From a preview through its sign-off to a release: at every stage, what is missing stops it and is told."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from shutil import copy, copytree

import pandas as pd
import pytest

from metrics import journal, release
from metrics import publish as publishing
from metrics.definition import DEFINITIONS
from metrics.journal import states
from metrics.publish import publish, publish_preview, serve
from metrics.release import PublishError, Release, Shelf, manifest_of
from metrics.signoff import SETTINGS, Settings, newest_preview, settings, sign
from metrics.verify import verify
from tests.metrics import small

pytestmark = pytest.mark.long

HERE = timezone(timedelta(hours=-5))
DAY, LATER = datetime(2026, 11, 22, 9, 30, tzinfo=HERE), datetime(2026, 12, 24, tzinfo=HERE)
OFFICE = "Office of Equity and Opportunity"
FIRST, SECOND = "2026.2-preview.1", "2026.2-preview.2"


def unbroken(*_: object) -> str:
    """An attack that finds nothing."""
    return ""


def warehouse(folder: Path, n: int) -> Path:
    people = {"White": 500 + n, "Asian": 40 + n}
    return small.build(
        folder / f"w{n}.duckdb", agency=small.agencies("DOT"),
        workforce_count=small.people("DOT", "FY2025", people),
        benchmark=small.shares("population", "2019/2023", {"White": 63.0, "Asian": 5.0}),
        snapshot=pd.DataFrame(
            [{"snapshot": f"s{each}", "source": "workforce_counts", "name": "f.csv", "address": "f.csv", "bytes": 1,
              "received": "2026-01-01", "nature": "official", "rows": 1} for each in {1, n}]
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measures")
    copy(DEFINITIONS / "employees.toml", folder)
    return folder


@pytest.fixture(scope="module")
def made(measures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release that is served and a preview of the next, to be copied."""
    home = tmp_path_factory.mktemp("made") / "home"
    home.mkdir()
    publish(warehouse(home, 1), home / "releases", now=DAY, attack=unbroken, definitions=measures)
    (home / SETTINGS).write_text('sign_off = "required"\n')
    assert (
        publishing.preview(warehouse(home, 2), home / "releases", now=DAY, attack=unbroken, definitions=measures)
        == FIRST
    )
    return home


@pytest.fixture
def releases(made: Path, tmp_path: Path) -> Path:
    """Its releases, to be changed."""
    return Path(copytree(made, tmp_path / "home", symlinks=True)) / "releases"


def preview(releases: Path, measures: Path, n: int) -> str:
    path = releases.parent / f"w{n}.duckdb"
    return publishing.preview(
        path if path.exists() else warehouse(releases.parent, n),
        releases,
        now=DAY,
        attack=unbroken,
        definitions=measures,
    )


def served(releases: Path) -> str:
    return Shelf(releases).current().id


def test_a_preview_is_whole_and_marked_and_served_to_nobody(releases: Path) -> None:
    verify(releases, FIRST)
    assert manifest_of(releases, FIRST)["preview"] == "yes"
    assert Release(releases / FIRST, "internal").manifest["preview"] == "yes"
    assert served(releases) == Shelf(releases, "internal").current().id == "2026.1"


def test_internal_readers_open_a_preview_and_the_public_cannot(releases: Path) -> None:
    assert Shelf(releases, "internal").ids() == ["2026.1", FIRST]
    assert Shelf(releases, "internal").get(FIRST).table("figures", measure="employees").shape[0] > 0
    assert Shelf(releases).ids() == ["2026.1"]
    with pytest.raises(FileNotFoundError, match="no release"):
        Shelf(releases).get(FIRST)


def test_before_the_first_release_internal_readers_get_the_preview(measures: Path, tmp_path: Path) -> None:
    preview(tmp_path / "releases", measures, 2)
    assert Shelf(tmp_path / "releases", "internal").current().id == "2026.1-preview.1"
    with pytest.raises(FileNotFoundError, match="run `equity publish`"):
        Shelf(tmp_path / "releases").current()


def test_a_home_that_asks_for_a_sign_off_publishes_nothing_without(releases: Path, measures: Path) -> None:
    with pytest.raises(PublishError, match=r"release.toml asks for a sign-off: run `equity publish --preview`"):
        publish(releases.parent / "w2.duckdb", releases, now=DAY, attack=unbroken, definitions=measures)
    assert served(releases) == "2026.1"


def test_an_unsigned_preview_is_not_published(releases: Path) -> None:
    with pytest.raises(PublishError, match=rf"{FIRST} has no sign-off; run `equity sign-off {FIRST} --office"):
        publish_preview(releases, now=LATER)
    with pytest.raises(PublishError, match="is a preview; sign it off"):
        serve(releases, FIRST, DAY)
    assert served(releases) == "2026.1"


def test_without_a_preview_there_is_nothing_to_publish(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="there is no preview; run `equity publish --preview`"):
        publish_preview(tmp_path, now=DAY)


def test_an_embargo_holds_to_its_moment_in_any_zone_and_switches_nothing_by_itself(releases: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY, LATER)
    for early in (LATER - timedelta(seconds=1), datetime(2026, 12, 24, 4, 59, tzinfo=UTC)):
        with pytest.raises(
            PublishError, match=r"under embargo until 2026-12-24 00:00 -05:00, and it is .*Nothing was published"
        ):
            publish_preview(releases, now=early)
    assert served(releases) == "2026.1"
    assert publish_preview(releases, now=datetime(2026, 12, 24, 5, tzinfo=UTC)) == served(releases) == "2026.2"


def files(releases: Path, name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (releases / name).glob("*.duckdb")}


def test_a_signed_preview_becomes_a_release_byte_for_byte(releases: Path) -> None:
    sign(releases, FIRST, f"  {OFFICE}\n", DAY)
    signed = files(releases, FIRST)
    name = publish_preview(releases, now=LATER)
    verify(releases, name)
    assert files(releases, name) == files(releases, FIRST) == signed
    assert set(signed) == {"public.duckdb", "internal.duckdb"}
    manifest, before = manifest_of(releases, name), manifest_of(releases, FIRST)
    assert (manifest["release"], manifest["published"]) == ("2026.2", "2026-12-24")
    assert (manifest["signed_by"], manifest["preview_was"]) == (OFFICE, FIRST)
    assert not {"preview", "previous", "earlier"} & manifest.keys()
    kept = ("content", "files", "rows", "sources", "definitions")
    assert [manifest[key] for key in kept] == [before[key] for key in kept]
    told = Shelf(releases).current()
    assert set(told.table("revisions")["release"]) == {"2026.2"}
    stated = told.table("manifest").set_index("key")["value"]
    assert (stated["release"], stated["published"], stated["signed_by"]) == ("2026.2", "2026-12-24", OFFICE)
    assert "preview" not in stated
    events = [(each["event"], each["release"]) for each in journal.read(releases)]
    assert events[-3:] == [("signed", FIRST), ("made", "2026.2"), ("served", "2026.2")]
    assert journal.last(releases, journal.SERVED, name)["time"] == "2026-12-24T00:00:00-05:00"
    assert publish_preview(releases, now=LATER) == "2026.2"
    assert Shelf(releases).ids() == ["2026.1", "2026.2"]


def test_a_preview_keeps_the_id_it_promised_when_the_year_turns(releases: Path, measures: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    turned = datetime(2027, 1, 2, 9, 30, tzinfo=HERE)
    assert publish_preview(releases, now=turned) == "2026.2"
    assert manifest_of(releases, "2026.2")["published"] == "2027-01-02"


def test_data_loaded_after_the_sign_off_is_not_published_with_it(releases: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    signed = files(releases, FIRST)
    (releases.parent / "w2.duckdb").unlink()
    warehouse(releases.parent, 6).rename(releases.parent / "w2.duckdb")
    assert files(releases, publish_preview(releases, now=LATER)) == signed


@pytest.mark.parametrize("file", ["public.duckdb", "internal.duckdb"])
def test_files_that_changed_after_the_sign_off_are_refused(releases: Path, file: str) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    path = releases / FIRST / file
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(PublishError, match=rf"{file} is not what was written"):
        publish_preview(releases, now=DAY)
    assert (served(releases), Shelf(releases).ids()) == ("2026.1", ["2026.1"])


def test_a_signed_release_that_a_full_disk_kept_from_its_place_is_put_there(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    sign(releases, FIRST, OFFICE, DAY)
    monkeypatch.setattr(journal, "write", full)
    with pytest.raises(PublishError, match=r"release 2026.2 could not be written: No space left.*still served"):
        publish_preview(releases, now=DAY)
    monkeypatch.undo()
    assert Shelf(releases).ids() == ["2026.1"]
    monkeypatch.setattr(release, "point", full)
    with pytest.raises(PublishError, match=r"release 2026.2 is written but could not be put in place.*still served"):
        publish_preview(releases, now=DAY)
    monkeypatch.undo()
    assert served(releases) == "2026.1"
    assert publish_preview(releases, now=DAY) == served(releases) == "2026.2"


def test_readers_of_a_release_are_told_what_it_revises(releases: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    publish_preview(releases, now=DAY)
    public, internal = (Shelf(releases, each).current() for each in ("public", "internal"))
    rows = internal.table("revisions", measure="employees", benchmark=None, dimension="race_ethnicity", agency="DOT")
    white = rows[rows["group"] == "White"].iloc[0]
    assert (white["numerator_before"], white["numerator_after"], white["reason"]) == (501, 502, "correction")
    told = public.table("revisions")
    assert set(told.loc[told["measure"] == "employees", "reason"]) == {"correction"}
    shown = public.table("figures")
    shown = set(shown.loc[shown["status"] == "shown", "figure_id"])
    assert set(public.table("revisions")["figure_id"]) <= shown


def test_where_a_home_names_its_offices_no_other_signs(releases: Path) -> None:
    (releases.parent / SETTINGS).write_text(f'sign_off = "required"\noffices = ["{OFFICE}", "Policy  Office"]\n')
    with pytest.raises(
        PublishError, match=rf"office is 'Office of Equality'.*lets these sign: {OFFICE}; Policy Office"
    ):
        sign(releases, FIRST, "Office of Equality", DAY)
    assert journal.last(releases, journal.SIGNED, FIRST) is None
    sign(releases, FIRST, "Policy Office", DAY)
    assert publish_preview(releases, now=DAY) == "2026.2"


@pytest.mark.parametrize("office", ["", "  ", "someone@example.org", "x" * 101, "an\x00office"])
def test_only_an_office_signs(releases: Path, office: str) -> None:
    with pytest.raises(PublishError, match="expected its name"):
        sign(releases, FIRST, office, DAY)
    assert journal.last(releases, journal.SIGNED, FIRST) is None


def test_what_cannot_be_signed(releases: Path) -> None:
    with pytest.raises(PublishError, match=r"2026.1 is no preview"):
        sign(releases, "2026.1", OFFICE, DAY)
    with pytest.raises(FileNotFoundError, match=r"no release '2099.1-preview.1'"):
        sign(releases, "2099.1-preview.1", OFFICE, DAY)
    content = bytearray((releases / FIRST / "public.duckdb").read_bytes())
    content[9000] ^= 1
    (releases / FIRST / "public.duckdb").write_bytes(content)
    with pytest.raises(PublishError, match="checksum differs"):
        sign(releases, FIRST, OFFICE, DAY)


def test_a_preview_that_was_changed_after_its_sign_off_is_not_published(releases: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    path = releases / FIRST / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"content": "other"}))
    with pytest.raises(PublishError, match=r"is not what Office of Equity and Opportunity signed; run .*--preview"):
        publish_preview(releases, now=DAY)
    assert served(releases) == "2026.1"


def test_the_newest_preview_is_the_one_to_sign(releases: Path, measures: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    assert preview(releases, measures, 3) == SECOND == newest_preview(releases)
    with pytest.raises(PublishError, match=rf"{FIRST} was replaced by {SECOND}; sign that off"):
        sign(releases, FIRST, OFFICE, DAY)
    assert [row["state"] for row in states(releases, DAY)] == ["served", "replaced", "preview"]
    with pytest.raises(PublishError, match=rf"{SECOND} has no sign-off"):
        publish_preview(releases, now=LATER)
    sign(releases, SECOND, OFFICE, DAY)
    assert publish_preview(releases, now=LATER) == "2026.2"
    assert manifest_of(releases, "2026.2")["preview_was"] == SECOND


def test_the_same_preview_again_is_the_same_preview(releases: Path, measures: Path) -> None:
    assert preview(releases, measures, 2) == FIRST
    with pytest.raises(PublishError, match=r"nothing has changed since release 2026.1, which is served"):
        preview(releases, measures, 1)
    assert Shelf(releases, "internal").ids() == ["2026.1", FIRST]


def test_a_preview_is_not_published_over_a_release_it_was_not_held_against(releases: Path, measures: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    (releases.parent / SETTINGS).write_text('sign_off = "not required"\n')
    assert publish(warehouse(releases.parent, 4), releases, now=DAY, attack=unbroken, definitions=measures) == "2026.2"
    with pytest.raises(PublishError, match=r"another release was made or served since.*equity publish --preview"):
        publish_preview(releases, now=DAY)
    assert served(releases) == "2026.2"
    serve(releases, "2026.1", DAY)
    with pytest.raises(PublishError, match="another release was made or served since"):
        publish_preview(releases, now=DAY)
    again = preview(releases, measures, 2)
    sign(releases, again, OFFICE, DAY)
    assert publish_preview(releases, now=DAY) == "2026.3"


def test_a_preview_showed_the_public_nothing_that_the_next_release_must_mind(releases: Path, measures: Path) -> None:
    (releases / FIRST / "public.duckdb").write_bytes(b"torn")
    (releases.parent / SETTINGS).unlink()
    assert publish(warehouse(releases.parent, 5), releases, now=DAY, attack=unbroken, definitions=measures) == "2026.2"


def test_signing_again_replaces_the_embargo(releases: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    sign(releases, FIRST, OFFICE, DAY, LATER)
    with pytest.raises(PublishError, match="under embargo"):
        publish_preview(releases, now=DAY)


def test_the_list_says_the_state_of_each(releases: Path) -> None:
    def told(now: datetime = DAY) -> list[tuple[object, object]]:
        return [(row["state"], row["told"]) for row in states(releases, now)]

    first = ("served", "published 2026-11-22")
    assert told() == [first, ("preview", "preview of 2026-11-22, not signed off")]
    sign(releases, FIRST, OFFICE, DAY, LATER)
    signed = f"preview, signed off by {OFFICE} on 2026-11-22 09:30 -05:00"
    assert told() == [first, ("embargoed", f"{signed}, under embargo until 2026-12-24 00:00 -05:00")]
    assert told(LATER) == [first, ("signed", signed)]
    publish_preview(releases, now=LATER)
    assert told(LATER) == [
        ("earlier", "published 2026-11-22"), ("published", "preview, published as 2026.2"),
        ("served", "published 2026-12-24"),
    ]  # fmt: skip


def test_a_damaged_release_is_not_served_again(releases: Path, measures: Path) -> None:
    sign(releases, FIRST, OFFICE, DAY)
    publish_preview(releases, now=DAY)
    (releases / "2026.1" / "internal.duckdb").write_bytes(b"torn")
    with pytest.raises(PublishError, match="checksum differs"):
        serve(releases, "2026.1", DAY)
    assert served(releases) == "2026.2"


def test_a_list_with_a_damaged_manifest_is_still_a_list(releases: Path) -> None:
    for text in (b"torn", b"[]"):
        (releases / "2026.1" / "manifest.json").write_bytes(text)
        assert [row["state"] for row in states(releases, DAY)] == ["damaged", "preview"]


def test_the_settings_say_one_thing(tmp_path: Path) -> None:
    assert settings(tmp_path) == Settings()
    for text, asked in (
        ('sign_off = "required"', Settings(True)),
        ('sign_off = "not required"', Settings()),
        ('sign_off = "required"\noffices = ["An  Office"]', Settings(True, ("An Office",))),
    ):
        (tmp_path / SETTINGS).write_text(text)
        assert settings(tmp_path) == asked
    for text in (
        "sign_off = true", 'sign_of = "required"', "", "sign_off = ", 'sign_off = "required"\nmore = 1',
        'offices = ["An Office"]', 'sign_off = "required"\noffices = "An Office"',
        'sign_off = "required"\noffices = [1]', 'sign_off = "required"\noffices = [" "]',
    ):  # fmt: skip
        (tmp_path / SETTINGS).write_text(text)
        with pytest.raises(PublishError, match=r"(?s)release.toml .*Nothing was published"):
            settings(tmp_path)
