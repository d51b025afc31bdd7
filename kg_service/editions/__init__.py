"""Editions of the list as people know them: rows of a table.

Not here: the graph itself (``store``), checking (``validation``).
"""

from kg_service.editions.export import known_editions, rows, title, to_csv, to_json
from kg_service.editions.reading.files import read_document as read_edition

__all__ = ["known_editions", "read_edition", "rows", "title", "to_csv", "to_json"]
