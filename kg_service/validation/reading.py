"""Read the files that are to be checked. Nothing is fetched, nothing is dropped in silence.

Every format is read by Oxigraph's parsers, which open no address. Turtle and N-Triples are then read a
second time for the places of their triples (``places``); should that reading differ, the first one stands,
without places.

Not here: which triples of the home take part (``context``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg_service.errors import SyntaxProblemError, UnreadableFileError
from kg_service.model import Text
from kg_service.store.turtle import turtle_problem
from kg_service.validation.places import Places, read_with_places, same_graph

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

_PLACED = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES)


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as read: its triples, those of all its named graphs included."""

    document: str
    """Path as the person gave it."""
    graph: Graph
    places: Places | None
    """None for a syntax or a text in which no places can be told."""


def read_file(path: Path, *, with_places: bool = True) -> GivenFile:
    """Read one RDF file by the ending of its name.

    Args:
        path: A file in one of ``SYNTAXES``.
        with_places: Whether to note where each triple stands, which takes as long again.

    Returns:
        Its triples. The named graphs of TriG and N-Quads are taken together with the default graph,
        so that each of their triples is checked.

    Raises:
        UnreadableFileError: There is no such file, it can't be opened, or its name says no syntax that is
        read.
        SyntaxProblemError: It does not parse.
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
    document = str(path)
    content = _bytes_of(path)
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    if syntax == ox.RdfFormat.RDF_XML:
        _refuse_doctype(content, document)
    base = path.resolve().as_uri()
    graph = _parse(content, syntax, base, document)
    if with_places and syntax in _PLACED:
        placed = _placed(content.decode("utf-8"), base, graph)
        if placed is not None:
            return GivenFile(document, *placed)
    return GivenFile(document, graph, None)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        reason = Text("没有这个文件", "there is no such file")
        raise UnreadableFileError(str(path), reason) from error
    except IsADirectoryError as error:
        reason = Text("这是文件夹，请给出文件", "it is a folder, give a file")
        raise UnreadableFileError(str(path), reason) from error
    except OSError as error:
        words = error.strerror or str(error)
        raise UnreadableFileError(str(path), Text(words, words)) from error


def _parse(content: bytes, syntax: ox.RdfFormat, base: str, document: str) -> Graph:
    graph = Graph(bind_namespaces="none")
    try:
        for quad in ox.parse(content, format=syntax, base_iri=base):
            graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    except SyntaxError as error:
        raise _syntax_problem(document, error, content) from error
    except _UnsupportedTermError as error:
        expected = Text("不支持 RDF 1.2 的三元组项和文字方向。", "Triple terms of RDF 1.2 are not supported.")
        raise SyntaxProblemError(document, None, None, expected) from error
    return graph


class _UnsupportedTermError(Exception):
    """A term that RDF 1.1, and with it SHACL, does not know."""


def _term(term: object) -> Node:
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal() if term.language:
            return Literal(term.value, lang=term.language)
        case ox.Literal() if term.datatype.value == _STRING:
            # A plain string and an xsd:string are one thing in RDF 1.1, and two in rdflib.
            return Literal(term.value)
        case ox.Literal():
            return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise _UnsupportedTermError


_STRING = "http://www.w3.org/2001/XMLSchema#string"


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
