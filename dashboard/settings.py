"""What a deployment sets: the names the site answers to, the proxies before it, how often one address may ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.limit import API_RATE

_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")
_RATE = (r"[1-9]\d{0,6} per (second|minute|hour)", "set a rate such as '1200 per minute'")
LOGS = ("requests", "problems")
_EXPECTED = {
    "EQUITY_PROXIES": (r"[0-5]", "set the number of proxies before the site, 0 to 5"),
    "EQUITY_METRICS": (r"[0-9a-z.:\[\]-]+:\d{2,5}", "set a host and a port, such as 127.0.0.1:9100"),
    "EQUITY_LOG": ("|".join(LOGS), f"choose {', '.join(LOGS)}"),
    "EQUITY_RATE": _RATE,
    "EQUITY_DOCUMENT_RATE": _RATE,
    "EQUITY_API_RATE": _RATE,
    "EQUITY_CONTACT": (r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "set one mail address, such as equity@ct.gov"),
}


class SettingsError(ValueError):
    """A setting is not understood. The message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server is run.

    `hosts`: names the site may be asked for by, beside those of this machine. `proxies`: so many proxies stand before
    it, whose X-Forwarded-For and X-Forwarded-Proto are believed; 0 believes nobody. `metrics`: host and port where
    Prometheus reads, blank where it does not. `log`: every request, or problems only. `rate`, `document_rate`,
    `api_rate`: how often one address may ask for pages and files, for documents and whole tables, for anything of the
    API. `contact`: the mail address that errors in figures are told to; without one no page offers it.
    """

    hosts: frozenset[str] = frozenset()
    proxies: int = 0
    metrics: str = ""
    log: str = "requests"
    rate: str = "1200 per minute"
    document_rate: str = "30 per minute"
    api_rate: str = API_RATE
    contact: str = ""


def settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings in EQUITY_HOSTS, _PROXIES, _METRICS, _LOG, _RATE, _DOCUMENT_RATE, _API_RATE, _CONTACT.

    Raises SettingsError.

    >>> settings({"EQUITY_HOSTS": "equity.ct.gov, www.equity.ct.gov", "EQUITY_PROXIES": "1"}).proxies
    1
    """
    hosts = [name for name in re.split(r"[,\s]+", environment.get("EQUITY_HOSTS", "").lower()) if name]
    if wrong := [name for name in hosts if not _NAME.fullmatch(name)]:
        raise SettingsError(
            f"EQUITY_HOSTS holds {wrong[0]!r}; name hosts without scheme, port or *, such as equity.ct.gov"
        )
    told: dict[str, str] = {}
    for name, (pattern, expected) in _EXPECTED.items():
        if given := environment.get(name, "").strip():
            if not re.fullmatch(pattern, given):
                raise SettingsError(f"{name} is {given!r}; {expected}")
            told[name.removeprefix("EQUITY_").lower()] = given
    return Settings(frozenset(hosts), int(told.pop("proxies", "0")), **told)


def behind(application: Any, proxies: int) -> Any:
    """Return a WSGI application that believes so many proxies what they say of the client's address and scheme.

    Each proxy appends to X-Forwarded-For, so the last `proxies` entries are theirs and everything before is hearsay.
    The host is never taken from a header of a proxy: it has to pass Host on.
    """
    if not proxies:
        return application
    return ProxyFix(application, x_for=proxies, x_proto=proxies, x_host=0, x_port=0, x_prefix=0)
