"""Oxigraph in this process, in memory or on disk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

from kg_service.errors import NotAcceptableError, QueryEvaluationError, UnreadableFileError
from kg_service.formats import Format
from kg_service.model import Term, Text, Triple
from kg_service.store import writing
from kg_service.store.interface import READ, Kind
from kg_service.store.preparing import Prepared, misread, prepare
from kg_service.store.terms import from_engine
from kg_service.vocabulary import BASE

EngineAnswer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class _Evaluation:
    """Turns what the engine raises while it evaluates into ours."""

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (OSError, RuntimeError, ValueError)):
            raise QueryEvaluationError(str(error)) from error


_EVALUATION = _Evaluation()


class EmbeddedAnswer:
    """An answer of ``EmbeddedStore``; each reading but the first asks the engine again."""

    def __init__(self, ask: Callable[[], EngineAnswer]) -> None:
        self._ask = ask
        fresh = ask()
        self._fresh: EngineAnswer | None = fresh
        self.kind: Kind = "graph"
        self.variables: tuple[str, ...] = ()
        self.boolean: bool | None = None
        if isinstance(fresh, ox.QuerySolutions):
            self.kind = "solutions"
            self.variables = tuple(variable.value for variable in fresh.variables)
        elif isinstance(fresh, ox.QueryBoolean):
            self.kind = "boolean"
            self.boolean = bool(fresh)

    def _take(self) -> EngineAnswer:
        taken, self._fresh = self._fresh, None
        return self._ask() if taken is None else taken

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The solutions; see ``interface.Answer``."""
        with _EVALUATION:
            answer = self._take()
            for solution in answer if isinstance(answer, ox.QuerySolutions) else ():
                yield tuple(None if term is None else from_engine(term) for term in solution)

    def triples(self) -> Iterator[Triple]:
        """The triples; see ``interface.Answer``."""
        with _EVALUATION:
            answer = self._take()
            for triple in answer if isinstance(answer, ox.QueryTriples) else ():
                yield from_engine(triple.subject), from_engine(triple.predicate), from_engine(triple.object)

    def serialize(self, format: Format) -> bytes:
        """The whole answer in one format; see ``interface.Answer``."""
        out = BytesIO()
        self.write(format, out)
        return out.getvalue()

    def stream(self, format: Format) -> Iterator[bytes]:
        """The whole answer, here in one part; see ``interface.Answer``."""
        return iter((self.serialize(format),))

    def write(self, format: Format, out: writing.Output) -> None:
        """Write the whole answer to *out*, part by part as the engine makes it.

        Raises:
            NotAcceptableError, QueryEvaluationError: See ``interface.Answer``.
        """
        writing.check(self.kind, format)
        with _EVALUATION:
            writing.write(self._take(), format, out)


class EmbeddedStore:
    """A dataset in memory or on disk. It is read-only once made, and implements ``interface.Store``."""

    def __init__(self, nquads: bytes | Path, snapshot: str, *, engine: ox.Store | None = None) -> None:
        """Load a dataset.

        Args:
            nquads: All of it, the default graph included; its file where it is a path. One text, so that
                a blank node is the same node in each graph it stands in.
            snapshot: Its identity.
            engine: Holds it already; *nquads* is not read then.
        """
        if engine is None:
            engine = ox.Store()
            if isinstance(nquads, Path):
                # It was written by an engine, so that its IRIs need no second check.
                engine.bulk_load(path=nquads, format=ox.RdfFormat.N_QUADS, lenient=True)
            else:
                engine.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
        self._engine = engine
        self.snapshot = snapshot
        self._graphs = tuple(
            sorted(g.value for g in self._engine.named_graphs() if isinstance(g, ox.NamedNode))
        )

    @classmethod
    def on_disk(cls, folder: Path, snapshot: str) -> "EmbeddedStore":
        """Open an on-disk store that ``write_disk`` made; nothing may write to it meanwhile.

        Raises:
            UnreadableFileError: There is none.
        """
        try:
            return cls(b"", snapshot, engine=ox.Store.read_only(str(folder)))
        except OSError as error:
            raise UnreadableFileError(str(folder), Text(str(error), str(error))) from error

    @staticmethod
    def write_disk(nquads: Path, folder: Path) -> None:
        """Load N-Quads into a new on-disk store."""
        engine = ox.Store(str(folder))
        engine.bulk_load(path=nquads, format=ox.RdfFormat.N_QUADS, lenient=True)
        engine.optimize()
        engine.flush()

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
    ) -> EmbeddedAnswer:
        """Ask one SPARQL query; see ``interface.Store``.

        Args:
            is_checked: Whether *text* has been held against all that a query may not do. Solutions of
                others may stand in it by then, which are longer than any query.
        """
        chosen = bool(default_graphs or named_graphs)
        prepared = (
            Prepared(text, text)
            if is_checked
            else prepare(
                text,
                self._graphs,
                bindings=bindings,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
            )
        )
        # Either of the two makes a whole new dataset, of which the other part is empty.
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        named: list[ox.NamedNode | ox.BlankNode] | None = None
        if chosen:
            default = [ox.NamedNode(name) for name in default_graphs]
            named = [ox.NamedNode(name) for name in named_graphs]

        def ask() -> EngineAnswer:
            return self._engine.query(
                prepared.bound, base_iri=BASE, default_graph=default, named_graphs=named
            )

        try:
            with _EVALUATION:
                answer = EmbeddedAnswer(ask)
        except SyntaxError as problem:
            raise misread(prepared.text, bindings) from problem
        if answer.kind not in formats:
            raise NotAcceptableError("", [], answer.kind)
        return answer
