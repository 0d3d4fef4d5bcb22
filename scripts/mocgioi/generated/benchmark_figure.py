"""The README's figure of drafting beside other tools: a row for each method, a mark for each of its figures."""

from html import escape
from pathlib import Path

from mocgioi.generated.benchmark import figures

TARGET = "scripts/mocgioi/draft/benchmark.svg"
SERIES = (
    ("web", "content_f1", "content F1, web pages", "#0072b2"),
    ("vi", "content_f1", "content F1, Vietnamese pages", "#e69f00"),
    ("vi", "zone_accuracy", "zone accuracy, Vietnamese pages", "#009e73"),
)
"""Which figures, what they are called, and their colours: Okabe and Ito's, which colour-blind readers tell apart."""
LEFT, WIDTH, ROW, TOP = 210, 500, 34, 64
LOWEST = 0.4


def render(root: Path) -> str:
    found = figures()
    bottom = TOP + ROW * len(found)
    parts = [*_legend(), *_axis(bottom)]
    for number, (name, row) in enumerate(found.items()):
        parts += _row(TOP + ROW * (number + 0.5), name, row)
    size = f'width="{LEFT + WIDTH + 40}" height="{bottom + 34}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif" font-size="13">',
            "<title>Content F1 and zone accuracy of drafting methods</title>",
            '<rect width="100%" height="100%" fill="white"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _x(value: float) -> str:
    return f"{LEFT + WIDTH * (value - LOWEST) / (1 - LOWEST):.1f}"


def _legend() -> list[str]:
    return [
        f'<circle cx="{24 + 220 * place}" cy="22" r="6" fill="{colour}"/>'
        f'<text x="{36 + 220 * place}" y="27">{escape(title)}</text>'
        for place, (_, _, title, colour) in enumerate(SERIES)
    ]


def _axis(bottom: int) -> list[str]:
    ticks = [LOWEST + step / 10 for step in range(round((1 - LOWEST) * 10) + 1)]
    return [
        f'<line x1="{_x(tick)}" y1="{TOP - 8}" x2="{_x(tick)}" y2="{bottom}" stroke="#ddd"/>'
        f'<text x="{_x(tick)}" y="{bottom + 20}" text-anchor="middle">{tick:.1f}</text>'
        for tick in ticks
    ]


def _row(y: float, name: str, row: dict) -> list[str]:
    values = [(row[pages][key], colour) for pages, key, _, colour in SERIES if key in row[pages]]
    ends = min(values)[0], max(values)[0]
    return [
        f'<text x="{LEFT - 14}" y="{y + 4.5:.1f}" text-anchor="end">{escape(name)}</text>',
        f'<line x1="{_x(ends[0])}" y1="{y:.1f}" x2="{_x(ends[1])}" y2="{y:.1f}" stroke="#999"/>',
        *(f'<circle cx="{_x(value)}" cy="{y:.1f}" r="6" fill="{colour}"/>' for value, colour in values),
    ]
