"""Editions of the list as people know them: rows of a table.

Not here: the graph itself (``store``), checking (``validation``).
"""

from kg_service.editions.export import known_editions, rows, to_csv, to_json

__all__ = ["known_editions", "rows", "to_csv", "to_json"]
