"""From annotation to rows."""

from hypothesis import given
from hypothesis import strategies as st

from mocgioi import contract, offsets, tables
from mocgioi.release import documents_of
from mocgioi.text import STRETCH, VISIBLE, read_text
from tests.conftest import make_annotation


def test_documents_row(small):
    (row,) = documents_of(small).to_pylist()
    assert (row["doc_id"], row["title"], row["published"], row["authors"]) == ("mg0001", "Cầu mới qua sông", None, [])
    assert row["body"] == "Sáng 1/1, cầu mới mở cửa.\n\nẢnh cầu."
    assert row["text"][row["spans"][1]["start"] : row["spans"][1]["end"]] == row["title"]
    assert [(span["span_id"], span["zone"]) for span in row["spans"]][:4] == [
        (0, "boilerplate"),
        (1, "metadata"),
        (2, "metadata"),
        (3, "body"),
    ]
    assert row["grounding"][0] == {"field": "title", "basis": "printed", "spans": [1], "note": None}
    assert row["text_chars"] == len(row["text"])


def test_lines_of_a_page(small):
    rows = tables.lines(documents_of(small)).to_pylist()
    assert [row["line_no"] for row in rows] == list(range(1, 10))
    split = rows[3]
    assert (split["label"], split["zone"], split["span_ids"]) == ("lede", "body", [2, 3])
    assert (split["prev_text"], split["next_text"]) == ("Cầu mới qua sông", "Ảnh cầu.")
    assert (split["blank_before"], split["blank_after"]) == (0, 2)
    white = rows[5]
    assert (white["text"], white["label"], white["zone"], white["span_ids"]) == (" ", None, None, [])
    assert (rows[0]["prev_text"], rows[0]["blank_after"], rows[-1]["next_text"]) == (None, 1, None)


def made(texts):
    """A documents table in which every stretch of each text is a paragraph, with what each ought to hold."""
    rows = []
    for i, text in enumerate(texts):
        raw = text.encode()
        spans = [(m[0], "paragraph") for m in STRETCH.finditer(read_text(raw).text)]
        rows.append(tables.document_row(make_annotation(f"mg{i:04d}", raw, spans), read_text(raw)))
    return tables.documents(rows)


@given(st.lists(st.text(st.sampled_from("ab\n \xa0ố\U0001f600\r"), max_size=25), min_size=1, max_size=5))
def test_lines_against_plain_python(texts):
    documents = made(texts)
    found = tables.lines(documents).to_pylist()
    expected = []
    for doc_id, text in zip(documents["doc_id"].to_pylist(), documents["text"].to_pylist(), strict=True):
        lines = text.split("\n")
        seen = [i for i, line in enumerate(lines) if VISIBLE.search(line)]
        for i, line in enumerate(lines):
            above = max((j for j in seen if j < i), default=None)
            below = min((j for j in seen if j > i), default=None)
            expected.append(
                {
                    "doc_id": doc_id,
                    "line_no": i + 1,
                    "text": line,
                    "label": "paragraph" if i in seen else None,
                    "prev_text": None if above is None else lines[above],
                    "next_text": None if below is None else lines[below],
                    "blank_before": i if above is None else i - above - 1,
                    "blank_after": len(lines) - 1 - i if below is None else below - i - 1,
                }
            )
    assert [{key: row[key] for key in expected[0]} for row in found] == expected


@given(st.lists(st.text(st.sampled_from("ab\n ố\U0001f600"), max_size=25), min_size=1, max_size=5))
def test_spans_and_bodies_against_plain_python(texts):
    documents = made(texts)
    stretches = [[m[0] for m in STRETCH.finditer(text)] for text in documents["text"].to_pylist()]
    spans = tables.spans(documents)
    assert spans["text"].to_pylist() == [quote for page in stretches for quote in page]
    assert spans["line_no"].to_pylist() == [
        text.count("\n", 0, span["start"]) + 1
        for text, page in zip(documents["text"].to_pylist(), documents["spans"].to_pylist(), strict=True)
        for span in page
    ]
    assert documents["body"].to_pylist() == ["\n\n".join(page) for page in stretches]


def test_derive_changes_nothing_in_a_release_and_mends_what_was_changed():
    from mocgioi import load

    documents = load("documents")
    at = documents.schema.get_field_index("body")
    spoilt = documents.set_column(at, documents.schema.field("body"), offsets.strings(["?"] * len(documents)))
    assert tables.derive(documents).equals(documents)
    assert tables.derive(spoilt).equals(documents)


def test_no_pages_give_empty_tables():
    documents = tables.documents([])
    assert [make(documents).num_rows for make in tables.BUILDERS.values()] == [0, 0, 0]
    assert tables.lines(documents).schema == contract.arrow_schema("lines")
