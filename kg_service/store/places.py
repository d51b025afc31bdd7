"""Where in a Turtle file each triple stands.

No SHACL engine says it. rdflib's own Turtle parser knows the offset of every object at the moment it reads
it; this subclass keeps the offset until the triple is made. Written numbers stay as written (``007``).

Not here: syntax errors, which ``rdf_files`` has found before with the parser that places them best.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.plugins.parsers.notation3 import (
    RDFSink,
    SinkParser,
    decimal_syntax,
    exponent_syntax,
    integer_syntax,
)
from rdflib.term import Node

Triple = tuple[Node, Node, Node]

_NUMBERS = ((exponent_syntax, XSD.double), (decimal_syntax, XSD.decimal), (integer_syntax, XSD.integer))
_NUMBER_STARTS = frozenset("0123456789+-.")


@dataclass(slots=True)
class Places:
    """Line and column, both from 1, of the triples and the subjects of one text."""

    _line_starts: list[int]
    _triples: dict[Triple, int] = field(default_factory=dict)
    _subjects: dict[Node, int] = field(default_factory=dict)
    _columns: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of_table(
        cls, text: str, triples: dict[Triple, int], subjects: dict[Node, int], columns: dict[int, str]
    ) -> Places:
        """Those of triples that were read from the cells of a table.

        Args:
            text: The file.
            triples, subjects: Where the cell of each begins, in characters from the beginning of the file.
            columns: What the column of each such cell is called.
        """
        return cls(_line_starts(text), triples, subjects, columns)

    def column_name(self, place: tuple[int, int]) -> str | None:
        """What the column of a table is called in which a place is; None outside of tables."""
        line, column = place
        return self._columns.get(self._line_starts[line - 1] + column - 1)

    def of_triple(self, triple: Triple) -> tuple[int, int] | None:
        """Where the object of *triple* is written, or None."""
        return self._position(self._triples.get(triple))

    def of_subject(self, node: Node) -> tuple[int, int] | None:
        """Where the first block about *node* begins, or None."""
        return self._position(self._subjects.get(node))

    def _position(self, offset: int | None) -> tuple[int, int] | None:
        if offset is None:
            return None
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


class _Sink(RDFSink):
    """Makes terms without rewriting what is written."""

    def newLiteral(self, s: str, dt: URIRef | None, lang: str | None) -> Literal:
        # A plain string and an xsd:string are one thing in RDF 1.1, and two in rdflib.
        datatype = None if dt == XSD.string else dt
        return Literal(s, lang=lang.lower() if lang else None, datatype=datatype, normalize=False)


class _PlacingParser(SinkParser):
    """The Turtle parser of rdflib, which also notes where subjects and objects begin."""

    def __init__(self, sink: _Sink, base: str, places: Places) -> None:
        super().__init__(sink, baseURI=base, turtle=True)
        self._sink = sink
        self._places = places
        self._offsets: deque[int] = deque()

    def statement(self, argstr: str, i: int) -> int:
        start = self.skipSpace(argstr, i)
        subject: list[Any] = []
        i = self.object(argstr, i, subject)
        if i < 0:
            return i
        self._places._subjects.setdefault(subject[0], start)
        return self.property_list(argstr, i, subject[0])

    def objectList(self, argstr: str, i: int, res: Any) -> int:
        offsets: deque[int] = deque()
        while True:
            offsets.append(self.skipSpace(argstr, i))
            i = self.object(argstr, i, res)
            if i < 0:
                return i
            j = self.skipSpace(argstr, i)
            if argstr[j] != ",":
                break
            i = j + 1
        # Lists inside of these objects have made their own triples by now.
        self._offsets = offsets
        return j

    def node(self, argstr: str, i: int, res: Any, subjectAlready: Node | None = None) -> int:
        start = self.skipSpace(argstr, i)
        end = super().node(argstr, i, res, subjectAlready)
        if end >= 0 and argstr[start] == "[":
            self._places._subjects.setdefault(res[-1], start)
        return end

    def nodeOrLiteral(self, argstr: str, i: int, res: Any) -> int:
        start = self.skipSpace(argstr, i)
        if start >= 0 and argstr[start] in _NUMBER_STARTS:
            for syntax, datatype in _NUMBERS:
                if match := syntax.match(argstr, start):
                    res.append(Literal(match.group(), datatype=datatype, normalize=False))
                    return match.end()
        return super().nodeOrLiteral(argstr, i, res)

    def makeStatement(self, quadruple: Any) -> None:
        super().makeStatement(quadruple)
        formula, predicate, subject, value = quadruple
        normal = (self._sink.normalise(formula, term) for term in (subject, predicate, value))
        triple = tuple(normal)
        self._places._triples.setdefault(triple, self._offsets.popleft())  # type: ignore[arg-type]


def read_with_places(text: str, base: str) -> tuple[Graph, Places]:
    """Read Turtle or N-Triples that is known to be well formed.

    Args:
        text: The whole document.
        base: The IRI that relative IRIs are resolved against.

    Returns:
        The graph, and the place of each triple that is not part of a collection's chain.

    Raises:
        Exception: Whatever rdflib's parser raises; nesting too deep for it is a ``RecursionError``.
    """
    places = Places(_line_starts(text))
    graph = Graph(bind_namespaces="none")
    parser = _PlacingParser(_Sink(graph), base, places)
    parser.startDoc()
    parser.feed(text)
    return graph, places


def _line_starts(text: str) -> list[int]:
    return [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]


def same_graph(one: Graph, other: Graph) -> bool:
    """Whether two readings of one text agree: the same ground triples, and as many with blank nodes."""
    return len(one) == len(other) and _ground(one) == _ground(other)


def _ground(graph: Graph) -> set[Triple]:
    return {t for t in graph if not any(isinstance(term, BNode) for term in t)}
