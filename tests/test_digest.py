"""Digests name the data: what they cover and what they leave out."""

import hashlib
import json

from mocgioi import digest, load


def test_document_digest_by_hand():
    """The digest as anyone can compute it: decided fields, sorted keys, no blanks, SHA-256."""
    row = load("documents").slice(1, 1).to_pylist()[0]
    derived = ("body", "text_chars", "text_sha256")
    by_hand = {key: value for key, value in row.items() if key not in derived}
    by_hand["spans"] = [{key: span[key] for key in ("start", "end", "label", "group")} for span in row["spans"]]
    canonical = json.dumps(by_hand, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest.document_digest(row) == hashlib.sha256(canonical.encode()).hexdigest()


def test_derived_fields_do_not_count_and_decided_ones_do():
    row = load("documents").slice(0, 1).to_pylist()[0]
    before = digest.document_digest(row)
    assert digest.document_digest(row | {"body": "?", "text_chars": 0}) == before
    assert digest.document_digest(row | {"title": "?"}) != before
    row["spans"][0]["zone"] = "?"
    assert digest.document_digest(row) == before
    row["spans"][0]["end"] -= 1
    assert digest.document_digest(row) != before


def test_release_digest_does_not_depend_on_order():
    assert (
        digest.release_digest(["b", "a"]) == digest.release_digest(["a", "b"]) == hashlib.sha256(b"a\nb\n").hexdigest()
    )


def test_table_digest_covers_every_field():
    spans = load("spans")
    assert digest.table_digest(spans) != digest.table_digest(spans.slice(1))
    assert digest.table_digest(spans.slice(0, 0)) == hashlib.sha256(b"").hexdigest()
