"""Drafting: spans with labels for pages that nobody has annotated yet.

``draft_batch`` is a pure function over Arrow record batches; the caller cuts its pages into batches and memory stays
flat. The model works on lines: bytes → lines and words → one-byte features → trees and a small network → labels → spans.
"""

from .batch import SCHEMA, draft_batch
from .model import model_card

__all__ = ["SCHEMA", "draft_batch", "model_card"]
