"""The pages that networks are trained on, and how they are packed into steps of one shape."""

from dataclasses import dataclass, field

import numpy as np

from mocgioi.draft import columns
from mocgioi.draft.lines import Lines
from mocgioi.draft.network import DILATIONS
from mocgioi.draft.senses import LIMIT, SIZE, fill_rows

SPACE, PAGES, GAP = 6144, 64, max(DILATIONS)  # lines and pages a step, empty places between pages
WORDS_ROW = columns.row_names().index("words")
ROWS = columns.slices()["senses"].start  # those of a set; the senses are learnt


@dataclass
class Set:
    """Pages to train on. label int64[lines] (-1 where unknown), content uint8[lines], weight float[lines] (words or
    characters), kind: "web" (content is known), "weak" (whether a line is body is known) or "local" (labels are known).

    rows uint8[rows, lines], but for the senses; slots int64[words] are those of the words that have a sense, and words
    of line i are ``first_word[i]:first_word[i + 1]``. Without these no word has one.
    """

    rows: np.ndarray
    lines: Lines
    content: np.ndarray
    weight: np.ndarray
    label: np.ndarray
    kind: str
    slots: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    first_word: np.ndarray | None = None

    def __post_init__(self):
        if self.first_word is None:
            self.first_word = np.zeros(self.rows.shape[1] + 1, dtype=np.int64)

    def first_slots(self, lines: slice) -> np.ndarray:
        """The slots of the words of those lines: int64[lines, LIMIT], -1 where there are fewer."""
        low, high = self.first_word[lines], self.first_word[lines.start + 1 : lines.stop + 1]
        word = low[:, None] + np.arange(LIMIT)
        return np.where(word < high[:, None], np.take(self.slots, word, mode="clip") if len(self.slots) else -1, -1)

    def seen(self, senses: np.ndarray, count: int) -> np.ndarray:
        """All rows of the first ``count`` lines, as drafting reads them: uint8[rows + SIZE, lines]; ``senses`` is
        int8[2**SLOTS, SIZE]."""
        rows = self.rows[:, :count]
        out = np.empty((ROWS + SIZE, rows.shape[1]), np.uint8)
        out[:ROWS] = rows
        fill_rows(out[ROWS:], senses, self.slots, self.first_word[: rows.shape[1] + 1])
        return out


def steps(sets: list[Set], pages: list[np.ndarray], random) -> list[list[tuple[int, int, int]]]:
    """Which pages go together in a step: (set, page, lines) each. A page longer than a step is cut."""
    items = [
        (number, int(page), min(int(np.diff(one.lines.first)[page]), SPACE - 2 * GAP))
        for number, (one, chosen) in enumerate(zip(sets, pages, strict=True))
        for page in chosen
    ]
    if random is not None:
        items = [items[i] for i in random.permutation(len(items))]
    out, step, used = [], [], GAP
    for item in items:
        if used + item[2] + GAP > SPACE or len(step) == PAGES - 1:
            out.append(step)
            step, used = [], GAP
        step.append(item)
        used += item[2] + GAP
    return [*out, step] if step else out


def pack(step, sets: list[Set]) -> tuple[dict, list]:
    x = np.zeros((ROWS, SPACE), np.uint8)
    line = {name: np.zeros(SPACE, np.float32) for name in ("mask", "content", "weight")}
    line |= {"page": np.full(SPACE, PAGES - 1, np.int32), "label": np.full(SPACE, -1, np.int32)}
    page = {name: np.zeros(PAGES, np.float32) for name in ("web", "weak", "local")}
    slots = np.full((SPACE, LIMIT), -1, np.int32)
    at, where = GAP, []
    for place, (number, index, size) in enumerate(step):
        one = sets[number]
        source, target = slice(one.lines.first[index], one.lines.first[index] + size), slice(at, at + size)
        x[:, target] = one.rows[:, source]
        slots[target] = one.first_slots(source)
        line["mask"][target], line["page"][target] = 1, place
        for name in ("content", "weight", "label"):
            line[name][target] = getattr(one, name)[source]
        page[one.kind][place] = 1
        where.append((target, source))
        at += size + GAP
    return {"x": np.ascontiguousarray(x.T), "slots": slots} | line | page, where


def scaled(byte):
    """A row's byte as networks see it in training."""
    return (byte - 64) / 128


def line_sums(table, slots, held, xp):
    """What ``senses.fill_rows`` makes of a line before it is rounded, in units: float[lines, SIZE].

    table float[2**SLOTS, SIZE], slots int[lines, LIMIT], held bool[lines, LIMIT]: the words that count; xp: numpy or jax's.
    """
    return xp.sum(table[slots] * held[:, :, None], axis=1) / xp.sqrt(xp.sum(held, axis=1) + 1)[:, None]
