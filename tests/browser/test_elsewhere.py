"""A browser that follows the site's own links asks no other host for anything, and breaks no rule of the policy."""

import re
from collections import deque
from urllib.parse import urlsplit

import pytest

from dashboard.pages import find
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
MOST = 10
_FILE = re.compile(r"^/(download|figure|exhibit|rows|documents|exports/job)/")


def test_the_links_of_the_site_lead_to_no_other_host(look: Open) -> None:
    """`look` itself fails at a request to another host and at an error in the console, which a broken policy is."""
    seen: set[str] = set()
    waiting, elsewhere = deque(["/", "/plain", "/exports", "/nowhere"]), set()
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        kind = _kind(path)
        if kind in seen:
            continue
        seen.add(kind)
        plain = kind.startswith(("/plain", "/exports", "/account"))
        page = look(path, scripts=not plain, missing=path == "/nowhere")
        links: list[str] = page.eval_on_selector_all(
            "a[href], link[href], form[action], img[src], iframe[src], script[src]",
            "all => all.map(each => each.href || each.action || each.src)",
        )
        here = urlsplit(page.url)
        for link in map(urlsplit, links):
            if link.scheme in ("http", "https") and link.netloc != here.netloc:
                elsewhere.add(link.netloc)
            elif link.scheme in ("http", "https") and not _FILE.match(link.path) and "." not in link.path:
                waiting.append(link.path)
        page.context.close()
    assert len(seen) == MOST
    assert elsewhere == set()


def _kind(path: str) -> str:
    """Return the rule of a page, so that one of each is looked at."""
    found = find(path)
    return found[0].PATH if found else "/".join(path.split("/")[:3])
