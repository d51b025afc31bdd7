"""Editions of the list as people know them: rows of a table.

Not here: the graph itself (``store``), checking (``validation``).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg_service.editions.export import known_editions, rows, title, to_csv, to_json
    from kg_service.editions.reading.files import read_document as read_edition

__all__ = ["known_editions", "read_edition", "rows", "title", "to_csv", "to_json"]


def __getattr__(name: str) -> Any:
    # Loaded when it is asked for: the process that reads a document needs no store.
    if name == "read_edition":
        from kg_service.editions.reading.files import read_document

        return read_document
    if name in __all__:
        from kg_service.editions import export

        return getattr(export, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
