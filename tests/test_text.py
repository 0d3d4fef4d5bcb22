"""The text recipe and its map back to bytes."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mocgioi import annotation
from mocgioi.text import STRETCH, VISIBLE, UndecodableBytes, normalise, read_text

HOSTILE = [
    "",
    "\ufeff",
    "\ufeff\ufeffa",
    "a\r\nb\rc\n\rd",
    "\r\n\r\n",
    "no final line feed",
    "a\xa0b\u200bc\u00add",
    "hoa\u0300 ho\u00e0",
    "e\u0323\u0302 \u1ec7",
    "\u0300 starts with a mark",
    "a\n\u0301b\r\u0301c",
    "\ufeff\u0301a",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1fb\U0001f1f3",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "nul\x00 and \x1c separators \x85 \u2028",
    "\u1100\u1161\u11a8 \uac00\u11a8",
    "\u212b \u2126 \u0344 \ufb1d",
    "a\u0315\u0300\u05ae\u0300b",
    "\U0001d15e\U0001d165",
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8")),
    st.text(st.sampled_from("aoe\u0301\u0323\u0302\u0300\r\n\ufeff\u200b\xa0\u1100\u1161\U0001f600")),
)


@given(texts)
def test_recipe_equals_its_definition(decoded):
    assert read_text(decoded.encode()).text == normalise(decoded)
    assert unicodedata.is_normalized("NFC", read_text(decoded.encode()).text)


@given(texts, st.data())
@example("\ufeffa\r\ne\u0301", None)
def test_bytes_of_a_span_decode_to_it(decoded, data):
    page = read_text(decoded.encode())
    n = len(page.text)
    start, end = sorted((data.draw(st.integers(0, n)), data.draw(st.integers(0, n)))) if data else (0, n)
    first, last = page.to_bytes(start, end)
    again = page.to_text(first, last)
    if start == end:
        assert again[0] == again[1] <= start  # an empty span inside of a piece goes to the piece's start
        return
    # Cut pieces are taken whole: the way back holds the span, and the second way there changes nothing more.
    assert again[0] <= start and end <= again[1]
    assert page.to_bytes(*again) == (first, last)
    assert normalise(page.raw[first:last].decode()) in (
        page.text[slice(*again)],
        page.text[slice(*again)].removeprefix("\ufeff"),
    )


@given(texts)
def test_segments_cover_text_and_bytes(decoded):
    page = read_text(decoded.encode())
    char = 0
    byte = 3 if decoded.startswith("\ufeff") else 0
    for segment in page.segments:
        assert (segment.start, segment.byte_start) == (char, byte)
        assert segment.end > segment.start
        char, byte = segment.end, segment.byte_end
    assert (char, byte) == (len(page.text), len(page.raw))


@given(texts)
def test_every_byte_maps_back(decoded):
    page = read_text(decoded.encode())
    for byte in range(len(page.raw)):
        start, end = page.to_text(byte, byte + 1)
        assert 0 <= start <= end <= len(page.text)
        if start < end:
            first, last = page.to_bytes(start, end)
            assert first <= byte < last


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "windows-1258"])
def test_other_encodings(encoding):
    decoded = "\ufeffhoa\u0300\r\nxong" if encoding.startswith("utf-16") else "hoa\u0300\r\nxong"
    page = read_text(decoded.encode(encoding), encoding)
    assert page.text == "hoà\nxong"
    start = page.text.index("xong")
    first, last = page.to_bytes(start, start + 4)
    assert page.raw[first:last].decode(encoding) == "xong"
    assert page.to_text(first, last) == (start, start + 4)


def test_undecodable_bytes_are_told_by_offset():
    with pytest.raises(UndecodableBytes) as caught:
        read_text("cầu ".encode() + b"\xff...", name="page.txt")
    assert caught.value.offset == 6
    assert str(caught.value) == (
        "page.txt: found byte 0xff at byte offset 6, expected utf-8 text\n"
        "  fix      save the page again in UTF-8, or declare its encoding in the annotation's raw.encoding"
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 99)])
def test_spans_outside_the_text_are_refused(start, end):
    with pytest.raises(ValueError, match="expected 0 <= start <= end <= 3"):
        read_text(b"abc").to_bytes(start, end)
    with pytest.raises(ValueError, match="expected 0 <= start <= end <= 3"):
        read_text(b"abc").to_text(start, end)


def test_invisible_is_white_space_and_four_zero_width_characters():
    # The 25 code points of White_Space in PropList.txt; str.isspace() has four more, which are visible here.
    white = {c for c in map(chr, range(0x3001)) if c.isspace()} - set("\x1c\x1d\x1e\x1f")
    assert len(white) == 25
    assert {c for c in map(chr, range(0x10000)) if not VISIBLE.match(c)} == white | set("\u200b\u2060\ufeff\u00ad")


def test_a_stretch_runs_from_visible_to_visible_inside_a_line():
    assert STRETCH.findall(" \u200b a \u2028 b\xa0\n\x85\nc") == ["a \u2028 b", "c"]


def test_every_page_round_trips(root):
    """Each span of each corpus page, cited down to bytes, decodes to its quote."""
    spans = 0
    for path in annotation.paths(root):
        page = annotation.read(path)
        text = read_text(annotation.raw_path(root, page).read_bytes(), page["raw"]["encoding"])
        for span in page["spans"]:
            first, last = text.to_bytes(span["start"], span["end"])
            assert text.raw[first:last].decode(page["raw"]["encoding"]) == span["quote"]
            assert text.to_text(first, last) == (span["start"], span["end"])
            spans += 1
    assert spans == 177
