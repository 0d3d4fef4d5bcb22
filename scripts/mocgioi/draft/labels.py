"""Labels and zones in the order in which the model numbers them."""

import numpy as np

BY_ZONE = {
    "metadata": ["title", "published", "agency", "byline", "source_credit", "category"],
    "body": ["lede", "paragraph", "subheading", "caption", "list_item"],
    "boilerplate": [
        "clock",
        "navigation",
        "image_alt",
        "image_file",
        "share",
        "comments",
        "block_heading",
        "related_alt",
        "related_title",
        "related_teaser",
        "related_meta",
        "footer",
        "advert",
        "widget",
        "residue",
    ],
}
ZONES = tuple(BY_ZONE)
LABELS = tuple(label for labels in BY_ZONE.values() for label in labels)
ZONE_OF = np.array([zone for zone, labels in enumerate(BY_ZONE.values()) for _ in labels], dtype=np.int8)
METADATA, BODY, BOILERPLATE = range(3)
INSIDE = [slice(*(np.flatnonzero(zone == ZONE_OF)[[0, -1]] + (0, 1))) for zone in range(len(ZONES))]
"""The numbers of the labels of each zone."""
AGENCY = LABELS.index("agency")
