"""A proof that a page belongs to a release, from the release's manifest alone."""

from collections.abc import Iterator

from mocgioi import contract, digest
from mocgioi.errors import MocgioiError


def steps(manifest: dict, doc_id: str, row: dict | None = None, bundled: dict | None = None) -> Iterator[str]:
    """The steps of a proof that a page belongs to a release, from its manifest alone; with `row`, that this is the page.

    Raises MocgioiError when it does not.
    """
    listed = manifest["documents"]
    if doc_id not in listed:
        raise MocgioiError(
            f"{doc_id}: found no such page in release {manifest['version']}, expected one of its {len(listed)}"
        )
    total = digest.release_digest(listed.values())
    if total != manifest["digest"]:
        raise MocgioiError(
            f"manifest: found digests that give {total}, expected the release digest {manifest['digest']}"
        )
    if row is not None:
        try:
            found = digest.document_digest(row, contract.reader(bundled))
        except (LookupError, TypeError, ValueError) as error:
            raise MocgioiError(f"row: found no document row: {type(error).__name__}: {error}") from None
        yield f"row       SHA-256 of its canonical form  {found}"
        if not isinstance(row, dict) or row["doc_id"] != doc_id or found != listed[doc_id]:
            raise MocgioiError(f"{doc_id}: found a row with digest {found}, expected {listed[doc_id]}")
    yield f"page      {doc_id} in the manifest          {listed[doc_id]}"
    yield f"release   SHA-256 of {len(listed)} sorted digests       {total}"
