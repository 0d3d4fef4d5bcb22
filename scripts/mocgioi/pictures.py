"""Names of picture files, as pages print them."""

import re

FILE = re.compile(r"[^/\\\n]*[^\s/\\]\.(?ai:jpe?g|png|gif|webp|bmp|svg|avif|heic|tiff?)")
"""All of such a name: no folder before it, no blank before its point."""
ENDINGS = (4, 5)
"""How many bytes an ending can have, with its point."""
