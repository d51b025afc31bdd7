"""A store whose queries may ask others by SERVICE, around one that never does.

Not here: how a clause is asked and what comes in its place (``federation``), who may be asked (``outside``).
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from kg_service.formats import Format
from kg_service.model import Term
from kg_service.settings import Settings
from kg_service.store.federation import Federation
from kg_service.store.interface import READ, Answer, Kind, Store


class Trusting(Store, Protocol):
    """A store that can be told that a text has been held against all that a query may not do."""

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        formats: Mapping[Kind, Format] = READ,
        is_checked: bool = False,
    ) -> Answer:
        """Ask one SPARQL query; see ``interface.Store``.

        Args:
            is_checked: Solutions of others may stand in *text*, which are longer than any query.
        """


def federated(store: Trusting, settings: Settings) -> Store:
    """The store as the settings let it be asked: itself where they list no endpoint."""
    return FederatedStore(store, Federation.from_settings(settings)) if settings.service_allow else store


class FederatedStore:
    """Implements ``interface.Store``."""

    def __init__(self, store: Trusting, federation: Federation) -> None:
        self._store, self._federation = store, federation

    @property
    def snapshot(self) -> str:
        """See ``interface.Store``."""
        return self._store.snapshot

    def graphs(self) -> tuple[str, ...]:
        """See ``interface.Store``."""
        return self._store.graphs()

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        formats: Mapping[Kind, Format] = READ,
    ) -> Answer:
        """Ask one SPARQL query; see ``interface.Store`` and ``Federation.resolve``."""
        resolved = self._federation.resolve(text, bindings)
        return self._store.query(
            text if resolved is None else resolved,
            bindings=bindings if resolved is None else None,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            formats=formats,
            is_checked=resolved is not None,
        )
