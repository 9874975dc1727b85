"""`sources.toml`: secrets are never in it, and what it says wrongly is told by table and key."""

import re
from pathlib import Path

import pytest

from etl.home import Busy, Home
from etl.origins.fetch import fetched
from etl.origins.refusal import Refused
from etl.origins.secret import Secret
from etl.origins.settings import Query, SettingsError, origin

SQL = '[a]\nkind = "sql"\nconnection = { environment = "X" }\n'
WEB = '[a]\nkind = "socrata"\naddress = "https://data.ct.gov"\n'
ACS = '[a]\nkind = "census"\n[a.deliveries.outcomes]\ndataset = "2023/acs/acs5"\nfor = "state:09"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[b]\n", r"has no \[a\]; choose b"),
        ("[a\n", "cannot be read"),
        ('[a]\nkind = "ftp"\n', 'choose "sql", "socrata" or "census"'),
        ('[a]\nkind = "sql"\n', "connection is missing"),
        (SQL, "has no deliveries"),
        ('[a]\nkind = "sql"\nconnection = "postgresql://u:canary@h/d"\n', "connection is a secret and must not stand"),
        ('[a]\nkind = "sql"\nconnection = { value = "canary" }\n', "connection is a secret and must not stand here"),
        (SQL + '[a.deliveries."../x"]\nquery = "select 1"\n', "is no delivery; expected a table"),
        (SQL + "[a.deliveries.x]\n", "deliveries.x.query is missing; expected text"),
        (SQL + '[a.deliveries.x]\nquery = "select 1"\nlimit = 5\n', "deliveries.x.limit is not known; choose query"),
        (WEB + '[a.deliveries.x]\ndataset = "abc"\n', "expected four and four, as abcd-1234"),
        (WEB.replace("https", "http") + '[a.deliveries.x]\ndataset = "abcd-1234"\n', "expected https://HOST"),
        (WEB.replace("//data", "//u:canary@data") + '[a.deliveries.x]\ndataset = "abcd-1234"\n', "without a password"),
        (ACS, "variables is missing"),
        (ACS + "variables = { total = 'ALL' }\n", "expected a code such as B03002_003E"),
        (ACS + "variables = { B03002_003E = 5 }\n", "B03002_003E is no table of texts"),
    ],
)
def test_what_has_no_meaning_is_told_by_table_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=said) as told:
        origin(path, "a")
    assert "canary" not in str(told.value)


def test_good_settings_say_what_to_ask_and_where_the_secret_is(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(SQL + '[a.deliveries.x]\nquery = "select 1"\n')
    found = origin(path, "a")
    assert found.deliveries == {"x": Query(query="select 1")}
    assert found.secret == Secret(environment="X")


def test_the_examples_of_the_document_are_good_settings(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")
    examples = re.findall(r"<!-- example: (\w+) -->\n```toml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "sources.toml"
    path.write_text("\n".join(example for _, example in examples))
    names = ("payroll", "open_data", "survey")
    assert [origin(path, name).kind for name in names] == [kind for kind, _ in examples] == ["sql", "socrata", "census"]


def test_a_secret_is_read_from_the_environment_or_a_file_and_its_absence_is_told(tmp_path: Path) -> None:
    assert Secret(environment="X").reveal({"X": " abc\n"}) == "abc"
    (tmp_path / "key").write_text("def\n")
    assert Secret(file=tmp_path / "key").reveal({}) == "def"
    with pytest.raises(Refused, match="the environment variable X holds no secret"):
        Secret(environment="X").reveal({})
    with pytest.raises(Refused, match="none cannot be read"):
        Secret(file=tmp_path / "none").reveal({})


def test_one_origin_is_fetched_by_one_at_a_time(home: Home) -> None:
    home.path.mkdir()
    home.origins.write_text(SQL + '[a.deliveries.agencies]\nquery = "select 1"\n')
    with fetched("a", home, {}) as first:
        assert "the environment variable X holds no secret" in str(first[0].problems[0])
        with pytest.raises(Busy, match="is being fetched already"), fetched("a", home, {}):
            pass


def test_what_a_killed_fetch_left_is_removed(home: Home) -> None:
    left = home.fetching / "a" / ".came" / "agencies.csv"
    left.parent.mkdir(parents=True)
    left.write_text("canary")
    home.origins.write_text(SQL + '[a.deliveries.agencies]\nquery = "select 1"\n')
    with fetched("a", home, {}):
        assert not left.exists()
    assert not left.parent.exists()
