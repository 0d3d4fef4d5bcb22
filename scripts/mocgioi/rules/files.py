"""Level 1: JSON files that can be read, in one way only."""

import re

from mocgioi.incident import SHOWN, Fault, plain, quoted
from mocgioi.rules import rule
from mocgioi.subjects.file import DEEPEST, LIMIT

GUIDE = "corpus/README.md: What lies where"
SYNTAX = {
    "Expecting ',' delimiter": "a comma between two values, here or at the end of the line above, or a closing bracket",
    "Expecting property name enclosed in double quotes": "a key in double quotes, and no comma before a closing bracket",
    "Expecting ':' delimiter": "a colon between key and value",
    "Expecting value": "a value, and no comma before a closing bracket",
    "Extra data": "nothing behind the one JSON value",
    "Unterminated string starting at": "a closing quotation mark",
    "Invalid control character at": "a text that ends in its line, tabs and line ends written \\t and \\n",
    "Invalid \\escape": "a backslash written twice",
}
"""What Python's JSON reader misses, in words that say what to write."""
FRACTION = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
STRAY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters other than tab and line ends, halves of surrogate pairs, and code points that are no characters."""


@rule(
    "file-unreadable",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="A file must be there and be readable.",
    why="What cannot be read cannot be checked, and must not pass for clean.",
    example="`corpus/annotations/mg0001.json` is a folder.",
    fix="put the file back, or give yourself the right to read it",
)
def unreadable(file):
    if file.trouble:
        yield Fault((), f"{file.trouble}", "a file that can be read")


@rule(
    "file-outside",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="No link may lead out of the checkout.",
    why="Another checkout does not have what the link leads to.",
    example="`mg0001.json` is a symbolic link to a file in a home folder.",
    fix="replace the link by the file itself",
)
def outside(file):
    if file.outside and not file.trouble:
        yield Fault((), "a link that leads out of the checkout", "a file inside the checkout")


@rule(
    "file-too-large",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning=f"A JSON file or raw page has at most {LIMIT // 2**20} MiB.",
    why="Nobody reviews a larger one, and readers must hold it in memory.",
    example="A whole crawl pasted into one page.",
    fix="split the file, or leave it out",
)
def too_large(file):
    if file.size > LIMIT:
        yield Fault((), f"{file.size:,} bytes", f"at most {LIMIT:,} bytes")


@rule(
    "file-pointer",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="The data must be there, not a Git LFS pointer to it.",
    why="A pointer is what a clone without Git LFS leaves in place of a file.",
    example="The file starts with `version https://git-lfs…`.",
    fix="git lfs pull",
)
def pointer(file):
    if file.is_pointer:
        yield Fault((), "a Git LFS pointer", "the file that it points to")


@rule(
    "file-empty",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="A file must not be empty.",
    why="An empty file is what an interrupted copy leaves.",
    example="A page's annotation of 0 bytes.",
    fix="put its content back, or remove the file together with what belongs to it",
)
def empty(file):
    if file.data is not None and not file.data.removeprefix(b"\xef\xbb\xbf").strip():
        yield Fault((), "nothing", "one JSON value")


@rule(
    "json-encoding",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="A JSON file is UTF-8, without a byte order mark.",
    why="RFC 8259 asks for it, and readers differ in what they do with anything else.",
    example="The file was saved as UTF-16, or with a byte order mark in front.",
    fix="save the file as UTF-8 without a byte order mark",
)
def encoding(file):
    if not file.data or file.is_pointer:
        return
    if file.text is None:
        try:
            file.data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = file.data.count(b"\n", 0, error.start) + 1
            yield Fault(
                (), f"byte 0x{file.data[error.start]:02x} at byte offset {error.start}", "UTF-8 text", line=line
            )
    elif file.data.startswith(b"\xef\xbb\xbf"):
        yield Fault((), "a byte order mark before the text", "no byte order mark")


@rule(
    "json-syntax",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="The file must be JSON.",
    why="Until it is, nothing in it can be checked.",
    example="A comma is missing between two spans.",
    fix="mend the JSON where the line says; an editor that checks JSON shows the place",
)
def syntax(file):
    error = file.parsed[1]
    if error is not None:
        lines = error.doc.split("\n")
        at = plain(lines[error.lineno - 1].strip())
        place = f"{at[:SHOWN]} at column {error.colno}" if at else "the end of the file"
        yield Fault((), place, SYNTAX.get(error.msg, error.msg[0].lower() + error.msg[1:]), line=error.lineno)


@rule(
    "json-depth",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning=f"Objects and arrays lie at most {DEEPEST} deep in one another.",
    why="Deeper nesting is never meant, and breaks readers.",
    example="A file of ten thousand opening brackets.",
    fix="write the value without the nesting",
)
def depth(file):
    if file.text and file.positions.depth > DEEPEST:
        yield Fault((), f"more than {DEEPEST} levels of nesting", f"at most {DEEPEST}")


@rule(
    "json-twice",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="An object has each key once.",
    why="Of two members with one key readers keep the first or the last, each silently.",
    example='`"label": "lede", "label": "paragraph"` in one span.',
    fix="remove the member that is wrong",
)
def twice(file):
    if file.usable:
        for path, line in file.positions.twice:
            yield Fault(path, f"the key {quoted(str(path[-1]))} for the second time", "each key once", line=line)


@rule(
    "json-number",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="Numbers are whole and written in digits only.",
    why="All numbers here count something; NaN and Infinity are no JSON, and 3.0 or 1e2 is read as a fraction.",
    example='`"start": 3.0`',
    fix="write the number in digits",
)
def number(file):
    if file.usable:
        for path, token, line in file.positions.numbers:
            if file.schema is None and FRACTION.fullmatch(token):
                continue  # figures, such as those of agreement, are fractions
            yield Fault(path, quoted(token)[1:-1], "a whole number of at most 18 digits", line=line)


@rule(
    "json-character",
    level=1,
    scope="json",
    guide=GUIDE,
    meaning="Texts hold no control characters and no halves of surrogate pairs.",
    why="They cannot be seen in review, and half a pair cannot be written as UTF-8 at all.",
    example="A note with `\\u0000` in it.",
    fix="remove the character",
)
def character(file):
    if file.usable:
        for path, text in _strings(file.value):
            match = STRAY.search(text)
            if match:
                yield Fault(
                    path, f"U+{ord(match[0]):04X} in {quoted(text, match.start())}", "characters that can be read"
                )


def _strings(value, path: tuple = ()):
    """Every text in a JSON value with its path, keys included."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from ((path, text) for _, text in _strings(key))
            yield from _strings(child, (*path, key))
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from _strings(child, (*path, i))
