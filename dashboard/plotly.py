"""Which Plotly a page brings: the small one, where set-up could get it (see bundle.py), else the whole one.

Funnels and ways to parity are lines and points. The bundle that draws those is a quarter of the whole one, which comes
with the Plotly package.
"""

from dashboard.palette import ASSETS

VERSION = "4.1.1"
"""Of plotly.js: the same as the locked Plotly package carries. A test compares them."""
SMALL = ASSETS / "plotly" / "plotly-basic.min.js"
WHOLE = "_dash-component-suites/plotly/package_data/plotly.min.js"
"""Where Dash serves the file of the Plotly package."""


def address() -> str:
    """Return the address of the script that draws plots; its end is another one when the file is another one."""
    return f"/assets/plotly/{SMALL.name}?v={VERSION}" if SMALL.exists() else f"/{WHOLE}"
