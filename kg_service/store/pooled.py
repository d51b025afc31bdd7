"""The pool as a store, for callers in threads."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextvars import ContextVar
from typing import IO

from kg_service.errors import EngineFailedError, NotAcceptableError
from kg_service.formats import JSON, NTRIPLES, Format
from kg_service.model import Term, Triple
from kg_service.store import reading, wire, writing
from kg_service.store.interface import READ, Kind
from kg_service.store.pool import Job, Pool

PRELOADED: ContextVar[tuple[wire.Request, Job] | None] = ContextVar("PRELOADED", default=None)
"""A query that has been evaluated for this thread before it asks."""


class PooledAnswer:
    """An answer that is here already, in the format that it was asked for; in another it is asked again."""

    def __init__(self, store: "PoolStore", request: wire.Request) -> None:
        self._store, self._request = store, request
        self._job = store.run(request)
        if not self._header.format:
            raise NotAcceptableError("", [], self._header.kind)

    @property
    def _header(self) -> wire.Header:
        if self._job.header is None:
            raise EngineFailedError
        return self._job.header

    @property
    def kind(self) -> Kind:
        """See ``interface.Answer``."""
        return self._header.kind

    @property
    def variables(self) -> tuple[str, ...]:
        """See ``interface.Answer``."""
        return self._header.variables

    @property
    def boolean(self) -> bool | None:
        """See ``interface.Answer``."""
        return reading.boolean(self.serialize(JSON)) if self.kind == "boolean" else None

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """See ``interface.Answer``."""
        return reading.rows(self._open(JSON)) if self.kind == "solutions" else iter(())

    def triples(self) -> Iterator[Triple]:
        """See ``interface.Answer``."""
        return reading.triples(self._open(NTRIPLES)) if self.kind == "graph" else iter(())

    def stream(self, format: Format) -> Iterator[bytes]:
        """See ``interface.Answer``."""
        writing.check(self.kind, format)
        body = self._open(format)
        return iter((body,)) if isinstance(body, bytes) else _parts(body)

    def serialize(self, format: Format) -> bytes:
        """See ``interface.Answer``."""
        return b"".join(self.stream(format))

    def _open(self, format: Format) -> bytes | IO[bytes]:
        """The answer in one format, from its start."""
        if format.name != self._header.format:
            self._job = self._store.run(
                wire.Request(
                    self._request.text,
                    {self.kind: format.name},
                    self._request.bindings,
                    self._request.default_graphs,
                    self._request.named_graphs,
                    self._request.is_checked,
                )
            )
        if isinstance(self._job.body, list):
            return b"".join(self._job.body)
        self._job.body.seek(0)
        return self._job.body


class PoolStore:
    """Implements ``interface.Store`` over a pool that runs in the event loop of another thread."""

    def __init__(
        self,
        pool: Pool,
        loop: asyncio.AbstractEventLoop,
        snapshot: str,
        graphs: Sequence[str],
    ) -> None:
        self._pool, self._loop = pool, loop
        self.snapshot = snapshot
        self._graphs = tuple(graphs)

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs; see ``interface.Store``."""
        return self._graphs

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        formats: Mapping[Kind, Format] = READ,
        is_checked: bool = False,
    ) -> PooledAnswer:
        """Ask one SPARQL query; see ``interface.Store`` and ``federated.Trusting``."""
        names = {kind: format.name for kind, format in formats.items()}
        request = wire.Request(text, names, bindings, tuple(default_graphs), tuple(named_graphs), is_checked)
        return PooledAnswer(self, request)

    def run(self, request: wire.Request) -> Job:
        """Have a query evaluated and wait for it.

        Raises:
            KgServiceError: It failed.
        """
        ahead = PRELOADED.get()
        if ahead is not None and ahead[0] == request:
            job = ahead[1]
        else:
            future: Future[Job] = Future()
            job = Job(request, future.set_result)
            self._loop.call_soon_threadsafe(self._pool.submit, job)
            future.result()
        if job.error is not None:
            raise job.error
        return job


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(wire.CHUNK):
        yield part
