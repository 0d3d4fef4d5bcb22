"""The text of a page: the recipe `text-1`, and the map between the text and the bytes it came from.

The recipe: decode strictly, drop one leading U+FEFF, turn CRLF and CR into LF, then Unicode NFC. Nothing else.
"""

import codecs
import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from mocgioi.errors import MocgioiError

RECIPE = "text-1"
INVISIBLE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000" + "\u200b\u2060\ufeff\xad"
"""Inside of a regular expression's brackets: Unicode White_Space (PropList.txt), then the zero-width format characters
that a gap between spans may hold as well. Every other code point is visible."""
VISIBLE = re.compile(f"[^{INVISIBLE}]")
STRETCH = re.compile(f"[^{INVISIBLE}](?:[^\n]*[^{INVISIBLE}])?")
"""From the first to behind the last visible character of one line."""


class UndecodableBytes(MocgioiError):
    """Raw bytes that are not text in the declared encoding; `offset` is the first bad byte, counted from 0."""

    def __init__(self, offset: int, byte: int, encoding: str, name: str = "raw bytes"):
        self.offset = offset
        super().__init__(
            f"{name}: found byte 0x{byte:02x} at byte offset {offset}, expected {encoding} text",
            "save the page again in UTF-8, or declare its encoding in the annotation's raw.encoding",
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """Ties text [start, end), in code points, to raw bytes [byte_start, byte_end).

    A `copy` segment maps character by character; any other is one piece: `newline` (CRLF or CR) and `compose`
    (characters that NFC replaced).
    """

    start: int
    end: int
    byte_start: int
    byte_end: int
    kind: str


@dataclass(frozen=True)
class Text:
    """A page's text with the map back to its raw bytes."""

    text: str
    raw: bytes
    encoding: str
    segments: tuple[Segment, ...]

    def to_bytes(self, start: int, end: int) -> tuple[int, int]:
        """The smallest raw byte range that holds text [start, end), code points; cut pieces are taken whole.

        Raises ValueError unless 0 <= start <= end <= len(text).
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"found span [{start}:{end}), expected 0 <= start <= end <= {len(self.text)}")
        if start == end:
            byte = self._byte_at(start)
            return byte, byte
        return self._byte_at(start), self._byte_behind(end)

    def to_text(self, byte_start: int, byte_end: int) -> tuple[int, int]:
        """The smallest text range, code points, that comes from raw bytes [byte_start, byte_end); inverse of `to_bytes`.

        Raises ValueError unless 0 <= byte_start <= byte_end <= len(raw).
        """
        if not 0 <= byte_start <= byte_end <= len(self.raw):
            raise ValueError(f"found bytes [{byte_start}:{byte_end}), expected 0 <= start <= end <= {len(self.raw)}")
        if byte_start == byte_end:
            char = self._char_at(byte_start)
            return char, char
        start, end = self._char_at(byte_start), self._char_behind(byte_end)
        return start, max(start, end)

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    @cached_property
    def _byte_starts(self) -> list[int]:
        return [segment.byte_start for segment in self.segments]

    def _byte_at(self, char: int) -> int:
        """Byte at which the character at `char` begins, or its piece; behind the last character, the end."""
        if char >= len(self.text):
            return len(self.raw)
        segment = self.segments[bisect_right(self._starts, char) - 1]
        return segment.byte_start + self._width(segment, char) if segment.kind == "copy" else segment.byte_start

    def _byte_behind(self, char: int) -> int:
        """Byte behind the character before `char`, or behind its piece."""
        segment = self.segments[bisect_right(self._starts, char - 1) - 1]
        return segment.byte_start + self._width(segment, char) if segment.kind == "copy" else segment.byte_end

    def _width(self, segment: Segment, char: int) -> int:
        return len(self.text[segment.start : char].encode(self.encoding))

    def _char_at(self, byte: int) -> int:
        """Character that holds the byte at `byte`, or its piece's first; a dropped U+FEFF counts to what follows."""
        index = bisect_right(self._byte_starts, byte) - 1
        if index < 0:
            return 0
        segment = self.segments[index]
        if byte >= segment.byte_end:
            return segment.end
        return segment.start + self._chars(segment, byte) if segment.kind == "copy" else segment.start

    def _char_behind(self, byte: int) -> int:
        """Character behind the one that holds the byte before `byte`."""
        index = bisect_right(self._byte_starts, byte - 1) - 1
        if index < 0:
            return 0
        segment = self.segments[index]
        if segment.kind != "copy" or byte >= segment.byte_end:
            return segment.end
        whole = self._chars(segment, byte)
        cut = segment.byte_start + self._width(segment, segment.start + whole) < byte
        return segment.start + whole + cut

    def _chars(self, segment: Segment, byte: int) -> int:
        """Number of whole characters of a copy segment before `byte`."""
        piece = self.raw[segment.byte_start : byte]
        return len(codecs.getincrementaldecoder(self.encoding)().decode(piece))


def read_text(raw: bytes, encoding: str = "utf-8", name: str = "raw bytes") -> Text:
    """The text of raw bytes by recipe text-1, with its segment map.

    Raises UndecodableBytes with the byte offset for bytes that are not text in `encoding`; `name` says whose they are.
    """
    try:
        decoded = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableBytes(error.start, raw[error.start], encoding, name) from None
    segments, pieces, start, byte = [], [], 0, 0
    for kind, before, after in _pieces(decoded):
        width = len(before.encode(encoding))
        if after:
            pieces.append(after)
            segments.append(Segment(start, start + len(after), byte, byte + width, kind))
        start, byte = start + len(after), byte + width
    return Text("".join(pieces), raw, encoding, tuple(segments))


def normalise(decoded: str) -> str:
    """Decoded characters by recipe text-1, without the map."""
    return unicodedata.normalize("NFC", decoded.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def sha256(data: str | bytes) -> str:
    """SHA-256 of bytes, or of a string in UTF-8, in hexadecimal."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def _pieces(decoded: str) -> Iterator[tuple[str, str, str]]:
    """(kind, characters before, characters after) in order, such that neighbours do not interact under NFC."""
    if decoded.startswith("\ufeff"):
        yield "bom", "\ufeff", ""
        decoded = decoded[1:]
    for part in re.split("(\r\n?)", decoded):
        if part.startswith("\r"):
            yield "newline", part, "\n"
        elif unicodedata.is_normalized("NFC", part):
            yield "copy", part, part
        else:
            yield from _composed(part)


def _composed(part: str) -> Iterator[tuple[str, str, str]]:
    """Split where NFC cannot reach across; runs that NFC leaves alone stay one copy segment."""
    copied = []
    for match in re.finditer(f".[{_joining()}]*", part, re.DOTALL):
        before, after = match[0], unicodedata.normalize("NFC", match[0])
        if before == after:
            copied.append(before)
            continue
        if copied:
            yield "copy", "".join(copied), "".join(copied)
            copied = []
        yield "compose", before, after
    if copied:
        yield "copy", "".join(copied), "".join(copied)


@cache
def _joining() -> str:
    """Inside of brackets: every code point that NFC may join to, or reorder with, what stands before it.

    Those with a combining class, and those that are the second half of a canonical composition (Unicode Standard,
    Annex 15, NFC_Quick_Check=Maybe), the vowels and finals of Hangul included.
    """
    joining = {chr(c) for c in range(0x110000) if unicodedata.combining(chr(c))}
    joining |= {chr(c) for c in range(0x1161, 0x1176)} | {chr(c) for c in range(0x11A8, 0x11C3)}
    for code in range(0x110000):
        decomposition = unicodedata.decomposition(chr(code))
        if " " in decomposition and not decomposition.startswith("<"):
            joining.add(chr(int(decomposition.split()[1], 16)))
    return re.escape("".join(sorted(joining)))
