"""Equal lines in a row: a picture's text and its caption, a headline and its copies."""

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
"""Labels that two equal lines in a row may have, first and second; in boilerplate both may also have the same."""
