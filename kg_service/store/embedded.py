"""Oxigraph in memory, in this process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pyoxigraph as ox

from kg_service.errors import QueryEvaluationError, UnknownGraphError
from kg_service.formats import Format
from kg_service.model import BlankNode, Term, Text, Triple
from kg_service.nearest import nearest
from kg_service.store import guard, writing
from kg_service.store.bindings import bind
from kg_service.store.diagnosis import diagnose, parses
from kg_service.store.interface import Kind
from kg_service.store.limits import excess
from kg_service.store.terms import from_engine, to_engine
from kg_service.store.tokens import decode_escapes

EngineAnswer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@contextmanager
def _evaluation() -> Iterator[None]:
    """Turn what the engine raises while it evaluates into ours."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryEvaluationError(str(error)) from error


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
        with _evaluation():
            answer = self._take()
            for solution in answer if isinstance(answer, ox.QuerySolutions) else ():
                yield tuple(None if term is None else from_engine(term) for term in solution)

    def triples(self) -> Iterator[Triple]:
        """The triples; see ``interface.Answer``."""
        with _evaluation():
            answer = self._take()
            for triple in answer if isinstance(answer, ox.QueryTriples) else ():
                yield from_engine(triple.subject), from_engine(triple.predicate), from_engine(triple.object)

    def serialize(self, format: Format) -> bytes:
        """The whole answer in one format; see ``interface.Answer``."""
        writing.check(self.kind, format)
        with _evaluation():
            return writing.write(self._take(), format)


class EmbeddedStore:
    """A dataset in memory. It is read-only once made, and implements ``interface.Store``."""

    def __init__(self, nquads: bytes, snapshot: str) -> None:
        """Load a dataset.

        Args:
            nquads: All of it, the default graph included. One text, so that a blank node is the same node in
                each graph it stands in.
            snapshot: Its identity.
        """
        self._engine = ox.Store()
        self._engine.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
        self.snapshot = snapshot
        self._graphs = tuple(
            sorted(g.value for g in self._engine.named_graphs() if isinstance(g, ox.NamedNode))
        )

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
    ) -> EmbeddedAnswer:
        """Ask one SPARQL query; see ``interface.Store``."""
        text = decode_escapes(text)
        if (error := excess(text) or guard.refusal(text)) is not None:
            raise error
        chosen = [*default_graphs, *named_graphs]
        for name in chosen or guard.graphs_of(text):
            if name not in self._graphs:
                raise UnknownGraphError(name, nearest(name, self._graphs))
        # Either of the two makes a whole new dataset, of which the other part is empty.
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        named: list[ox.NamedNode | ox.BlankNode] | None = None
        if chosen:
            default = [ox.NamedNode(name) for name in default_graphs]
            named = [ox.NamedNode(name) for name in named_graphs]
        bound = bind(text, _serialized(bindings)) if bindings else text

        def ask() -> EngineAnswer:
            return self._engine.query(bound, default_graph=default, named_graphs=named)

        try:
            with _evaluation():
                return EmbeddedAnswer(ask)
        except SyntaxError as problem:
            harmless = guard.without_service(text)
            if bindings and parses(harmless):
                names = ", ".join(f"?{name}" for name in sorted(bindings))
                said = Text(f"查询自己给 {names} 之一赋了值", f"it sets one of {names} itself")
                raise QueryEvaluationError(said) from problem
            raise diagnose(text, harmless) from problem


def _serialized(bindings: Mapping[str, Term]) -> dict[str, str]:
    if blank := [name for name, term in bindings.items() if isinstance(term, BlankNode)]:
        name = blank[0]
        raise QueryEvaluationError(
            Text(f"空白节点不能作为 ?{name} 的值", f"a blank node can't be the value of ?{name}")
        )
    with _evaluation():
        return {name: str(to_engine(term)) for name, term in bindings.items()}
