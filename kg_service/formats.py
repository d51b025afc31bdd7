"""The one table of formats, and the one function that negotiates among them.

Not here: how a format is written (``store``), pages (``web``), tables for terminals (``cli``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from kg_service.errors import NotAcceptableError, UnknownFormatError
from kg_service.nearest import nearest

Family: TypeAlias = Literal["solutions", "graph", "table"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer."""

    name: str
    """What people and ``?format=`` call it."""
    media_type: str
    """What ``Content-Type`` says; without parameters. Of two formats with the same one it means the first."""
    extension: str
    """File name ending, without the dot."""
    family: Family
    """``solutions`` for rows and booleans, ``graph`` for triples, ``table`` for an edition."""
    also: tuple[str, ...] = ()
    """Media types by which it is asked for as well."""
    extensions_also: tuple[str, ...] = ()


JSON = Format(
    "json",
    "application/sparql-results+json",
    "json",
    "solutions",
    ("application/json", "text/json"),
    ("srj",),
)
XML = Format(
    "xml", "application/sparql-results+xml", "xml", "solutions", ("application/xml", "text/xml"), ("srx",)
)
CSV = Format("csv", "text/csv", "csv", "solutions")
CSV_BOM = Format("csv-bom", "text/csv", "csv", "solutions")
"""CSV that Excel reads as UTF-8; asked for by name only."""
TSV = Format("tsv", "text/tab-separated-values", "tsv", "solutions")
XLSX = Format(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "solutions"
)
HTML = Format("html", "text/html", "html", "solutions", ("application/xhtml+xml",))
TABLE = Format("table", "text/plain", "txt", "solutions")
DOCX = Format(
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "table"
)
PACKAGE = Format("package", "application/zip", "zip", "table")
"""Many files in one, with their descriptions: a data package and research object."""
TEXT = Format("txt", "text/plain", "txt", "table")
TURTLE = Format(
    "turtle",
    "text/turtle",
    "ttl",
    "graph",
    ("application/x-turtle", "application/turtle", "text/n3"),
    ("n3",),
)
NTRIPLES = Format("ntriples", "application/n-triples", "nt", "graph", ("text/plain",))
RDFXML = Format("rdfxml", "application/rdf+xml", "rdf", "graph", ("application/xml", "text/xml"))
JSONLD = Format("jsonld", "application/ld+json", "jsonld", "graph", ("application/json",), ("json-ld",))
TRIG = Format("trig", "application/trig", "trig", "graph", ("application/x-trig",))
NQUADS = Format("nquads", "application/n-quads", "nq", "graph", ("text/x-nquads",))

FORMATS: tuple[Format, ...] = (
    JSON, XML, CSV, CSV_BOM, TSV, XLSX, HTML, TABLE, TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS
)  # fmt: skip
SOLUTION_FORMATS: tuple[Format, ...] = (JSON, XML, CSV, TSV, XLSX, CSV_BOM)
"""What ``Answer.serialize`` writes of rows and booleans."""
GRAPH_FORMATS: tuple[Format, ...] = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)
"""What ``Answer.serialize`` writes of triples."""

EDITION_FORMATS: tuple[Format, ...] = (JSON, CSV, TSV, XLSX, DOCX, HTML, TEXT)
"""What ``kg export`` writes of the table of an edition."""


def format_named(name: str, offered: Sequence[Format] = FORMATS) -> Format:
    """The format that people call *name*.

    Args:
        name: Name, extension (with or without the dot) or media type, in any case.
        offered: Formats to choose from.

    Raises:
        UnknownFormatError: None of them is called so.
    """
    wanted = name.strip().lower().removeprefix(".")
    for names in (
        lambda f: (f.name, f.media_type),
        lambda f: (f.extension, *f.extensions_also),
        lambda f: f.also,
    ):
        for candidate in offered:
            if wanted in names(candidate):
                return candidate
    known = [f.name for f in offered]
    raise UnknownFormatError(name, nearest(wanted, known) or known)


class _Range(NamedTuple):
    """A media range of an Accept header."""

    type: str
    subtype: str
    parameters: bool
    weight: float


def negotiate(accept: str | None, offered: Sequence[Format]) -> Format:
    """Choose what to send for an Accept header.

    Media type parameters do not take part in the match: no format here has variants by parameter.

    Args:
        accept: Value of the header; None or empty where there was none.
        offered: What can be sent, the server's favourite first; it decides between equals.

    Returns:
        The offered format of the highest quality.

    Raises:
        NotAcceptableError: Every offered format is excluded.

    Source: RFC 9110, sections 12.4.2 and 12.5.1, https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
    """
    ranges = [r for r in map(_parse_range, _split(accept or "", ",")) if r is not None]
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda f: _quality(f, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptableError(accept or "", list(dict.fromkeys(f.media_type for f in offered)))
    return best


def _quality(candidate: Format, ranges: Sequence[_Range]) -> float:
    exact = _weight(candidate.media_type, ranges, wildcards=False)
    if exact is not None:
        return exact
    # A second name counts only where the client wrote it out: a wildcard means the name that will be sent.
    names = [_weight(name, ranges, wildcards=False) for name in candidate.also]
    names.append(_weight(candidate.media_type, ranges, wildcards=True))
    return max((weight for weight in names if weight is not None), default=0.0)


def _weight(media_type: str, ranges: Sequence[_Range], *, wildcards: bool) -> float | None:
    """Weight of the most specific range that matches; None where none does."""
    type_, _, subtype = media_type.partition("/")
    levels = [(type_, subtype), (type_, "*"), ("*", "*")] if wildcards else [(type_, subtype)]
    for level in levels:
        # "text/html;level=1;q=0.3, text/html;q=0.7": the plain range speaks of what is offered.
        for parameters in (False, True):
            found = [r.weight for r in ranges if (r.type, r.subtype) == level and r.parameters is parameters]
            if found:
                return max(found)
    return None


def _parse_range(element: str) -> _Range | None:
    """One element of the header; None where it is malformed, which the header's other elements survive."""
    media_range, *parameters = [part.strip() for part in _split(element, ";")] or [""]
    type_, slash, subtype = (part.strip() for part in media_range.lower().partition("/"))
    if not slash or not type_ or not subtype:
        return None
    weight, plain = 1.0, True
    for parameter in filter(None, parameters):
        key, _, value = parameter.partition("=")
        if key.strip().lower() != "q":
            plain = False
            continue
        try:
            weight = float(value.strip())
        except ValueError:
            return None
        if not 0 <= weight <= 1:
            return None
    return _Range(type_, subtype, not plain, weight)


def _split(text: str, separator: str) -> list[str]:
    """Split outside of quoted strings."""
    parts, current, quoted, escaped = [], "", False, False
    for character in text:
        if escaped or (quoted and character == "\\"):
            escaped = not escaped
        elif character == '"':
            quoted = not quoted
        if character == separator and not quoted:
            parts.append(current)
            current = ""
        else:
            current += character
    return [part for part in (*parts, current) if part.strip()]
