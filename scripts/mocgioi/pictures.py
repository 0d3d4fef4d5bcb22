"""Names of picture files, as pages print them."""

import re

FILE = re.compile(r"[^/\\\n]*[^\s/\\]\.(?ai:jpe?g|png|gif|webp|bmp|svg|avif|heic|tiff?)")
"""All of such a name: no folder before it, no blank before its point."""
ENDINGS = (4, 5)
"""How many bytes an ending can have, with its point."""


def is_named(text: str, labelled: bool) -> bool:
    """Whether a text is such a name; one that is not `labelled` so has no blanks either, for a sentence can end like one."""
    return FILE.fullmatch(text) is not None and (labelled or " " not in text)
