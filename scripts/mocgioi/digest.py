"""Digests that name the data, not the file format: SHA-256 over the canonical JSON of RFC 8785."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import rfc8785

from mocgioi import contract
from mocgioi.text import sha256


def decided(row: dict, read: Callable[[str], dict] = contract.schema) -> dict:
    """A document row without its derived fields: what a digest is taken over.

    `read` gives the schemas of the contract that says which fields these are: that of the row's own release.
    """
    return _without_derived(row, read("document"), "document", read)


def document_digest(row: dict, read: Callable[[str], dict] = contract.schema) -> str:
    """SHA-256, hexadecimal, of one document row's decided fields."""
    return sha256(rfc8785.dumps(decided(row, read)))


def document_digests(documents: pa.Table, read: Callable[[str], dict] = contract.schema) -> dict[str, str]:
    """The digest of each row of a documents table, by doc_id."""
    return {row["doc_id"]: document_digest(row, read) for row in documents.to_pylist()}


def release_digest(digests: Iterable[str]) -> str:
    """SHA-256 over the document digests, sorted, one a line with a line feed after each."""
    return sha256("".join(f"{digest}\n" for digest in sorted(digests)))


def table_digest(table: pa.Table) -> str:
    """SHA-256 over a table's rows in RFC 8785 form, derived fields included, a line feed after each."""
    return sha256(b"".join(rfc8785.dumps(row) + b"\n" for row in table.to_pylist()))


def _without_derived(value, node: dict, file: str, read: Callable[[str], dict]):
    node, file = contract.resolve(node, file, read)
    if isinstance(value, dict):
        kept = {key: child for key, child in node["properties"].items() if not child.get("x-derived")}
        return {key: _without_derived(value[key], child, file, read) for key, child in kept.items()}
    if isinstance(value, list):
        return [_without_derived(item, node["items"], file, read) for item in value]
    return value
