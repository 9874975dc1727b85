"""What a deployment sets is understood or refused, and proxies are believed only where their number is set."""

from itertools import pairwise
from typing import Any

import pytest

from dashboard.serving import NotServed, command, may_serve
from dashboard.settings import Settings, SettingsError, behind, settings


def test_unset_means_this_machine_alone() -> None:
    assert settings({}) == Settings()
    assert settings({"EQUITY_HOSTS": "", "EQUITY_PROXIES": "", "EQUITY_LOG": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EQUITY_HOSTS", "https://equity.ct.gov"),
        ("EQUITY_HOSTS", "*"),
        ("EQUITY_HOSTS", "equity.ct.gov:443"),
        ("EQUITY_PROXIES", "-1"),
        ("EQUITY_PROXIES", "many"),
        ("EQUITY_METRICS", "9100"),
        ("EQUITY_LOG", "all"),
        ("EQUITY_RATE", "lots"),
        ("EQUITY_DOCUMENT_RATE", "0 per minute"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings({name: value})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address", "scheme"),
    [
        (0, "192.0.2.7", "10.0.0.1", "http"),
        (1, "192.0.2.7", "192.0.2.7", "https"),
        (1, "127.0.0.1, 192.0.2.7", "192.0.2.7", "https"),
        (2, "127.0.0.1, 192.0.2.7, 10.0.0.2", "192.0.2.7", "https"),
        (2, "192.0.2.7", "10.0.0.1", "http"),
    ],
)
def test_so_many_proxies_are_believed_and_no_more(proxies: int, forwarded: str, address: str, scheme: str) -> None:
    seen: dict[str, Any] = {}
    claims = {"HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_HOST": "evil.example"}
    schemes = ",".join(["https"] * forwarded.count(",") + ["https"])
    environ = {"REMOTE_ADDR": "10.0.0.1", "wsgi.url_scheme": "http", "HTTP_HOST": "equity.ct.gov", **claims}
    behind(lambda given, _: seen.update(given), proxies)({**environ, "HTTP_X_FORWARDED_PROTO": schemes}, None)
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == (address, scheme, "equity.ct.gov")


def test_beyond_this_machine_a_site_has_a_name() -> None:
    with pytest.raises(NotServed, match="EQUITY_HOSTS"):
        may_serve("0.0.0.0", Settings(), demonstration=False)  # noqa: S104
    named = Settings(hosts=frozenset(["equity.ct.gov"]))
    may_serve("0.0.0.0", named, demonstration=False)  # noqa: S104
    with pytest.raises(NotServed, match="demonstration data"):
        may_serve("0.0.0.0", named, demonstration=True)  # noqa: S104


def test_the_server_itself_believes_no_proxy() -> None:
    started = command("127.0.0.1", 8050, metrics="127.0.0.1:9100")
    assert started[started.index("--forwarded-allow-ips") + 1] == ""
    assert [each for before, each in pairwise(started) if before == "--bind"] == [
        "127.0.0.1:8050",
        "127.0.0.1:9100",
    ]
