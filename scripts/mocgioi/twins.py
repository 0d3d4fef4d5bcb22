"""Equal lines in a row: a picture's text and its caption, a headline and its copies."""

from collections.abc import Sequence

import numpy as np

TWINS = (
    ("image_alt", "caption"),
    ("related_alt", "related_title"),
    ("related_alt", "related_teaser"),
    ("related_title", "related_teaser"),
    ("title", "navigation"),
    ("navigation", "title"),
    ("list_item", "list_item"),
    ("category", "navigation"),
    ("navigation", "category"),
    ("navigation", "block_heading"),
    ("title", "image_alt"),
    ("image_alt", "related_title"),
    ("caption", "image_alt"),
)
"""Labels that two equal lines in a row may have, first and second; in boilerplate both may also have the same,"""
ONCE = ("image_alt", "related_alt", "related_title", "related_teaser")
"""but for these, of which two in a row are one too many."""


def allowed(labels: Sequence[str], boilerplate: Sequence[bool]) -> np.ndarray:
    """Which labels, by number, two equal lines in a row may have: bool[labels, labels]."""
    number = {label: place for place, label in enumerate(labels)}
    found = np.diag([bare and label not in ONCE for label, bare in zip(labels, boilerplate, strict=True)])
    for first, second in TWINS:
        found[number[first], number[second]] = True
    return found


def of_another_article(label: str) -> bool:
    """Whether a label is of a list of other articles: part of a card, or the heading above."""
    return label == "block_heading" or label.startswith("related_")
