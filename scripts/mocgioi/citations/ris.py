"""RIS, which reference managers import."""

from mocgioi.citation import Work


def render(work: Work) -> str:
    tags = [
        ("TY", "DATA"),
        ("TI", work.title),
        *(("AU", author) for author in work.authors),
        ("PY", work.year),
        ("DA", work.date.replace("-", "/")),
        ("ET", work.version),
        ("AB", work.abstract),
        *(("KW", keyword) for keyword in work.keywords),
        ("LA", "vi"),
        *(("N1", identifier) for identifier in work.identifiers),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in tags)
