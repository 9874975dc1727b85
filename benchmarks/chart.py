"""The contests as a picture: how many times as long each contestant takes as we do, on a scale of powers of ten."""

from collections.abc import Iterable, Mapping
from html import escape
from math import ceil, floor, log10

Row = tuple[str, Mapping[str, float]]
_LEFT, _WIDTH, _LINE, _HEAD = 330, 900, 20, 40
_STYLE = """
.bench text { font: 13px system-ui, sans-serif; fill: #1f2933; } .bench .title { font-weight: 600; }
.bench .bar { fill: #2f6f9f; } .bench .slower { fill: #b7791f; }
.bench .rule { stroke: #cbd2d9; } .bench .one { stroke: #1f2933; }
.bench .page { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  .bench text { fill: #e4e7eb; } .bench .page { fill: #161b22; }
  .bench .bar { fill: #7cb8e0; } .bench .slower { fill: #e0b060; }
  .bench .rule { stroke: #3e4c59; } .bench .one { stroke: #e4e7eb; }
}
"""


def chart(rows: Iterable[Row]) -> str:
    """Return an SVG, readable on light and dark, of contest -> contestant -> ratio to us."""
    rows = [(title, ratios) for title, ratios in rows if ratios]
    every = [ratio for _, ratios in rows for ratio in ratios.values()]
    low, high = floor(min(map(log10, every), default=0)), max(ceil(max(map(log10, every), default=1)), 1)

    def at(ratio: float) -> float:
        return _LEFT + (log10(ratio) - low) / (high - low) * (_WIDTH - _LEFT - 70)

    lines: list[str] = []
    y = _HEAD
    for title, ratios in rows:
        lines.append(f'<text class="title" x="10" y="{y + 14}">{escape(title)}</text>')
        y += _LINE
        for name, ratio in ratios.items():
            start, end = sorted((at(1), at(ratio)))
            word = "slower" if ratio < 1 else "bar"
            lines.append(f'<text x="{_LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
            lines.append(f'<rect class="{word}" x="{start:.1f}" y="{y + 3}" width="{end - start:.1f}" height="14"/>')
            lines.append(f'<text x="{end + 6:.1f}" y="{y + 14}">{_told(ratio)}</text>')
            y += _LINE
        y += 8
    scale = [
        f'<line class="{"one" if power == 0 else "rule"}" x1="{at(10.0**power):.1f}" x2="{at(10.0**power):.1f}" '
        f'y1="{_HEAD - 8}" y2="{y}"/><text x="{at(10.0**power):.1f}" y="{_HEAD - 14}" text-anchor="middle">'
        f"{_told(10.0**power)}</text>"
        for power in range(low, high + 1)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bench" viewBox="0 0 {_WIDTH} {y + 10}" role="img">'
        f"<title>Times as long as we take</title><style>{_STYLE}</style>"
        f'<rect class="page" width="{_WIDTH}" height="{y + 10}"/>{"".join(scale)}{"".join(lines)}</svg>\n'
    )


def _told(ratio: float) -> str:
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2g} ×"
