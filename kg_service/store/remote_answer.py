"""The answer of a remote engine: JSON and XML go through as they come, our serializers write the rest.

Not here: what is asked (``remote``), HTTP (``client``).
"""

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import pyoxigraph as ox

from kg_service.errors import KgServiceError, RemoteFailedError
from kg_service.formats import JSON, NTRIPLES, RDFXML, TURTLE, XML, Format
from kg_service.model import Term, Text, Triple
from kg_service.store import writing
from kg_service.store.client import Body
from kg_service.store.interface import Kind
from kg_service.store.terms import from_engine

_IN_MEMORY = 1 << 20
"""Bytes of an answer that is rewritten; what is more goes to a temporary file."""

_RESULTS = {
    JSON.media_type: ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    XML.media_type: ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    NTRIPLES.media_type: ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    TURTLE.media_type: ox.RdfFormat.TURTLE,
    RDFXML.media_type: ox.RdfFormat.RDF_XML,
}
_ACCEPT_RESULTS = f"{JSON.media_type}, application/json;q=0.9, {XML.media_type};q=0.5"
_ACCEPT_XML = f"{XML.media_type}, {JSON.media_type};q=0.5"
_ACCEPT_GRAPH = f"{NTRIPLES.media_type}, {TURTLE.media_type};q=0.7, {RDFXML.media_type};q=0.3"


class RemoteAnswer:
    """An answer of ``RemoteStore``; each reading but the first sends the query again."""

    def __init__(self, kind: Kind, format: Format, send: Callable[[str], Body]) -> None:
        """Ask.

        Args:
            kind: Of the query.
            format: In which the answer will be read first.
            send: Has the query evaluated; takes the media types to accept.
        """
        self._send = send
        self.kind: Kind = kind
        self._variables: tuple[str, ...] | None = None
        self._boolean: bool | None = None
        self._fresh: tuple[str, Body] | None = None
        if self.kind == "boolean":
            self._boolean = self._read_boolean()
        else:
            self._fresh = (accept := _accept(self.kind, format)), send(accept)

    @property
    def boolean(self) -> bool | None:
        """See ``interface.Answer``."""
        return self._boolean

    @property
    def variables(self) -> tuple[str, ...]:
        """See ``interface.Answer``."""
        if self._variables is None:
            self._variables = ()
            if self.kind == "solutions":
                body = self._open(_ACCEPT_RESULTS)
                recorder = _Recorder(body)
                solutions = _parsed(body, recorder)
                if isinstance(solutions, ox.QuerySolutions):
                    self._variables = tuple(variable.value for variable in solutions.variables)
                body.unread(recorder.seen)
                self._fresh = _ACCEPT_RESULTS, body
        return self._variables

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The solutions; see ``interface.Answer``."""
        if self.kind != "solutions":
            return
        body = self._open(_ACCEPT_RESULTS)
        try:
            solutions = _parsed(body, body)
            for solution in solutions if isinstance(solutions, ox.QuerySolutions) else ():
                yield tuple(None if term is None else from_engine(term) for term in solution)
        except SyntaxError as error:
            raise _unreadable(body) from error

    def triples(self) -> Iterator[Triple]:
        """The triples; see ``interface.Answer``."""
        if self.kind == "graph":
            for triple in self._engine_triples():
                yield from_engine(triple.subject), from_engine(triple.predicate), from_engine(triple.object)

    def serialize(self, format: Format) -> bytes:
        """The whole answer in one format; see ``interface.Answer``."""
        return b"".join(self.stream(format))

    def stream(self, format: Format) -> Iterator[bytes]:
        """The whole answer, part by part; see ``interface.Answer``."""
        writing.check(self.kind, format)
        if self.kind == "boolean":
            said = b'{"head":{},"boolean":%s}' % (b"true" if self._boolean else b"false")
            return _rewritten(ox.parse_query_results(said, format=ox.QueryResultsFormat.JSON), format)
        if self.kind == "graph":
            out = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed when it has been read
            writing.write_graph(self._engine_triples(), format, cast(writing.Output, out))
            return _parts_of(cast(IO[bytes], out))
        body = self._open(_accept(self.kind, format))
        if body.media_type == format.media_type and format in (JSON, XML):
            return body.parts()  # tables are written here: engines differ in their blank nodes and numbers
        try:
            return _rewritten(_parsed(body, body), format)
        except SyntaxError as error:
            raise _unreadable(body) from error

    def _engine_triples(self) -> Iterator[ox.Triple]:
        body = self._open(_ACCEPT_GRAPH)
        if body.media_type not in _GRAPHS:
            raise _unexpected(body)
        try:
            for quad in ox.parse(cast(IO[bytes], body), format=_GRAPHS[body.media_type]):
                yield ox.Triple(quad.subject, quad.predicate, quad.object)
        except SyntaxError as error:
            raise _unreadable(body) from error

    def _read_boolean(self) -> bool:
        body = self._send(_ACCEPT_RESULTS)
        try:
            result = _parsed(body, body)
        except SyntaxError as error:
            raise _unreadable(body) from error
        body.drain()
        return isinstance(result, ox.QueryBoolean) and bool(result)

    def _open(self, accept: str) -> Body:
        """The answer from its start, of one of the types that *accept* names."""
        fresh, self._fresh = self._fresh, None
        if fresh is not None and fresh[0] == accept:
            return fresh[1]
        if fresh is not None:
            fresh[1].close()
        return self._send(accept)


class _Recorder:
    """A file that keeps what was read from it."""

    def __init__(self, body: Body) -> None:
        self._body, self.seen = body, b""

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        part = self._body.read(size)
        self.seen += part
        return part


def _accept(kind: Kind, format: Format) -> str:
    if kind == "graph":
        return _ACCEPT_GRAPH
    return _ACCEPT_XML if format == XML else _ACCEPT_RESULTS


def _parsed(body: Body, file: "Body | _Recorder") -> ox.QuerySolutions | ox.QueryBoolean:
    if body.media_type not in _RESULTS:
        raise _unexpected(body)
    return ox.parse_query_results(cast(IO[bytes], file), format=_RESULTS[body.media_type])


def _rewritten(results: ox.QuerySolutions | ox.QueryBoolean, format: Format) -> Iterator[bytes]:
    out = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed when it has been read
    writing.write(results, format, cast(writing.Output, out))
    return _parts_of(cast(IO[bytes], out))


def _parts_of(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_IN_MEMORY):
            yield part


def _unexpected(body: Body) -> KgServiceError:
    body.close()
    media_type = body.media_type or "?"
    said = Text(f"它以 {media_type} 应答，这里读不了", f"it answered in {media_type}, which is not read here")
    return RemoteFailedError(body.url, said)


def _unreadable(body: Body) -> KgServiceError:
    body.close()
    return RemoteFailedError(body.url, Text("它的应答不合格式", "its answer is malformed"))
