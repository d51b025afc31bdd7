"""What the columns of an answer are called; the same words as on the pages."""

from kg_service.queries.headings import HEADINGS, heading

__all__ = ["HEADINGS", "heading"]
