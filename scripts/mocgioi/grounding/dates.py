"""Reading dates off a page: every date and moment that a text prints, in EDTF, most telling forms first."""

import re
from calendar import monthrange

DAY = r"(?P<d>0?[1-9]|[12][0-9]|3[01])"
MONTH = r"(?P<m>0?[1-9]|1[0-2])"
YEAR = r"(?P<y>[12][0-9]{3})"
NAMES = "january february march april may june july august september october november december".split()  # noqa: SIM905
NAMED = rf"(?P<name>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in NAMES)})"

DATES = [
    rf"(?<![\d/.-]){YEAR}-{MONTH}-{DAY}(?!\d)",
    rf"{YEAR}\s*年\s*{MONTH}\s*月\s*(?:{DAY}\s*日)?",
    rf"(?<![\d/.-]){DAY}\s*(?P<sep>[/.-])\s*{MONTH}\s*(?P=sep)\s*{YEAR}(?!\d)",
    rf"(?<!\d){DAY}\s+tháng\s+{MONTH}\s*(?:,?\s*năm\s+|[/-]\s*|,\s*){YEAR}(?!\d)",
    rf"tháng\s+{MONTH}\s*(?:,?\s*năm\s+|[/-]\s*){YEAR}(?!\d)",
    rf"(?<!\d){DAY}\s+{NAMED}\.?,?\s+{YEAR}(?!\d)",
    rf"\b{NAMED}\.?\s+{DAY},?\s+{YEAR}(?!\d)",
    rf"(?<!\d){DAY}\s+tháng\s+{MONTH}(?!\d)(?!\s*[/-]\s*\d)",
    rf"(?<![\d/.,-]){DAY}/{MONTH}(?![\d/])(?![.,]\d)",
    rf"(?<![\d/.-]){MONTH}/{YEAR}(?![\d/])",
    rf"năm\s+{YEAR}(?!\d)",
]
"""How pages print dates. A date is read once, by the first form that fits at its place."""

TIME = re.compile(r"(?<![\d:])(?P<h>[01]?[0-9]|2[0-3])(?::|h|\s?giờ\s?)(?P<min>[0-5][0-9])(?::[0-5][0-9])?(?!\d)", re.I)
ZONE = re.compile(
    r"[\[(]?\s*(?:GMT|UTC)\s*(?P<sign>[+-])\s*(?P<hours>[01]?[0-9])(?::?(?P<minutes>[0-5][0-9]))?\s*[\])]?", re.I
)
DATE = [re.compile(pattern, re.I) for pattern in DATES]
EDTF = re.compile(
    r"(?P<y>[0-9X]{4})(?:-(?P<m>[0-9X]{2})(?:-(?P<d>[0-9X]{2})(?:T(?P<h>[0-9]{2}):(?P<min>[0-9]{2})(?P<zone>.*))?)?)?"
)


def dates(text: str) -> list[str]:
    """The dates that a text prints, without times, in order: `2026-02-05`, `XXXX-03-07`, `2026-03`, `2024`."""
    return [value for _, _, value in _dates(text)]


def moments(text: str) -> list[str]:
    """The dates that a text prints, each with the time and zone beside it: `2024-05-03T10:40+07:00`."""
    found, times = _dates(text), list(TIME.finditer(text))
    values = []
    for start, end, value in found:
        near = [time for time in times if time.end() <= start or time.start() >= end]
        if len(value) == 10 and "X" not in value and near:
            time = min(near, key=lambda time: max(start - time.end(), time.start() - end))
            value += f"T{int(time['h']):02}:{time['min']}{_zone(text, max(time.end(), end))}"
        values.append(value)
    return values


def impossible(value: str) -> str | None:
    """What in an EDTF value no calendar or clock has, or None: `month 13`."""
    match = EDTF.fullmatch(value)
    if not match:
        return None
    part = {key: int(text) for key, text in match.groupdict().items() if text and key != "zone" and "X" not in text}
    if not 1 <= part.get("m", 1) <= 12:
        return f"month {match['m']}"
    year = part.get("y", 2000)  # of an unknown year, a leap year: 29 February may be meant
    if not 1 <= part.get("d", 1) <= (monthrange(year or 4, part["m"])[1] if "m" in part else 31):
        return f"day {match['d']} of month {match['m']}"
    if part.get("h", 0) > 23:
        return f"hour {match['h']}"
    return None


def later(first: str, second: str) -> bool:
    """Whether EDTF value `first` is certainly later than `second`: they differ in a part that both know."""
    for key in ("y", "m", "d", "h", "min"):
        a, b = (EDTF.fullmatch(value)[key] for value in (first, second))
        if a is None or b is None or "X" in a or "X" in b:
            return False
        if a != b:
            return a > b
    return False


def _dates(text: str) -> list[tuple[int, int, str]]:
    """(start, end, value) of each date, in order; a later form never reads a place that an earlier one has read."""
    taken: list[tuple[int, int, str]] = []
    for pattern in DATE:
        for match in pattern.finditer(text):
            value = _value(match.groupdict())
            if value and not any(match.start() < end and start < match.end() for start, end, _ in taken):
                taken.append((match.start(), match.end(), value))
    return sorted(taken)


def _value(part: dict[str, str | None]) -> str | None:
    month = part.get("m")
    if part.get("name"):
        month = next(i for i, name in enumerate(NAMES, 1) if name.startswith(part["name"].lower()[:3]))
    value = part.get("y") or "XXXX"
    if month:
        value += f"-{int(month):02}"
    if part.get("d"):
        value += f"-{int(part['d']):02}"
    return None if impossible(value) else value


def _zone(text: str, behind: int) -> str:
    match = ZONE.search(text, behind)
    return f"{match['sign']}{int(match['hours']):02}:{match['minutes'] or '00'}" if match else ""
