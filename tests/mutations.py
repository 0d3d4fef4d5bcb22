"""Faults of every kind, seeded at random into valid pages: what the checker has to catch.

A kind is a function that takes a source of randomness and a page, changes the page, and is registered with the rules
that may speak of it. Pages are annotations as values (`page`), their text (`source`), or the files themselves.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from mocgioi import annotation, contract
from mocgioi.text import sha256

LABELS = (
    "metadata-label", "metadata-overlooked", "lede-count", "agency-place", "line-split", "title-twice", "twin-lines",
    "image-file", "related-in-body", "group-kind", "body-empty", "clock-as-published", "release-stale",
)  # fmt: skip
"""Rules that may see that a label is wrong. The last one sees every change that is not noted."""
GROUPS = ("group-kind", "group-twice", "group-apart", "group-single", "group-number")
FACTS = (
    "metadata-ungrounded", "metadata-label", "metadata-overlooked", "clock-as-published", "metadata-evidence",
    "metadata-absent", "metadata-empty", "metadata-note", "release-stale",
)  # fmt: skip


class NotHere(Exception):
    """The page has nothing that this kind of fault could break."""


@dataclass(frozen=True)
class Kind:
    """A kind of fault: `make` changes a page's value and returns nothing, or returns the new bytes of its file."""

    name: str
    rules: tuple[str, ...]
    make: Callable[[Random, dict], bytes | None]


KINDS: dict[str, Kind] = {}


def kind(*rules: str):
    """Register the function below as a kind of fault that one of `rules` must report."""

    def register(make):
        name = make.__name__.strip("_").replace("_", " ")
        KINDS[name] = Kind(name, rules, make)
        return make

    return register


def mutate(name: str, random: Random, page: dict) -> bytes:
    """The bytes of a page's annotation with one fault of a kind. Raises NotHere where the page cannot have it."""
    value = json.loads(json.dumps(page))
    made = KINDS[name].make(random, value)
    data = made if isinstance(made, bytes) else annotation.dumps(value).encode("utf-8", "surrogatepass")
    if data == annotation.dumps(page).encode():
        raise NotHere
    return data


def one(random: Random, items):
    """One of the items at random. Raises NotHere when there is none."""
    items = list(items)
    if not items:
        raise NotHere
    return random.choice(items)


def typo(random: Random, word: str) -> str:
    """A word with one character dropped, doubled, swapped or replaced, never the same word."""
    for _ in range(50):
        i = random.randrange(len(word))
        made = random.choice([word[:i] + word[i + 1 :], word[: i + 1] + word[i:], word[:i] + "q" + word[i + 1 :],
                              word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :]])  # fmt: skip
        if made and made != word:
            return made
    raise NotHere


def facts(page, *bases):
    """(field, fact) of the fields with one of the bases."""
    return [(field, fact) for field, fact in page["metadata"].items() if fact["basis"] in bases]


# --- offsets and quotes ---------------------------------------------------------------------------------------------


def _shift(key: str, by: int):
    def make(random, page):
        span = one(random, page["spans"])
        span[key] += by

    return make


for _key in ("start", "end"):
    for _by in (-1, 1):
        _make = _shift(_key, _by)
        _make.__name__ = f"{_key} {_by:+}"
        kind("quote-mismatch", "span-bounds", "schema-limit")(_make)


@kind("quote-mismatch", "span-bounds", "schema-limit")
def both_offsets_shifted(random, page):
    span, by = one(random, page["spans"]), random.choice([-3, -2, -1, 1, 2, 3])
    span["start"] += by
    span["end"] += by


@kind("span-bounds")
def start_and_end_swapped(random, page):
    span = one(random, page["spans"])
    span["start"], span["end"] = span["end"], span["start"]


@kind("span-bounds")
def empty_span(random, page):
    span = one(random, page["spans"])
    span["end"] = span["start"]


@kind("span-bounds")
def end_far_behind_the_text(random, page):
    one(random, page["spans"])["end"] = page["text"]["chars"] + random.randint(1, 10**6)


@kind("offset-unit")
def offsets_of_bytes(random, page):
    text, at = "", 0
    for span in page["spans"]:
        text += "\n" * (span["start"] - at) + span["quote"]
        at = span["end"]
    if sha256(text) != page["text"]["sha256"]:
        raise NotHere  # its gaps hold more than line ends
    for span in page["spans"]:
        span |= {key: len(text[: span[key]].encode()) for key in ("start", "end")}


@kind("offset-unit")
def all_behind_shifted(random, page):
    at, by = random.randrange(len(page["spans"]) - 4), random.choice([-1, 1, 2])
    for span in page["spans"][max(1, at) :]:
        span["start"] += by
        span["end"] += by


@kind("span-gap")
def span_shrunk_with_its_quote(random, page):
    span = one(random, [s for s in page["spans"] if " " in s["quote"] and s["label"] != "agency"])
    if random.random() < 0.5:
        cut = span["quote"].index(" ") + 1
        span["start"] += cut
        span["quote"] = span["quote"][cut:]
    else:
        cut = len(span["quote"]) - span["quote"].rindex(" ")
        span["end"] -= cut
        span["quote"] = span["quote"][:-cut]


@kind("span-edge", "span-line")
def line_end_taken_in(random, page):
    span = one(random, page["spans"][:-1])
    behind = next((s["start"] for s in page["spans"] if s["start"] >= span["end"]), None)
    if behind is None or behind == span["end"]:
        raise NotHere
    if page["spans"].index(span) and span["label"] == "agency":
        span["quote"] += " "
    else:
        span["quote"] += "\n"
    span["end"] += 1


@kind("quote-mismatch")
def quote_with_a_typo(random, page):
    span = one(random, [s for s in page["spans"] if len(s["quote"]) > 1])
    span["quote"] = typo(random, span["quote"])


@kind("quote-mismatch")
def quote_in_nfd(random, page):
    span = one(random, [s for s in page["spans"] if unicodedata.normalize("NFD", s["quote"]) != s["quote"]])
    span["quote"] = unicodedata.normalize("NFD", span["quote"])


@kind("quote-mismatch")
def quote_with_a_blank_too_many(random, page):
    span = one(random, page["spans"])
    span["quote"] = random.choice([" " + span["quote"], span["quote"] + " ", span["quote"] + "\n"])


@kind("quote-mismatch")
def quote_of_another_span(random, page):
    a, b = one(random, page["spans"]), one(random, page["spans"])
    if a["quote"] == b["quote"]:
        raise NotHere
    a["quote"] = b["quote"]


@kind("schema-limit")
def empty_quote(random, page):
    one(random, page["spans"])["quote"] = ""


@kind("schema-limit")
def negative_start(random, page):
    one(random, page["spans"])["start"] = -random.randint(1, 9)


# --- the list of spans ----------------------------------------------------------------------------------------------


@kind("span-gap")
def span_dropped(random, page):
    del page["spans"][random.randrange(len(page["spans"]))]


@kind("span-gap")
def several_spans_dropped(random, page):
    at = random.randrange(len(page["spans"]) - 2)
    del page["spans"][at : at + 2]


@kind("span-gap", "schema-limit")
def all_spans_dropped(random, page):
    page["spans"].clear()


@kind("span-overlap")
def span_doubled(random, page):
    span = one(random, page["spans"])
    page["spans"].insert(random.choice([page["spans"].index(span), len(page["spans"])]), dict(span))


@kind("span-order")
def neighbours_swapped(random, page):
    i = random.randrange(len(page["spans"]) - 1)
    page["spans"][i : i + 2] = page["spans"][i : i + 2][::-1]


@kind("span-order")
def spans_reversed(random, page):
    page["spans"].reverse()


@kind("span-line")
def two_lines_in_one_span(random, page):
    i = random.randrange(len(page["spans"]) - 1)
    a, b = page["spans"][i : i + 2]
    gap = b["start"] - a["end"]
    if a["label"] == "agency":
        raise NotHere
    joint = "\n" * gap if gap < 3 else None
    if joint is None:
        raise NotHere
    page["spans"][i : i + 2] = [a | {"end": b["end"], "quote": a["quote"] + joint + b["quote"]}]


@kind("line-split", "group-twice")
def line_in_two_spans(random, page):
    i = page["spans"].index(one(random, [s for s in page["spans"] if s["label"] == "paragraph"]))
    span = page["spans"][i]
    cut = span["quote"].index(" ")
    head = span | {"end": span["start"] + cut, "quote": span["quote"][:cut]}
    tail = span | {"start": span["start"] + cut + 1, "quote": span["quote"][cut + 1 :]}
    page["spans"][i : i + 1] = [head, tail]


# --- labels and groups ----------------------------------------------------------------------------------------------


@kind("schema-choice")
def label_with_a_typo(random, page):
    span = one(random, page["spans"])
    made = typo(random, span["label"])
    span["label"] = made if made not in contract.labels() else "titel"


@kind("schema-choice")
def label_in_capitals(random, page):
    span = one(random, page["spans"])
    span["label"] = span["label"].upper()


@kind("schema-choice", "schema-type")
def label_of_another_type(random, page):
    one(random, page["spans"])["label"] = random.choice([None, 3, ["title"], {"label": "title"}, True])


@kind(*LABELS)
def label_of_another_kind(random, page):
    span = one(random, page["spans"])
    span["label"] = one(random, [name for name in contract.labels() if name != span["label"]])


@kind(*GROUPS, "release-stale")
def group_taken_away(random, page):
    one(random, [s for s in page["spans"] if s["group"]])["group"] = None


@kind(*GROUPS)
def group_of_another(random, page):
    span = one(random, [s for s in page["spans"] if s["group"]])
    groups = {s["group"] for s in page["spans"] if s["group"]} - {span["group"]}
    span["group"] = one(random, sorted(groups))


@kind(*GROUPS)
def group_where_none_belongs(random, page):
    span = one(random, [s for s in page["spans"] if s["group"] is None])
    span["group"] = random.choice(["figure-1", "card-1", "card-99"])


@kind("group-number")
def group_with_a_number_left_out(random, page):
    kinds = sorted({s["group"].partition("-")[0] for s in page["spans"] if s["group"]})
    name = one(random, kinds)
    for span in page["spans"]:
        if span["group"] and span["group"].startswith(name):
            span["group"] = f"{name}-{int(span['group'].partition('-')[2]) + 1}"


@kind("schema-pattern")
def group_of_a_wrong_form(random, page):
    one(random, page["spans"])["group"] = random.choice(
        ["figure", "figure-0", "Figure-1", "figure_1", "1", "card-01", ""]
    )


# --- metadata -------------------------------------------------------------------------------------------------------


@kind("metadata-ungrounded")
def printed_text_with_a_typo(random, page):
    named = [(f, v) for f, v in facts(page, "printed") if isinstance(v["value"], str) and "-" not in v["value"][4:5]]
    _, fact = one(random, named)
    fact["value"] = typo(random, fact["value"])


@kind("metadata-ungrounded", "date-impossible", "published-late", "schema-pattern")
def printed_date_with_another_digit(random, page):
    dated = ("published", "page_clock", "saved_not_before", "event_date")
    _, fact = one(random, [(f, v) for f, v in facts(page, "printed") if f in dated])
    i = one(random, [i for i, c in enumerate(fact["value"]) if c.isdigit()])
    other = random.choice([d for d in "0123456789" if d != fact["value"][i]])
    fact["value"] = fact["value"][:i] + other + fact["value"][i + 1 :]


@kind("metadata-ungrounded")
def time_left_out(random, page):
    fact = one(random, [v for f, v in facts(page, "printed") if f in ("published", "page_clock")])
    fact["value"] = fact["value"][:10]


@kind("schema-pattern")
def date_as_printed(random, page):
    fact = one(random, [v for f, v in facts(page, "printed") if f in ("published", "page_clock", "saved_not_before")])
    fact["value"] = random.choice(
        ["28/07/2023", "2023/07/28", "28-07-2023", "2023-07-28 23:13", "July 2023", "2023-7-28"]
    )


@kind("date-impossible")
def date_that_no_calendar_has(random, page):
    fact = one(
        random,
        [v for f, v in facts(page, "printed", "inferred") if f in ("published", "saved_not_before", "event_date")],
    )
    fact["value"] = random.choice(["2023-13-01", "2023-02-30", "XXXX-00-10", "2024-04-31", "2023-07-28T24:30"])


@kind("metadata-ungrounded", "schema-limit")
def place_that_is_not_there(random, page):
    places = page["metadata"]["places"]["value"]
    if random.random() < 0.5:
        places.insert(random.randrange(len(places) + 1), random.choice(["Hà Giang", "Côn Minh", "Sa Pa"]))
    else:
        i = random.randrange(len(places))
        places[i] = typo(random, places[i])


@kind("metadata-ungrounded")
def places_in_another_order(random, page):
    places = page["metadata"]["places"]["value"]
    i, j = random.sample(range(len(places)), 2)
    places[i], places[j] = places[j], places[i]


@kind("metadata-ungrounded")
def place_twice(random, page):
    places = page["metadata"]["places"]["value"]
    places.append(random.choice(places))


@kind("metadata-note", "release-stale")
def printed_called_inferred(random, page):
    one(random, facts(page, "printed"))[1]["basis"] = "inferred"


@kind("metadata-absent")
def value_called_absent(random, page):
    one(random, facts(page, "printed", "inferred"))[1]["basis"] = "absent"


@kind("metadata-empty")
def absent_called_printed(random, page):
    one(random, facts(page, "absent"))[1]["basis"] = random.choice(["printed", "inferred"])


@kind("metadata-ungrounded", "metadata-label")
def inferred_called_printed(random, page):
    one(random, facts(page, "inferred"))[1]["basis"] = "printed"


@kind("schema-choice")
def basis_with_a_typo(random, page):
    fact = one(random, list(page["metadata"].items()))[1]
    fact["basis"] = typo(random, fact["basis"])


@kind("metadata-empty", "schema-type")
def value_removed(random, page):
    fact = one(random, facts(page, "printed", "inferred"))[1]
    fact["value"] = [] if isinstance(fact["value"], list) else None


@kind("metadata-absent")
def value_made_up(random, page):
    named = ("title", "agency", "source_credit", "category")
    fact = one(random, [v for f, v in facts(page, "absent") if f in named])
    fact["value"] = "Tin mới"


@kind("metadata-overlooked", "release-stale", "source-named")
def field_emptied(random, page):
    fact = one(random, facts(page, "printed", "inferred"))[1]
    fact |= {"value": [] if isinstance(fact["value"], list) else None, "basis": "absent", "spans": [], "note": None}


@kind("metadata-span")
def evidence_that_is_not_there(random, page):
    fact = one(random, facts(page, "printed", "inferred"))[1]
    fact["spans"] = [len(page["spans"]) + random.randint(0, 50)]


@kind(*FACTS)
def evidence_of_another_span(random, page):
    fact = one(random, [v for v in facts(page, "printed", "inferred") if v[1]["spans"]])[1]
    fact["spans"][0] = (fact["spans"][0] + random.randint(1, len(page["spans"]) - 1)) % len(page["spans"])


@kind("metadata-evidence", "release-stale")
def evidence_removed(random, page):
    one(random, facts(page, "printed"))[1]["spans"] = []


@kind("metadata-absent")
def evidence_for_what_is_absent(random, page):
    one(random, facts(page, "absent"))[1]["spans"] = [0]


@kind("schema-limit")
def evidence_twice_or_negative(random, page):
    fact = one(random, facts(page, "printed"))[1]
    fact["spans"] = random.choice([[fact["spans"][0]] * 2, [-1]])


@kind("metadata-note")
def note_removed(random, page):
    one(random, facts(page, "inferred"))[1]["note"] = None


@kind("schema-limit", "metadata-note")
def note_emptied(random, page):
    one(random, facts(page, "inferred"))[1]["note"] = random.choice(["", " "])


@kind("language-unlikely", "schema-pattern", "schema-choice")
def another_language(random, page):
    page["metadata"]["language"]["value"] = random.choice(["en", "zh", "vie tnamese", "VI", "lo"])


@kind("source-mismatch", "source-unknown", "source-named", "schema-pattern", "release-stale")
def another_source(random, page):
    page["source"] = random.choice(["baolaichao", "Báo Lai Châu", "unidentified-z", "baolaichau", "unidentified-a"])


@kind("release-stale")
def another_word_in_a_note(random, page):
    fact = one(random, [v for v in page["metadata"].values() if v["note"]])
    fact["note"] += " More."


# --- what the page declares -----------------------------------------------------------------------------------------


@kind("raw-digest", "schema-pattern")
def raw_digest_with_a_typo(random, page):
    page["raw"]["sha256"] = typo(random, page["raw"]["sha256"])


@kind("text-digest", "schema-pattern")
def text_digest_with_a_typo(random, page):
    page["text"]["sha256"] = typo(random, page["text"]["sha256"])


@kind("raw-bytes", "schema-limit")
def raw_size_wrong(random, page):
    page["raw"]["bytes"] += random.choice([-1, 1, 1000, -(10**6)])


@kind("text-chars")
def number_of_characters_wrong(random, page):
    page["text"]["chars"] += random.choice([-1, 1, 1000])


@kind("raw-name", "schema-pattern")
def another_raw_file(random, page):
    page["raw"]["file"] = random.choice(["corpus/raw/mg0009.txt", "corpus/raw/../raw/x.txt", "/etc/hostname", "mg0001.txt",
                                         "corpus/raw/nothing.txt"])  # fmt: skip


@kind("raw-undecodable", "text-digest", "schema-choice")
def another_encoding(random, page):
    page["raw"]["encoding"] = random.choice(
        ["utf-16-le", "utf-16-be", "windows-1258", "windows-1252", "latin-1", "UTF8"]
    )


@kind("schema-choice")
def another_recipe(random, page):
    page["text"]["recipe"] = random.choice(["text-2", "text1", "Text-1"])


@kind("file-name", "schema-pattern")
def another_id(random, page):
    page["doc_id"] = random.choice(["mg0009", "mg9", "MG0001", "", "mg00012"])


@kind("schema-pattern", "release-stale")
def another_guide(random, page):
    page["guide"] = random.choice(["1", "1.1", "v1.0", "2.0"])


@kind("release-stale", "schema-limit")
def another_original_name(random, page):
    page["raw"]["original_name"] = random.choice(["", "page.txt"])


# --- keys and types -------------------------------------------------------------------------------------------------


def objects(value, path=()):
    """Every object in a page with its path."""
    if isinstance(value, dict):
        yield path, value
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from objects(child, (*path, key))


@kind("schema-missing")
def key_removed(random, page):
    _, node = one(random, objects(page))
    del node[one(random, sorted(node))]
    if "metadata" not in page or "spans" not in page:
        raise NotHere


@kind("schema-missing")
def list_of_spans_removed(random, page):
    del page["spans"]
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


@kind("schema-extra")
def key_added(random, page):
    _, node = one(random, objects(page))
    node[random.choice(["zone", "comment", "Label", "id", "$schema"])] = "x"


@kind("schema-extra")
def key_misspelt(random, page):
    _, node = one(random, [(p, n) for p, n in objects(page["spans"])])
    key = one(random, sorted(node))
    pairs = list(node.items())
    node.clear()
    node.update((k + "s" if k == key else k, v) for k, v in pairs)


@kind("schema-type", "schema-choice", "json-number", "schema-missing", "schema-extra")
def value_of_another_type(random, page):
    _, node = one(random, objects(page["spans"]))
    key = one(random, ["start", "end", "quote", "group"])
    node[key] = random.choice({"start": ["5", None, [5], 5.5, True], "end": ["9", None, {}, 7.0, False],
                               "quote": [None, 4, ["x"]], "group": [1, [], {}, False]}[key])  # fmt: skip


@kind("schema-type", "json-number")
def offset_as_a_fraction(random, page):
    span, key = one(random, page["spans"]), random.choice(["start", "end"])
    span[key] = float(span[key])


@kind("schema-type")
def part_of_another_type(random, page):
    key = random.choice(["metadata", "spans", "raw", "text", "doc_id", "source", "guide"])
    page[key] = random.choice(
        [None, 7, True, "x"] if key in ("metadata", "spans", "raw", "text") else [None, 7, True, []]
    )
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


@kind("schema-type")
def span_of_another_type(random, page):
    i = random.randrange(len(page["spans"]))
    page["spans"][i] = random.choice([None, 7, "span", [], True])


# --- the file -------------------------------------------------------------------------------------------------------


def _text(page) -> str:
    return annotation.dumps(page)


@kind("json-character")
def control_character(random, page):
    fact = one(random, [v for v in page["metadata"].values() if v["note"]] or page["spans"])
    key = "note" if "note" in fact else "quote"
    fact[key] = fact[key][:3] + random.choice("\x00\x01\x1b\x7f\x85\x9f") + fact[key][3:]


@kind("json-character")
def half_a_surrogate_pair(random, page):
    span = one(random, page["spans"])
    span["quote"] += "§"
    return _text(page).replace("§", "\\ud800").encode()


@kind("json-twice")
def key_twice(random, page):
    span = one(random, page["spans"])
    line = json.dumps(span, ensure_ascii=False)
    return _text(page).replace(line, line.replace('{"start"', '{"start": 0, "start"'), 1).encode()


@kind("json-number")
def no_number(random, page):
    token = random.choice(["NaN", "Infinity", "-Infinity", "1e3", "9" * 5000, "1" + "0" * 30])
    return _text(page).replace('"start": 0,', f'"start": {token},', 1).encode()


@kind("json-syntax")
def bracket_or_comma_removed(random, page):
    text = _text(page)
    i = one(random, [i for i in range(1, len(text)) if text[i] == "," and text[i + 1] == "\n"] + [len(text) - 2])
    return (text[:i] + text[i + 1 :]).encode()


@kind("json-syntax")
def comma_too_many(random, page):
    return _text(page).replace("\n ]\n}", ",\n ]\n}").encode()


@kind("json-syntax")
def file_cut_off(random, page):
    data = _text(page).encode()
    text = data[: random.randrange(2, len(data) - 3)].decode("utf-8", "ignore")
    return text.encode()


@kind("json-syntax")
def no_json_at_all(random, page):
    return random.choice([b"hello\n", b"{'doc_id': 'mg0001'}", b"doc_id: mg0001\n", b"<html></html>"])


@kind("file-empty")
def empty_file(random, page):
    return random.choice([b"", b" \n", b"\n\n"])


@kind("json-encoding")
def another_encoding_of_the_file(random, page):
    return _text(page).encode(random.choice(["utf-16", "utf-8-sig", "utf-16-le"]))


@kind("json-encoding", "json-syntax", "json-character")
def binary_data(random, page):
    return bytes([0x80 | random.randrange(64)]) + random.randbytes(random.randrange(1, 2000))


@kind("json-depth")
def nesting_without_end(random, page):
    n = random.choice([100, 10_000, 200_000])
    return random.choice([b"[" * n, b"[" * n + b"]" * n, b'{"a":' * n])


@kind("file-pointer")
def pointer_in_place_of_the_file(random, page):
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 5\n"


@kind("schema-type")
def another_top_level(random, page):
    return random.choice([b"[]", b"null", b"7", b'"mg0001"', b"true", json.dumps([page]).encode()])


@kind("schema-missing")
def empty_object(random, page):
    return b"{}"
