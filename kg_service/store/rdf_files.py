"""RDF files as triples with their places. Nothing is fetched, nothing is dropped in silence.

Every format is read by Oxigraph's parsers, which open no address. Turtle and N-Triples are read a second time
for the places of their triples (``places``) as soon as somebody asks for one; should that reading differ, the
first one stands, without places.

Not here: which triples of the home take part in a check (``validation.context``), what is loaded into a store
(``turtle``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from xml.parsers import expat

import pyoxigraph as ox
from rdflib import Graph

from kg_service.errors import SyntaxProblemError, UnreadableFileError
from kg_service.model import Text
from kg_service.regular import bytes_of
from kg_service.store.index import Index
from kg_service.store.places import Places, read_with_places, same_graph
from kg_service.store.rdflib_terms import UnsupportedTermError
from kg_service.store.rdflib_view import graph_of, index_of
from kg_service.store.turtle import turtle_problem

SYNTAXES: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}
"""Ending of the file name to syntax."""

MAX_BYTES = 1_000_000_000
"""Of a file; a million triples take a fifth of that."""
_PLACED = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)


_LatePlaces: TypeAlias = Callable[[], Places | None]


class GivenFile:
    """A file as read: its triples, those of all its named graphs included."""

    __slots__ = ("_places", "document", "graph")

    def __init__(self, document: str, graph: Graph, places: Places | _LatePlaces | None = None) -> None:
        """Keep what was read.

        Args:
            document: Path as the person gave it.
            graph: The triples.
            places: Where they stand, or what finds that out when it is asked for; None for a syntax or a
                text in which no places can be told.
        """
        self.document, self.graph = document, graph
        self._places = places

    @property
    def places(self) -> Places | None:
        """Where the triples stand."""
        if callable(self._places):
            self._places = self._places()
        return self._places


def read_file(path: Path, *, with_places: bool = True) -> GivenFile:
    """Read one RDF file by the ending of its name.

    Args:
        path: A file in one of ``SYNTAXES``.
        with_places: Whether anybody may ask where a triple stands.

    Returns:
        Its triples. The named graphs of TriG and N-Quads are taken together with the default graph,
        so that each of their triples is checked.

    Raises:
        UnreadableFileError: There is no such file, it can't be opened, or its name says no syntax that is
            read.
        DocumentTooLargeError: It is longer than ``MAX_BYTES``.
        SyntaxProblemError: It does not parse.
    """
    syntax = syntax_of(path)
    return read_content(
        bytes_of(path, MAX_BYTES), str(path), syntax, path.resolve().as_uri(), with_places=with_places
    )


def syntax_of(path: Path) -> ox.RdfFormat:
    """The syntax that the ending of a name says.

    Raises:
        UnreadableFileError: It says none that is read.
    """
    syntax = SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        endings = sorted(SYNTAXES)
        raise UnreadableFileError(
            str(path),
            Text(
                f"文件名后缀应为 {'、'.join(endings)} 之一",
                f"its name has to end in one of {', '.join(endings)}",
            ),
        )
    return syntax


def read_content(
    content: bytes, document: str, syntax: ox.RdfFormat, base: str, *, with_places: bool = True
) -> GivenFile:
    """Read the bytes of an RDF file.

    Args:
        content: The file; JSON-LD, Turtle and their like in UTF-8.
        document: What to call it in messages.
        syntax: Of the file.
        base: What relative IRIs are relative to.
        with_places: As for ``read_file``.

    Raises:
        SyntaxProblemError: It does not parse.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    if syntax == ox.RdfFormat.RDF_XML:
        _refuse_doctype(content, document)
    graph = parse(content, syntax, base, document)
    if not with_places or syntax not in _PLACED:
        return GivenFile(document, graph)
    text = content.decode("utf-8")
    if any(isinstance(term, ox.BlankNode) for term in index_of(graph).terms):
        # Blank nodes have other names in another reading, so that the reading with places has to be the one.
        placed = _placed(text, base, graph)
        return GivenFile(document, *placed) if placed else GivenFile(document, graph)

    def places() -> Places | None:
        placed = _placed(text, base, graph)
        return placed[1] if placed else None

    return GivenFile(document, graph, places)


def parse(content: bytes, syntax: ox.RdfFormat, base: str, document: str) -> Graph:
    """The triples of a text, those of all its named graphs included.

    Args:
        content: In UTF-8, without a byte order mark.
        syntax: Of the text.
        base: What relative IRIs are relative to.
        document: What to call it in messages.

    Returns:
        A graph that can be read, not written.

    Raises:
        SyntaxProblemError: It does not parse.
    """
    try:
        return graph_of(Index(ox.parse(content, format=syntax, base_iri=base)))
    except SyntaxError as error:
        raise _syntax_problem(document, error, content) from error
    except UnsupportedTermError as error:
        expected = Text("不支持 RDF 1.2 的三元组项和文字方向。", "Triple terms of RDF 1.2 are not supported.")
        raise SyntaxProblemError(document, None, None, expected) from error


def _placed(text: str, base: str, expected: Graph) -> tuple[Graph, Places] | None:
    try:
        graph, places = read_with_places(text, base)
    except Exception:
        # The text is well formed; places are a courtesy that rdflib's parser may fail to give (deep nesting).
        return None
    return (graph, places) if same_graph(graph, expected) else None


def _syntax_problem(document: str, error: SyntaxError, content: bytes) -> SyntaxProblemError:
    if "LoadDocumentCallback" in str(error):
        expected = Text(
            "引用了外部 @context；校验不访问网络，请把上下文写进文件。",
            "It refers to a remote @context; nothing is fetched, so write the context into the file.",
        )
        return SyntaxProblemError(document, None, None, expected)
    return turtle_problem(document, error, content)


def _refuse_doctype(content: bytes, document: str) -> None:
    """Refuse a document type, the only door to entity bombs. Expat decides: UTF-16 hides it from a search."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        expected = Text(
            "RDF/XML 中不接受 DOCTYPE，请删除它，并把实体写成文字。",
            "A DOCTYPE is refused in RDF/XML: remove it and write its entities out.",
        )
        raise SyntaxProblemError(document, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, expected)

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        words = expat.errors.messages[error.code]
        raise SyntaxProblemError(
            document,
            error.lineno,
            error.offset + 1,
            Text(f"XML 有误：{words}。", f"The XML is broken: {words}."),
        ) from error
