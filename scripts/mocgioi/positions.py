"""Where each value of a JSON text stands: lines by path, for any layout, found without recursion."""

import json
import re
from dataclasses import dataclass, field

TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+')
PLAIN = re.compile(r"-?[0-9]+|true|false|null")
"""Values that mean the same to every reader; of the others a rule has to think."""


@dataclass
class Positions:
    """What a scan of a JSON text found.

    `lines`: line, counted from 1, of each path; of an object's member the line of its key. `twice`: path and line of
    each key that its object has already. `numbers`: path, spelling and line of each number that is no plain integer.
    `depth`: how many containers lie inside one another.
    """

    lines: dict[tuple, int] = field(default_factory=lambda: {(): 1})
    twice: list[tuple[tuple, int]] = field(default_factory=list)
    numbers: list[tuple[tuple, str, int]] = field(default_factory=list)
    depth: int = 0

    def line(self, path: tuple) -> int:
        """The line of a path, or of the nearest container around it that exists."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


@dataclass
class _Frame:
    """A container that is open: `key` is the member at hand, `wants_key` that an object's next string is one."""

    key: str | int
    wants_key: bool


def positions(text: str, deepest: int = 64) -> Positions:
    """Scan a JSON text. Past a depth of `deepest` nothing is looked at; a text that is no JSON gives what it can."""
    found, frames, line, seen = Positions(), [], 1, 0
    for match in TOKEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen, token = match.start(), match[0]
        frame = frames[-1] if frames else None
        if frame and frame.wants_key and token[0] == '"':
            frame.key, frame.wants_key = json.loads(token, strict=False), False
            _note(found, frames, line)
        elif token in "}]":
            if frames:
                frames.pop()
        elif token == ",":
            if frame:
                frame.wants_key, frame.key = (True, frame.key) if isinstance(frame.key, str) else (False, frame.key + 1)
        elif token != ":":
            _value(found, frames, token, line)
            if found.depth > deepest:
                break
    return found


def _value(found: Positions, frames: list[_Frame], token: str, line: int) -> None:
    """Note a value that begins with `token`."""
    path = tuple(frame.key for frame in frames)
    if frames and isinstance(frames[-1].key, int):
        found.lines[path] = line
    if token in "{[":
        frames.append(_Frame("", True) if token == "{" else _Frame(0, False))
        found.depth = max(found.depth, len(frames))
    elif token[0] != '"' and (not PLAIN.fullmatch(token) or len(token) > 18):
        found.numbers.append((path, token, line))


def _note(found: Positions, frames: list[_Frame], line: int) -> None:
    """Note a key, which may be there for the second time."""
    path = tuple(frame.key for frame in frames)
    if path in found.lines:
        found.twice.append((path, line))
    found.lines[path] = line
