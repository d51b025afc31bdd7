"""Where each triple of a file stands, as ``store`` notes it."""

from kg_service.store.places import Places, Triple, read_with_places, same_graph

__all__ = ["Places", "Triple", "read_with_places", "same_graph"]
