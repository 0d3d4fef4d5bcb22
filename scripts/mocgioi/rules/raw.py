"""Level 1: the raw page is there, as received, and gives the text that was annotated."""

import re

from mocgioi.incident import Fault, counted, quoted
from mocgioi.rules import rule
from mocgioi.subjects.file import LIMIT
from mocgioi.text import Text, UndecodableBytes, sha256

GUIDE = "corpus/GUIDE.md: Text"
FILES = "corpus/README.md: What lies where"
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
"""Characters that no page of text shows: control characters without a use in text, and the mark of a failed decoding."""
RESTORE = "git checkout -- {} puts it back; a raw page is never edited"


@rule(
    "file-name",
    level=1,
    scope="page",
    guide=FILES,
    meaning="An annotation is named by its page's id.",
    why="The name is how people and programs find the page.",
    example='`mg0007.json` declares `"doc_id": "mg0001"`.',
    fix="rename the file, or correct doc_id",
)
def file_name(page):
    if not page.in_place:
        return
    declared, stem = page.value.get("doc_id"), page.source.path.stem
    if isinstance(declared, str) and declared != stem:
        fix = f"rename the file to {declared}.json" if page.doc_id == declared else f'set "doc_id": {quoted(stem)}'
        yield Fault(("doc_id",), quoted(declared), f"{quoted(stem)}, the name of the file", fix)


@rule(
    "raw-name",
    level=1,
    scope="page",
    guide=FILES,
    meaning="A raw page is named by its page's id, with the ending .txt.",
    why="Two annotations of one raw file, or a raw file that is hard to find, come from other names.",
    example='`"file": "corpus/raw/page.txt"` in mg0001.json.',
    fix="rename the raw file, and correct raw.file",
)
def raw_name(page):
    if not page.in_place:
        return
    declared, right = page.get("raw", "file"), f"corpus/raw/{page.doc_id}.txt"
    if isinstance(declared, str) and declared != right:
        yield Fault(("raw", "file"), quoted(declared), quoted(right), f'set "file": {quoted(right)}')


@rule(
    "raw-missing",
    level=1,
    scope="page",
    guide=FILES,
    meaning="The raw page must be there and be readable.",
    why="Offsets count over its text.",
    example="`corpus/raw/mg0001.txt` was not committed.",
    fix="put the page there, byte for byte as it was received",
)
def raw_missing(page):
    if page.raw is None:
        if page.get("raw", "file") is not None:
            yield Fault(("raw", "file"), quoted(page.get("raw", "file")), "a path inside corpus/raw")
    elif page.get("raw") is not None and page.raw.trouble:
        moved = page.raw_elsewhere()
        fix = f"rename {moved} to {page.raw.name}: it has the declared SHA-256" if moved else None
        yield Fault(("raw", "file"), f"{page.raw.trouble}: {page.raw.name}", "the raw page", fix)


@rule(
    "raw-outside",
    level=1,
    scope="page",
    guide=FILES,
    meaning="No raw page may be a link out of the checkout.",
    why="Another checkout does not have what the link leads to.",
    example="`corpus/raw/mg0001.txt` is a symbolic link to a downloads folder.",
    fix="replace the link by the page itself",
)
def raw_outside(page):
    if page.raw is not None and page.raw.outside and not page.raw.trouble:
        yield Fault((), "a link that leads out of the checkout", "a file inside the checkout", file=page.raw.name)


@rule(
    "raw-too-large",
    level=1,
    scope="page",
    guide=FILES,
    meaning=f"A raw page has at most {LIMIT // 2**20} MiB.",
    why="No page of text is larger.",
    example="A log file of 20 MiB, named as a page.",
    fix="put the right file there",
)
def raw_too_large(page):
    if page.raw is not None and page.raw.size > LIMIT:
        yield Fault((), f"{page.raw.size:,} bytes", f"at most {LIMIT:,} bytes", file=page.raw.name)


@rule(
    "raw-pointer",
    level=1,
    scope="page",
    guide=FILES,
    meaning="The raw page must be there, not a Git LFS pointer to it.",
    why="A pointer is what a clone without Git LFS leaves in place of a file.",
    example="`corpus/raw/mg0001.txt` starts with `version https://git-lfs…`.",
    fix="git lfs pull",
)
def raw_pointer(page):
    if page.raw is not None and page.raw.is_pointer:
        yield Fault((), "a Git LFS pointer", "the page that it points to", file=page.raw.name, line=1)


@rule(
    "raw-digest",
    level=1,
    scope="page",
    guide=GUIDE,
    meaning="The raw page has the SHA-256 that its annotation declares.",
    why="A raw page is evidence: it is never edited, not even its line ends.",
    example="An editor changed CRLF to LF in `corpus/raw/mg0001.txt`.",
    fix="put the page back as it was received",
)
def raw_digest(page):
    declared = page.get("raw", "sha256")
    if _readable(page) and isinstance(declared, str) and not page.raw_as_declared:
        found, size = sha256(page.raw.data), page.get("raw", "bytes")
        sizes = "" if size == len(page.raw.data) else f"; {len(page.raw.data):,} bytes, {size:,} declared"
        sizes = sizes if type(size) is int else ""
        fix = RESTORE.format(page.raw.name)
        newest = page.corpus.newest if page.corpus else None
        if newest is not None and page.doc_id not in (newest.get("documents") or {}):
            fix = f'set "sha256": "{found}", "bytes": {len(page.raw.data)}, if this is the page as it was received'
        if page.text_as_declared and not sizes:
            fix = f'set "sha256": "{found}": size and text are as declared, so the digest was mistyped'
        yield Fault(("raw", "sha256"), f"{found} for {page.raw.name}{sizes}", declared, fix)


@rule(
    "raw-bytes",
    level=1,
    scope="page",
    guide=GUIDE,
    meaning="The raw page has as many bytes as its annotation declares.",
    why="The size is the quickest check that a copy is whole.",
    example='`"bytes": 100` for a page of 120 bytes.',
    fix="write the size of the raw file",
)
def raw_bytes(page):
    declared = page.get("raw", "bytes")
    if _readable(page) and page.raw_as_declared and type(declared) is int and declared != len(page.raw.data):
        size = len(page.raw.data)
        yield Fault(("raw", "bytes"), f"{declared:,}", f"{size:,}, the size of {page.raw.name}", f'set "bytes": {size}')


@rule(
    "raw-undecodable",
    level=1,
    scope="page",
    guide=GUIDE,
    meaning="The raw page is text in the encoding that its annotation declares.",
    why="Bytes that are dropped or replaced would shift every offset behind them.",
    example="A page in Windows-1258 declared as utf-8.",
    fix="declare the page's encoding in raw.encoding",
)
def raw_undecodable(page):
    error = page.decoded
    if isinstance(error, UndecodableBytes) and (page.raw_as_declared or not page.sound("raw", "sha256")):
        if not page.sound("raw", "sha256"):
            return  # the bytes are not those that were received, which has been said
        at, encoding = error.offset, page.get("raw", "encoding")
        yield Fault(("raw", "encoding"), f"byte 0x{page.raw.data[at]:02x} at byte offset {at}", f"{encoding} text")


@rule(
    "text-digest",
    level=1,
    scope="page",
    guide=GUIDE,
    meaning="The recipe gives the text whose SHA-256 the annotation declares.",
    why="Offsets over another text mean other words.",
    example='`"encoding": "windows-1252"` for a page in Windows-1258.',
    fix="declare the page's encoding, and the digest of the text that it gives",
)
def text_digest(page):
    declared = page.get("text", "sha256")
    if isinstance(page.decoded, Text) and isinstance(declared, str) and not page.text_as_declared:
        if not page.sound("raw", "sha256"):
            return  # other bytes give another text
        found, encoding = sha256(page.decoded.text), page.get("raw", "encoding")
        fix = f'set "sha256": "{found}"' if encoding == "utf-8" else "declare the page's encoding in raw.encoding"
        yield Fault(("text", "sha256"), f"{found} for the text in {encoding}", declared, fix)


@rule(
    "text-chars",
    level=1,
    scope="page",
    guide=GUIDE,
    meaning="The text has as many code points as its annotation declares.",
    why="The number tells what offsets count: code points, not bytes and not UTF-16 units.",
    example='`"chars": 120`, the number of bytes, for a text of 100 code points.',
    fix="write the number of code points",
)
def text_chars(page):
    declared = page.get("text", "chars")
    if page.text is not None and type(declared) is int and declared != len(page.text):
        n = len(page.text)
        yield Fault(("text", "chars"), f"{declared:,}", counted(n, "code point"), f'set "chars": {n}')


@rule(
    "raw-control",
    level=1,
    scope="page",
    guide=GUIDE,
    meaning="A page of text holds no control characters and no replacement characters.",
    why="They come from binary data, or from a decoding that failed before the page was saved.",
    example="U+FFFD, shown as a question mark in a diamond, in the middle of a word.",
    fix="save the page again from where it came from, as plain text",
)
def raw_control(page):
    match = CONTROL.search(page.text or "")
    if match:
        found, expected = f"U+{ord(match[0]):04X} at [{match.start()}:{match.end()}]", "characters that can be read"
        line = page.text.count("\n", 0, match.start()) + 1
        in_raw = {"file": page.raw.name, "line": line} if page.raw else {}
        yield Fault(("text",), found, expected, **in_raw)


def _readable(page) -> bool:
    return page.raw is not None and page.raw.data is not None and not page.raw.is_pointer
