"""Digests that name the data, not the file format: SHA-256 over the canonical JSON of RFC 8785."""

from collections.abc import Iterable

import pyarrow as pa
import rfc8785

from mocgioi import contract
from mocgioi.text import sha256


def decided(row: dict) -> dict:
    """A document row without its derived fields: what a digest is taken over."""
    return _without_derived(row, contract.schema("document"), "document")


def document_digest(row: dict) -> str:
    """SHA-256, hexadecimal, of one document row's decided fields."""
    return sha256(rfc8785.dumps(decided(row)))


def document_digests(documents: pa.Table) -> dict[str, str]:
    """The digest of each row of a documents table, by doc_id."""
    return {row["doc_id"]: document_digest(row) for row in documents.to_pylist()}


def release_digest(digests: Iterable[str]) -> str:
    """SHA-256 over the document digests, sorted, one a line with a line feed after each."""
    return sha256("".join(f"{digest}\n" for digest in sorted(digests)))


def table_digest(table: pa.Table) -> str:
    """SHA-256 over a table's rows in RFC 8785 form, derived fields included, a line feed after each."""
    return sha256(b"".join(rfc8785.dumps(row) + b"\n" for row in table.to_pylist()))


def _without_derived(value, node: dict, file: str):
    node, file = contract.resolve(node, file)
    if isinstance(value, dict):
        kept = {key: child for key, child in node["properties"].items() if not child.get("x-derived")}
        return {key: _without_derived(value[key], child, file) for key, child in kept.items()}
    if isinstance(value, list):
        return [_without_derived(item, node["items"], file) for item in value]
    return value
