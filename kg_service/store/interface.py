"""What every engine offers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

from kg_service.formats import JSON, NTRIPLES, Format
from kg_service.model import Term, Triple

Kind: TypeAlias = Literal["solutions", "boolean", "graph"]

READ: Mapping[Kind, Format] = {"solutions": JSON, "boolean": JSON, "graph": NTRIPLES}
"""Formats of an answer that is read as rows, truth value or triples."""


class Answer(Protocol):
    """The answer to one query. It can be read more than once: the store does not change."""

    @property
    def kind(self) -> Kind:
        """``solutions`` of SELECT, ``boolean`` of ASK, ``graph`` of CONSTRUCT and DESCRIBE."""

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the columns, without ``?``, as projected; empty unless ``solutions``."""

    @property
    def boolean(self) -> bool | None:
        """The answer of ASK; None for the other kinds."""

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The solutions, each as long as ``variables``; nothing unless ``solutions``.

        Raises:
            QueryEvaluationError: The engine gave up on the way.
        """

    def triples(self) -> Iterator[Triple]:
        """The triples; nothing unless ``graph``.

        Raises:
            QueryEvaluationError: The engine gave up on the way.
        """

    def stream(self, format: Format) -> Iterator[bytes]:
        """The whole answer in one format, in parts.

        Raises:
            NotAcceptableError: The format is of the other family, or not one that a store writes.
            KgServiceError: The engine gave up; raised by the call where it is known by then, else on the way.
        """

    def serialize(self, format: Format) -> bytes:
        """The whole answer in one format.

        Raises:
            NotAcceptableError: The format is of the other family, or not one that a store writes.
            QueryEvaluationError: The engine gave up on the way.
        """


class Store(Protocol):
    """A dataset that can be asked."""

    @property
    def snapshot(self) -> str:
        """SHA-256 of the dataset in hexadecimal digits; the same triples give the same one."""

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs, in alphabetical order."""

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        formats: Mapping[Kind, Format] = READ,
    ) -> Answer:
        """Ask one SPARQL query.

        Args:
            text: SELECT, ASK, CONSTRUCT or DESCRIBE.
            bindings: Values by variable name, without ``?``; they are bound, never pasted into the text.
            default_graphs, named_graphs: The dataset to ask, in place of the query's own FROM clauses.
            formats: What the answer will be written in, by kind: an engine elsewhere is then asked once only.

        Raises:
            SyntaxProblemError: The text does not parse.
            RefusedQueryError: It would reach another service.
            UpdateRefusedError: It is an update.
            UnknownGraphError: It names a graph that is not here.
            LimitExceededError: It needs more time, memory or room than a query is given.
            NotAcceptableError: Its answer is of a kind that *formats* leaves out.
            QueryEvaluationError, EngineFailedError: The engine gave up.

        Source: SPARQL 1.1 Query, https://www.w3.org/TR/sparql11-query/ and the dataset rules of the Protocol,
        https://www.w3.org/TR/sparql11-protocol/#dataset
        """
