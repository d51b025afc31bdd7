"""The knowledge graph of the care services for migrant children: read, checked, asked and served."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg_service.library import compare, read_edition, to_pandas, validate

__version__ = "0.1.0"
__all__ = ["compare", "read_edition", "to_pandas", "validate"]


def __getattr__(name: str) -> Any:
    # Loaded when it is asked for: the command line and the server need none of it to start.
    if name in __all__:
        from kg_service import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
