"""The deposit metadata that Zenodo reads from .zenodo.json."""

import json

from mocgioi.citation import Work


def render(work: Work) -> str:
    deposit = {
        "title": work.title,
        "upload_type": "dataset",
        "description": work.abstract,
        "creators": [{"name": author} for author in work.authors],
        "version": work.version,
        "publication_date": work.date,
        "access_right": "open",
        "license": work.license.lower(),
        "keywords": list(work.keywords),
        "language": "vie",
        "notes": f"Release digest and SWHID: {'; '.join(work.identifiers)}",
    }
    return json.dumps(deposit, ensure_ascii=False, indent=1) + "\n"
