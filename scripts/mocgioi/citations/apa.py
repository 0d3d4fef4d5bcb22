"""A line in the style of the APA, 7th edition, with the identifiers that take the place of a DOI."""

from mocgioi.citation import Work


def render(work: Work) -> str:
    *others, last = work.authors
    authors = f"{', '.join(others)}, & {last}" if others else last
    head = f"{authors} ({work.year}). {work.title} (Version {work.version}) [Data set]."
    return f"{head} {'; '.join(work.identifiers)}\n"
