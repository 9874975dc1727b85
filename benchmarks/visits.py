"""`python -m benchmarks.visits`: what a visit costs. Writes docs/speed.md.

Serves the public pages of EQUITY_HOME (default `var`) with two workers on this machine, and looks at them with Chromium
and, where it is installed (`npm install lighthouse`, then LIGHTHOUSE=node_modules/.bin/lighthouse), with Lighthouse.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser, Page, sync_playwright

from commands.attack import attack
from dashboard.serving import command
from etl.home import Home
from etl.load import load
from metrics.publish import publish

ROOT = Path(__file__).parents[1]
LOOKED_AT = ("/", "/measures/employees", "/agencies/DOT", "/plans", "/closing-the-gap")
MARKED = ("/plain/", "/plain/measures/employees", *LOOKED_AT[:3])
OFFICIAL = ("/plain/", "/plain/measures/uninsured_rate", "/", "/measures/uninsured_rate", "/agencies/DOT")
"""Pages of a release without demonstration data: its measures are those of the bundled figures."""
_CALLS = 200
_SHIFT = """
window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.shift += e.value; }))
  .observe({type: "layout-shift", buffered: true});
"""
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    """Measure, and write the table."""
    home = Path(os.environ.get("EQUITY_HOME", "var"))
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or not (home / "releases" / "current").exists():
        print(f"visits: needs Chromium, and a release in {home}; `equity demo --no-serve` makes one", file=sys.stderr)
        return 1
    with _served(home) as address, sync_playwright() as playwright:
        cold = _seconds(f"{address}/")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        visits = {path: _visit(browser, address + path) for path in LOOKED_AT}
        browser.close()
        calls = _callbacks(address)
        marks = {path: _lighthouse(address + path, chromium) for path in MARKED}
    with tempfile.TemporaryDirectory() as folder:
        publish_bundled(Home(Path(folder)))
        with _served(Path(folder)) as address:
            official = {path: _lighthouse(address + path, chromium) for path in OFFICIAL}
    (ROOT / "docs" / "speed.md").write_text(_said(cold, visits, calls, marks, official), encoding="utf-8")
    return 0


def publish_bundled(home: Home) -> None:
    """Publish the bundled reference figures alone, which are official."""
    load([], home)
    publish(home.warehouse, home.releases, now=datetime.now(UTC), attack=attack)


@contextmanager
def _served(home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 - our own server
        command("127.0.0.1", port, workers=2), cwd=ROOT,
        env={**os.environ, "EQUITY_HOME": str(home.resolve()), "EQUITY_AUDIENCE": "public"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/healthz").close()  # noqa: S310 - our own loopback address
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _seconds(address: str) -> float:
    begun = time.perf_counter()
    urllib.request.urlopen(address).read()  # noqa: S310 - our own loopback address
    return time.perf_counter() - begun


def _visit(browser: Browser, address: str) -> tuple[float, float, float]:
    """Return the kilobytes of a first and of a repeat visit as they cross the wire, and the layout shift."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(_SHIFT)
    found = []
    for _ in range(2):
        page = context.new_page()
        found.append(_looked(page, address))
        page.close()
    context.close()
    return found[0][0], found[1][0], max(shift for _, shift in found)


def _looked(page: Page, address: str) -> tuple[float, float]:
    received = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address, timeout=90_000)
    page.wait_for_selector("#page h1", timeout=90_000)
    page.wait_for_load_state("networkidle", timeout=90_000)
    page.wait_for_timeout(1000)
    return sum(received) / 1000, float(page.evaluate("window.shift"))


def _callbacks(address: str) -> list[float]:
    """Return the milliseconds of callbacks over pages that have been seen before."""
    asked = [
        json.dumps(
            {
                "output": "..page.children...title.children..",
                "outputs": [{"id": "page", "property": "children"}, {"id": "title", "property": "children"}],
                "inputs": [
                    {"id": "address", "property": "pathname", "value": path},
                    {"id": "address", "property": "search", "value": ""},
                ],
                "changedPropIds": ["address.pathname"],
            }
        ).encode()
        for path in LOOKED_AT
    ]
    spent = []
    for k in range(_CALLS + 4 * len(asked)):
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            f"{address}/_dash-update-component", asked[k % len(asked)], {"Content-Type": "application/json"}
        )
        begun = time.perf_counter()
        urllib.request.urlopen(request).read()  # noqa: S310 - as above
        # Each of two workers has made each page by then.
        if k >= 4 * len(asked):
            spent.append(1000 * (time.perf_counter() - begun))
    return spent


def _lighthouse(address: str, chromium: str) -> dict[str, int] | None:
    """Return Lighthouse's marks of 100; None where it is not installed."""
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if program is None:
        return None
    mobile = "/plain/" in address
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "marks.json"
        preset = [] if mobile else ["--preset=desktop"]
        subprocess.run(  # noqa: S603 - the program that the environment names
            [program, address, "--quiet", "--output=json", f"--output-path={out}", *preset,
             f"--only-categories={','.join(_CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"],
            env={**os.environ, "CHROME_PATH": chromium}, check=True, timeout=300,
        )  # fmt: skip
        found = json.loads(out.read_text(encoding="utf-8"))["categories"]
    return {name: round(100 * (found[name]["score"] or 0)) for name in _CATEGORIES}


def _said(
    cold: float,
    visits: dict[str, tuple[float, float, float]],
    calls: list[float],
    marks: dict[str, dict[str, int] | None],
    official: dict[str, dict[str, int] | None],
) -> str:
    p95 = quantiles(calls, n=20)[-1]
    lines = [
        "# What a visit costs",
        "",
        "Made by `python -m benchmarks.visits`: the public pages of a demonstration release, two workers, loopback.",
        "",
        f"The Overview when nobody has asked for it before: {cold:.1f} s. Callbacks: {p95:.0f} ms at the 95th of 100,",
        f"{quantiles(calls, n=2)[0]:.0f} ms in the middle ({len(calls)} of them).",
        "",
        "| page | first visit, kB | repeat visit, kB | layout shift |",
        "|---|---|---|---|",
        *(f"| `{path}` | {first:.0f} | {again:.0f} | {shift:.3f} |" for path, (first, again, shift) in visits.items()),
        "",
        *_marked("Lighthouse, a release without demonstration data", official),
        "",
        "Pages of demonstration data ask search engines to stay away, which Lighthouse counts against them.",
        "",
        *_marked("Lighthouse, the demonstration", marks),
    ]
    return "\n".join(lines) + "\n"


def _marked(title: str, marks: dict[str, dict[str, int] | None]) -> list[str]:
    lines = [f"| {title} | performance | accessibility | best practices | search |", "|---|---|---|---|---|"]
    for path, found in marks.items():
        kind = "mobile" if path.startswith("/plain/") else "desktop"
        cells = ["not measured"] * 4 if found is None else [str(found[name]) for name in _CATEGORIES]
        lines.append(f"| `{path}`, {kind} | " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
