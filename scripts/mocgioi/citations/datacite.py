"""DataCite metadata, schema 4, as JSON; without a DOI, which the registrar adds."""

import json

from mocgioi.citation import Work


def render(work: Work) -> str:
    kinds = ("SHA-256 of the document digests", "SWHID")
    pairs = zip(kinds, work.identifiers, strict=False)
    record = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Annotated corpus"},
        "titles": [{"title": work.title, "lang": "en"}],
        "creators": [{"name": author} for author in work.authors],
        "publisher": {"name": work.authors[0]},
        "publicationYear": work.year,
        "dates": [{"date": work.date, "dateType": "Issued"}],
        "language": "vi",
        "version": work.version,
        "subjects": [{"subject": keyword} for keyword in work.keywords],
        "alternateIdentifiers": [{"alternateIdentifier": x, "alternateIdentifierType": kind} for kind, x in pairs],
        "rightsList": [
            {
                "rights": f"{work.license}, annotations and metadata; the text of the pages belongs to its publishers",
                "rightsIdentifier": work.license,
                "rightsIdentifierScheme": "SPDX",
                "rightsUri": f"https://spdx.org/licenses/{work.license}",
            }
        ],
        "descriptions": [{"description": work.abstract, "descriptionType": "Abstract", "lang": "en"}],
        "formats": ["application/vnd.apache.parquet", "application/jsonl"],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
