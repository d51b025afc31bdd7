"""The graph, and the only code that queries it.

Callers get terms of ``model`` or serialized bytes, never the engine's own objects, so the engine can change
without touching ``web`` or ``cli``. A store is read-only: the snapshot is the truth.

Not here: how the dataset is put together (``publish``), media types (``formats``), query texts (``queries``).
"""

from kg_service.store.embedded import EmbeddedStore
from kg_service.store.interface import READ, Answer, Kind, Store

__all__ = ["READ", "Answer", "EmbeddedStore", "Kind", "Store"]
