"""Loading a release as an Arrow table, verified before it is handed out."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mocgioi import contract, digest
from mocgioi.errors import MocgioiError
from mocgioi.registry import Vouched, vouched
from mocgioi.release import RESTORE, folder, read_contract
from mocgioi.tables import BUILDERS, derive
from mocgioi.text import sha256


def load(
    table: str = "documents", version: str | None = None, *, root: Path | None = None, verify: bool = True
) -> pa.Table:
    """A table of a release: documents, spans or lines; the newest release unless `version` names one.

    Unless `verify` is off, the file's SHA-256, the document digests, the release digest, and every span against its
    text are checked first. A release has the columns of its own contract, which an older one carries with it; where
    that is today's contract, derived fields, spans and lines are compared with what follows from the documents.
    Raises MocgioiError for an unknown table or version, and for a file that is not what the manifest says.
    """
    if table not in contract.TABLES:
        raise MocgioiError(f"table {table!r}: not known, expected one of {', '.join(contract.TABLES)}")
    place = folder(version, root)
    if not verify:
        return read_parquet((place / f"{table}.parquet").read_bytes())
    documents = verified_documents(place)
    if table == "documents":
        return documents
    found = _read(place, table, vouched(place))
    if read_contract(place) == contract.bundle() and not found.equals(BUILDERS[table](documents)):
        raise MocgioiError(f"{place / table}.parquet: rows differ from what the documents give", RESTORE)
    return found


def verified_documents(place: Path) -> pa.Table:
    """The documents of the release in folder `place`, with their digests and spans checked.

    A page that was withdrawn is not among them; its digest in the manifest stands in for its row.
    """
    expectation = vouched(place)
    manifest = expectation.manifest
    documents = _read(place, "documents", expectation)
    bundled = read_contract(place)
    digests = digest.document_digests(documents, contract.reader(bundled))
    digests |= {doc_id: manifest["documents"][doc_id] for doc_id in expectation.withdrawn - digests.keys()}
    for doc_id in sorted(digests.keys() | manifest["documents"].keys()):
        found, expected = digests.get(doc_id), manifest["documents"].get(doc_id)
        if found != expected:
            raise MocgioiError(f"{place}: {doc_id}: found document digest {found}, expected {expected}", RESTORE)
    found = digest.release_digest(digests.values())
    if found != manifest["digest"]:
        raise MocgioiError(f"{place}: found release digest {found}, expected {manifest['digest']}", RESTORE)
    check_spans(documents)
    if bundled == contract.bundle() and not documents.equals(derive(documents)):
        raise MocgioiError(f"{place}: a derived field differs from what text and spans give", RESTORE)
    return documents


def check_spans(documents: pa.Table) -> None:
    """Raise MocgioiError at the first span that lies outside its text, overlaps, or does not tile its page.

    The rules are those of the data model: sorted, apart, inside one line, from visible to visible character, and no
    visible character left over.
    """
    from mocgioi.tiling import faults

    for doc_id, fault, message in faults(documents):
        raise MocgioiError(f"{doc_id}: spans[{fault.span}]: {message}", RESTORE)


def _read(place: Path, table: str, expectation: Vouched) -> pa.Table:
    path = place / f"{table}.parquet"
    if not path.is_file():
        raise MocgioiError(f"{path}: not there, expected a file of release {place.name}", RESTORE)
    data = path.read_bytes()
    expected = expectation.files[path.name]["sha256"]
    if sha256(data) != expected:
        raise MocgioiError(f"{path}: found SHA-256 {sha256(data)}, expected {expected}", RESTORE)
    return read_parquet(data)


def read_parquet(data: bytes) -> pa.Table:
    """The table in the bytes of a Parquet file.

    Not by `pyarrow.parquet.read_table`, which imports pyarrow.dataset and with it pandas, where that is installed: 2 s.
    Nor in threads of Arrow's: one that lets go of `data` while Python is being shut down takes the process with it
    (SIGABRT in 2 of 100 runs on a busy machine, apache/arrow#50482).
    """
    return pq.ParquetFile(pa.BufferReader(data)).read(use_threads=False)
