"""A dataset in another engine, over the SPARQL 1.1 Protocol.

A query is held against the same rules as anywhere, and parsed here, before it is sent.

Not here: what comes back (``remote_answer``), HTTP (``client``), filling such an engine (``publish``).
"""

import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence
from threading import Lock, Thread
from typing import NamedTuple

from kg_service.errors import (
    KgServiceError,
    NotAcceptableError,
    QueryEvaluationError,
    UnknownGraphError,
)
from kg_service.formats import JSON, Format
from kg_service.model import Iri, Literal, Term
from kg_service.settings import Settings
from kg_service.store import control, inert
from kg_service.store.client import Body, Client
from kg_service.store.endpoint import Endpoints
from kg_service.store.escapes import unambiguous
from kg_service.store.interface import READ, Kind
from kg_service.store.preparing import misread, prepare
from kg_service.store.remote_answer import RemoteAnswer
from kg_service.vocabulary import BASE

REFRESH_SECONDS = 2
"""After so long it is looked again what the store holds."""
_LISTINGS = (
    "SELECT DISTINCT ?graph { GRAPH ?graph { } }",
    "SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }",
)
"""The second is for engines that find nothing by the first, which needs no triple to be read."""
_MB = 1_000_000


class _Contents(NamedTuple):
    """What a remote store holds."""

    snapshot: str
    graphs: tuple[str, ...]
    is_ours: bool
    """Whether ``kg publish`` filled it."""


class RemoteStore:
    """Any SPARQL 1.1 endpoint as a store. It implements ``interface.Store`` and can be shared by threads."""

    def __init__(self, endpoints: Endpoints, *, seconds: float = 10, result_mb: int = 100) -> None:
        """Nothing is asked yet.

        Args:
            endpoints: Where it is.
            seconds: Most time that the endpoint may take for an answer. A query that takes longer is left
                alone here; to stop it there takes a limit of that engine.
            result_mb: Longest answer that is taken from it.
        """
        self._client = Client(endpoints)
        self._seconds, self._most_bytes = seconds, result_mb * _MB
        self._lock = Lock()
        self._seed = secrets.token_hex(16)
        self._contents: _Contents | None = None
        self._failure: KgServiceError | None = None
        self._looked = 0.0
        self._is_watched = False

    @classmethod
    def from_settings(cls, settings: Settings, *, watch: bool = True) -> "RemoteStore":
        """The store that the settings name.

        Args:
            settings: Its target and limits are there.
            watch: Whether to call ``watch``.

        Raises:
            BadValueError: They name no remote engine.
        """
        store = cls(
            Endpoints.of(settings.store), seconds=settings.query_seconds, result_mb=settings.result_mb
        )
        if watch:
            store.watch()
        return store

    def watch(self) -> None:
        """Look what the store holds in a thread of its own from now on, so that nobody waits for it."""
        self._is_watched = True
        Thread(target=self._keep_looking, name="remote-contents", daemon=True).start()

    @property
    def snapshot(self) -> str:
        """Names one publication by ``kg publish``, and is at most ``REFRESH_SECONDS`` old.

        An endpoint that was filled otherwise does not say when it changes: a new name every
        ``REFRESH_SECONDS`` keeps an answer from being used for longer than that.
        """
        return self._current().snapshot

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs; see ``interface.Store``."""
        return self._current().graphs

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        formats: Mapping[Kind, Format] = READ,
        is_checked: bool = False,
    ) -> RemoteAnswer:
        """Ask one SPARQL query; see ``interface.Store`` and ``federated.Trusting``."""
        contents = self._current()
        while True:
            try:
                prepared = prepare(
                    text,
                    contents.graphs,
                    bindings=bindings,
                    default_graphs=default_graphs,
                    named_graphs=named_graphs,
                    is_checked=is_checked,
                )
                break
            except UnknownGraphError:
                # It may have been published just now.
                if (now := self._look()).graphs == contents.graphs:
                    raise
                contents = now
        if inert.complaint(prepared.bound):
            raise misread(prepared.text, bindings)
        kind = inert.kind_of(prepared.bound)
        if kind not in formats:
            raise NotAcceptableError("", [], kind)
        default, named = prepared.default_graphs, prepared.named_graphs
        if contents.is_ours and not default and not named:
            default, named = (control.DEFAULT_GRAPH,), contents.graphs
        # FROM goes there as well: an engine may be set up to overlook it in the query.
        graphs = [("default-graph-uri", name) for name in default]
        graphs += [("named-graph-uri", name) for name in named]
        # A relative IRI means the same as here, whatever the address of the endpoint.
        sent = f"BASE <{BASE}> {unambiguous(prepared.bound)}"
        return self._ask(sent, kind, formats[kind], graphs)

    def ask(self, query: str) -> list[tuple[Term | None, ...]]:
        """The solutions of a query of our own, over all that the endpoint has."""
        return list(self._ask(query, "solutions", JSON).rows())

    def _ask(
        self, text: str, kind: Kind, format: Format, graphs: Sequence[tuple[str, str]] = ()
    ) -> RemoteAnswer:
        def send(accept: str) -> Body:
            return self._client.query(
                text, accept, seconds=self._seconds, most_bytes=self._most_bytes, graphs=graphs
            )

        return RemoteAnswer(kind, format, send)

    def _current(self) -> _Contents:
        with self._lock:
            contents, failure = self._contents, self._failure
            is_fresh = self._is_watched or time.monotonic() - self._looked < REFRESH_SECONDS
        if is_fresh and failure is not None:
            raise failure
        return contents if is_fresh and contents is not None else self._look()

    def _keep_looking(self) -> None:
        while True:
            try:
                self._look()
            except Exception as error:
                # What went wrong is said to those who ask; it may be over at the next look.
                with self._lock:
                    self._failure = error if isinstance(error, KgServiceError) else None
                    self._contents = None
            time.sleep(REFRESH_SECONDS)

    def _look(self) -> _Contents:
        rows = self.ask(control.CONTENTS)
        if rows:
            graphs = {str(graph) for _, graph in rows if isinstance(graph, Iri)}
            version = next(str(version) for version, _ in rows if isinstance(version, Literal))
            contents = _Contents(version, tuple(sorted(graphs)), is_ours=True)
        else:
            contents = _Contents(self._passing(), self.all_graphs(), is_ours=False)
        with self._lock:
            self._contents, self._failure, self._looked = contents, None, time.monotonic()
        return contents

    def all_graphs(self) -> tuple[str, ...]:
        """IRIs of all named graphs that the endpoint has, published or not."""
        for query in _LISTINGS:
            try:
                if found := {str(row[0]) for row in self.ask(query) if isinstance(row[0], Iri)}:
                    return tuple(sorted(found))
            except QueryEvaluationError:
                continue
        return ()

    def _passing(self) -> str:
        return hashlib.sha256(f"{self._seed} {time.monotonic()}".encode()).hexdigest()
