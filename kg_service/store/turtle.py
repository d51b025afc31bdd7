"""Turtle in, N-Triples out: what is loaded into a store, and why a file can't be."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import pyoxigraph as ox

from kg_service import isolated
from kg_service.errors import SyntaxProblemError, TangledNodesError
from kg_service.model import Text, Triple
from kg_service.store import phrases
from kg_service.store.terms import to_engine
from kg_service.vocabulary import CARE, PREFIXES, RDF

Node = TypeVar("Node")

_NAMING = isolated.Bounds(seconds=20, memory_mb=4_096, answer_mb=1_024)
"""For naming the blank nodes of one file; those of ordinary files take milliseconds."""
_BOM = b"\xef\xbb\xbf"
_EDITION = f"> <{RDF.type}> <{CARE.ChecklistEdition}> .".encode()


def read_turtle(
    content: bytes,
    document: str,
    *,
    scope: str = "",
    format: ox.RdfFormat = ox.RdfFormat.TURTLE,
    is_given: bool = False,
) -> tuple[bytes, ...]:
    """Parse a Turtle file, or one in another format; the graphs of a dataset are taken together.

    Args:
        content: The file, in UTF-8.
        document: What to call it in messages; its blank nodes are named after it, so that those of two files
            stay apart and those of one file are called the same each time.
        scope: What to name its blank nodes after instead.
        format: Of the file.
        is_given: Whether it came from somewhere: to name blank nodes that hang together in a knot takes a
            time that grows with the factorial of their number, and then it is bounded.

    Returns:
        Its triples as canonical N-Triples, sorted, without line ends.

    Raises:
        SyntaxProblemError: It does not parse.
        TangledNodesError: Its blank nodes hang together so that they can't be named.

    Source: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/rdf-canon/
    """
    content = content.removeprefix(_BOM)
    try:
        dataset = _dataset(content, format)
    except SyntaxError as error:
        raise turtle_problem(document, error, content) from error
    scope = re.sub(r"[^A-Za-z0-9]", "", scope or document)
    if not is_given or not _may_be_knotted(dataset):
        return _named_lines(dataset, scope)
    try:
        # The engine can't be stopped while it names them; a process can.
        return isolated.call(named_lines, content, format.media_type, scope, bounds=_NAMING)
    except isolated.IsolationError as error:
        raise TangledNodesError(document) from error


def named_lines(content: bytes, media_type: str, scope: str) -> tuple[bytes, ...]:
    """The same of a text that parses, for a process of its own.

    Args:
        content: The text.
        media_type: Its format.
        scope: What its blank nodes are named after.
    """
    syntax = ox.RdfFormat.from_media_type(media_type)
    assert syntax is not None
    return _named_lines(_dataset(content, syntax), scope)


def _dataset(content: bytes, format: ox.RdfFormat) -> ox.Dataset:
    """The triples of a text, the graphs of a dataset taken together."""
    quads = ox.parse(content, format=format)
    return ox.Dataset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


def _may_be_knotted(dataset: ox.Dataset) -> bool:
    blank = ox.BlankNode
    return any(isinstance(quad.subject, blank) and isinstance(quad.object, blank) for quad in dataset)


def canonical_lines(lines: Sequence[bytes]) -> tuple[bytes, ...]:
    """The triples of a graph with its blank nodes by their canonical names.

    Args:
        lines: Canonical N-Triples, without line ends.

    Returns:
        The same for two graphs that say the same; sorted.

    Source: https://www.w3.org/TR/rdf-canon/
    """
    if not any(b"_:" in line for line in lines):
        return tuple(sorted(lines))
    read = ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return _named_lines(ox.Dataset(read), "")


def editions_in_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """The IRIs that a graph says to be editions.

    Args:
        lines: Canonical N-Triples, without line ends.
    """
    return (line.removesuffix(_EDITION)[1:].decode() for line in lines if line.endswith(_EDITION))


def _named_lines(dataset: ox.Dataset, scope: str) -> tuple[bytes, ...]:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return _lines(
        ox.Triple(_scoped(quad.subject, scope), quad.predicate, _scoped(quad.object, scope))
        for quad in dataset
    )


def write_ntriples(triples: Iterable[Triple]) -> tuple[bytes, ...]:
    """Triples as canonical N-Triples, sorted, without line ends.

    Raises:
        ValueError: A term is not valid, or a literal stands where none may.
    """
    made = []
    for subject, predicate, object_ in triples:
        s, p = to_engine(subject), to_engine(predicate)
        if isinstance(s, ox.Literal) or not isinstance(p, ox.NamedNode):
            raise ValueError(f"not a triple: {subject} {predicate} {object_}")
        made.append(ox.Triple(s, p, to_engine(object_)))
    return _lines(made)


def _lines(triples: Iterable[ox.Triple]) -> tuple[bytes, ...]:
    written = ox.serialize(set(triples), format=ox.RdfFormat.N_TRIPLES) or b""
    return tuple(sorted(line for line in written.split(b"\n") if line))


def _scoped(term: Node, scope: str) -> Node | ox.BlankNode:
    return ox.BlankNode(scope + term.value) if isinstance(term, ox.BlankNode) else term


def turtle_problem(document: str, error: SyntaxError, content: bytes) -> SyntaxProblemError:
    """What the engine's error over a Turtle file means.

    Args:
        document: What to call the file.
        error: As the engine raised it.
        content: The file.
    """
    line, column = error.lineno, error.offset
    said = (error.msg or str(error)).partition(": ")[2] or str(error)
    found = _character(content, line, column)
    if "end" in said and found in ("'", '"'):
        return SyntaxProblemError(document, line, column, phrases.OPEN_STRING)
    if found in phrases.FULL_WIDTH:
        return SyntaxProblemError(document, line, column, phrases.full_width(found))
    if match := re.search(r"The prefix (.*): has not been declared", said):
        return SyntaxProblemError(document, line, column, _undeclared(match[1]))
    expected = next((text for theirs, text in _EXPECTED.items() if theirs in said), None)
    if expected is None:
        return SyntaxProblemError(document, line, column, Text(f"解析器说明：{said}。", f"{said}."))
    return SyntaxProblemError(
        document,
        line,
        column,
        Text(f"{expected.zh}（解析器说明：{said}）", f"{expected.en} (The parser says: {said}.)"),
    )


def _character(content: bytes, line: int | None, column: int | None) -> str:
    lines = content.decode("utf-8", errors="replace").split("\n")
    if line is None or column is None or not 0 < line <= len(lines):
        return ""
    return lines[line - 1][column - 1 : column]


def _undeclared(prefix: str) -> Text:
    namespace = PREFIXES.get(prefix, "…")
    declaration = f"@prefix {prefix}: <{namespace}> ."
    return Text(
        f"前缀“{prefix}:”没有声明。请在文件开头加上：{declaration}",
        f"The prefix “{prefix}:” is not declared. Begin the file with: {declaration}",
    )


_EXPECTED: dict[str, Text] = {
    "A dot is expected": Text(
        "此处应为“.”“;”或“,”：前一句没有结束。",
        "Expected “.”, “;” or “,”: the statement before is not finished.",
    ),
    "is not a valid RDF object": Text(
        "此处应为宾语：IRI、带引号的文字、数字、[ … ] 或 ( … )。",
        "Expected an object: an IRI, a quoted text, a number, [ … ] or ( … ).",
    ),
    "is not a valid predicate": Text(
        "此处应为谓语：IRI、前缀名或 a。", "Expected a predicate: an IRI, a prefixed name or a."
    ),
    "is not a valid subject": Text(
        "此处应为主语：IRI、前缀名或 [ … ]。", "Expected a subject: an IRI, a prefixed name or [ … ]."
    ),
    "should end with a ']'": Text("此处应为“]”：方括号没有结束。", "Expected “]”: a bracket is not closed."),
    "followed by a prefix": Text(
        "@prefix 之后应为以“:”结尾的前缀名。", "Expected a prefix that ends in “:” after @prefix."
    ),
    "No scheme found": Text(
        "此处应为完整的 IRI（以 https:// 等开头），或先用 @base 声明基址。",
        "Expected a whole IRI (https://… or the like), or an @base before it.",
    ),
    "Invalid IRI": Text("IRI 中有不允许的字符。", "The IRI holds a character that is not allowed."),
    "Line jumps": Text(
        "字符串在行末之前没有结束；跨行的文字要用三个引号。",
        "The string is not closed before the end of the line; "
        "a text over several lines takes three quotation marks.",
    ),
    "escape character": Text(
        "不认识的转义；反斜线请写成 \\\\。", "Not a known escape; write a backslash as \\\\."
    ),
    "language": Text(
        "@ 之后应为语言标签，例如 @zh 或 @en。", "Expected a language tag after @, such as @zh or @en."
    ),
    "Invalid UTF-8": Text(
        "文件不是 UTF-8 编码，请另存为 UTF-8。", "The file is not in UTF-8; save it as UTF-8."
    ),
    "Unexpected end": Text(
        "文件在此突然结束：前一句没有写完，或缺少“.”。",
        "The file ends too early: the last statement is not finished, or “.” is missing.",
    ),
}
"""What Oxigraph says, and what we say."""
