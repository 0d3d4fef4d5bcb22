"""CSL-JSON, which citation managers read."""

import json

from mocgioi.citation import Work


def render(work: Work) -> str:
    item = {
        "id": f"mocgioi-{work.version}",
        "type": "dataset",
        "title": work.title,
        "author": [{"literal": author} for author in work.authors],
        "version": work.version,
        "issued": {"date-parts": [[int(part) for part in work.date.split("-")]]},
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
        "note": "; ".join(work.identifiers),
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"
