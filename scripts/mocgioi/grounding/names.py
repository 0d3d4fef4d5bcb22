"""Reading names off a page: titles, tags, signatures, credits."""

import re

SEPARATORS = " \t\xa0-–—:|,.;"
ROLE = (
    r"(?:tác\s+giả|bài\s+viết|thực\s+hiện|biên\s+tập|phóng\s+viên|nhóm\s+pv|tin|bài|ảnh|hình|video|clip|đồ\s+họa|"
    r"pv|ctv|written\s+by|by|text|photos?|story)"
)
ROLES = re.compile(rf"^{ROLE}(?:\s*(?:,|&|/|-|–|và|và\s+)\s*{ROLE})*\s*(?::|：|\s(?=by\b))\s*|^by\s+", re.I)
CREDIT = re.compile(r"^(?:nguồn\s+tin|nguồn|theo|source|via|来源)\s*[:：]?\s*", re.I)


def whole(text: str) -> list[str]:
    """The text itself, white space at its ends dropped and inside it made single blanks."""
    return [" ".join(text.split())]


def tag(text: str) -> list[str]:
    """The agency of a tag such as `(BLC) -`, `LCĐT -`, `Hà Nội (TTXVN) -`: no brackets, no separator."""
    inside = re.findall(r"[(\[]([^()\[\]]+)[)\]]", text)
    if inside:
        return [inside[-1].strip(SEPARATORS)]
    bare = text.strip(SEPARATORS + "()[]")
    parts = re.split(r"\s+[-–—]\s+", bare)
    return list(dict.fromkeys([bare, parts[-1].strip()]))


def credited(text: str) -> list[str]:
    """Whom a line such as `Nguồn: diendandoanhnghiep.vn` or `(Theo TTXVN)` credits."""
    bare = text.strip().strip("()[]").strip()
    rest = CREDIT.sub("", bare, count=1).strip()
    return list(dict.fromkeys([rest, rest.rstrip(" .")]))


def signed(text: str) -> list[str]:
    """The people who sign a line such as `Bài, ảnh: Lê Văn - Trần Thị`."""
    people = []
    for piece in re.split(r"\s+[-–—]\s+|\s*[,;/&|]\s*(?![^:]*:)|\s+và\s+(?![^:]*:)", ROLES.sub("", text.strip())):
        name = ROLES.sub("", piece.strip()).strip(SEPARATORS + "()[]*")
        if name:
            people.append(name)
    return people


def stands_in(name: str, text: str) -> int:
    """Where a name stands in a text as whole words, code points from 0, or -1."""
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return match.start() if match else -1
