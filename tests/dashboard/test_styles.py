"""Each stylesheet keeps to names of its own: a rule for one page never reaches another."""

import re
from collections import defaultdict

from dashboard.palette import ASSETS

SHARED = {".cross", ".fold", ".more", ".js"}
"""Parts of many pages, which a page may place in its own way."""


def test_a_class_is_styled_by_one_file() -> None:
    files: dict[str, set[str]] = defaultdict(set)
    for path in ASSETS.glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in re.findall(r"(?:^|[{}\n,])\s*(\.[a-z][\w-]*)", rules):
            files[name].add(path.name)
    assert {name: found for name, found in files.items() if len(found) > 1 and name not in SHARED} == {}
    assert len(files) > 100
