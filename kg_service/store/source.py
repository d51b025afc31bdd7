"""Where an embedded dataset is, as one process tells another."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from kg_service.store.embedded import EmbeddedStore

Engine: TypeAlias = Literal["memory", "disk"]


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset that is ready to be opened."""

    engine: Engine
    path: Path
    """N-Quads to load into memory, or the folder of an on-disk store."""
    snapshot: str
    """Its identity."""

    @property
    def is_shared(self) -> bool:
        """Whether it is opened once and the children share it; else each opens it for itself."""
        return self.engine == "memory"

    def open(self) -> EmbeddedStore:
        """A store over it."""
        if self.engine == "memory":
            return EmbeddedStore(self.path, self.snapshot)
        return EmbeddedStore.on_disk(self.path, self.snapshot)
