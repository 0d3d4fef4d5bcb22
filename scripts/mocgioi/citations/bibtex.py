"""A BibTeX entry, UTF-8."""

from mocgioi.citation import Work

SPECIAL = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"})


def render(work: Work) -> str:
    fields = {
        "title": f"{{{_text(work.title)}}}",
        "author": " and ".join(f"{{{_text(author)}}}" for author in work.authors),
        "year": work.year,
        "month": str(int(work.date[5:7])),
        "version": work.version,
        "note": f"Data set, version {work.version}. {_text('; '.join(work.identifiers))}",
    }
    lines = [f"  {key} = {{{value}}},\n" for key, value in fields.items()]
    return f"@misc{{mocgioi-{work.version},\n{''.join(lines)}}}\n"


def _text(text: str) -> str:
    return text.translate(SPECIAL)
