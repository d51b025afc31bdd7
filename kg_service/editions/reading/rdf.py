"""Our own model in RDF, back into the rows of one edition.

What a row points to (goal, group, bodies) is named in the file itself or in the reference data of the home.

Not here: syntaxes and where triples stand (``store.rdf_files``), what is wrong with the graph
(``validation``), our rows in JSON that is no RDF (``rows_json``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from kg_service.editions.reading import rows_json
from kg_service.editions.reading.limits import LIST_ROWS, hold_list
from kg_service.editions.reading.table import find_table
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Cell, Column, Place, Reading, ReadRow, Remark, RemarkKind, Text
from kg_service.settings import find_home
from kg_service.store.rdf_files import SYNTAXES, GivenFile, read_content
from kg_service.vocabulary import BASE, CARE, CPSV, CV, EDITIONS

_REFERENCE = ("ontology/schemes.ttl", "data/organizations.ttl")
"""Files of the home that name goals, groups and bodies."""
_XML = re.compile(rb"<\?xml\s|<(?:[\w.-]+:)?RDF[\s>]")


def read(content: bytes, document: str, ending: str = "", *, home: Path | None = None) -> Reading:
    """Read the one edition that an RDF file holds.

    Args:
        content: The file.
        document: Its name or path.
        ending: Of its name, a key of ``SYNTAXES``; what the text looks like decides where it is none.
        home: Folder with the reference data; that of this installation where None.

    Returns:
        The rows by number, texts as the graph has them, with line and column where the syntax is Turtle.

    Raises:
        SyntaxProblemError: It does not parse.
        UnreadableDocumentError: It holds no service, or those of several editions.
        DocumentTooLargeError: It holds more services than are read.
    """
    syntax = SYNTAXES.get(ending.lower()) or SYNTAXES[_looks_like(content)]
    if syntax == SYNTAXES[".json"] and (raw := rows_json.read(content, document)) is not None:
        return find_table(raw)
    file = read_content(content, document, syntax, f"{BASE}id/")
    edition, services = _edition(file)
    LIST_ROWS.hold(document, len(services))
    rows = _Rows(file, home or find_home())
    read_rows = sorted((rows.row(each) for each in services), key=lambda row: row.number or 10**10)
    hold_list(document, read_rows)
    title = rows.texts(edition, DCTERMS.title) if edition is not None else ()
    return Reading(
        document, "rdf", title[0].value if title else None, tuple(read_rows), tuple(rows.remarks), {}
    )


def _looks_like(content: bytes) -> str:
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000]
    if head.startswith((b"{", b"[")):
        return ".jsonld"
    return ".rdf" if _XML.match(head) else ".ttl"


def _edition(file: GivenFile) -> tuple[Node | None, Sequence[Node]]:
    """The edition of the services in the file, and these by IRI."""
    graph = file.graph
    services = sorted(graph.subjects(RDF.type, CPSV.PublicService, unique=True), key=str)
    typed = set(graph.subjects(RDF.type, CARE.ChecklistEdition))
    editions = {each for service in services for each in graph.objects(service, DCTERMS.isPartOf)}
    editions = editions or typed
    if not services:
        raise UnreadableDocumentError(file.document, _NO_SERVICE)
    if len(editions) > 1:
        names = sorted(str(each).removeprefix(EDITIONS) for each in editions)
        raise UnreadableDocumentError(
            file.document,
            Text(
                f"文件里有几版清单：{'、'.join(names)}。请每个文件只放一版。",
                f"The file holds several editions: {', '.join(names)}. Give each a file of its own.",
            ),
        )
    return next(iter(editions), None), services


class _Rows:
    """Makes rows out of the services of one file."""

    def __init__(self, file: GivenFile, home: Path) -> None:
        self._file, self._graph = file, file.graph
        self._reference = _reference(home)
        self.remarks: list[Remark] = []

    def row(self, service: Node) -> ReadRow:
        """The row of one service; a cell that the graph has not is empty."""
        cells = {
            Column.NUMBER: self._cell(service, Column.NUMBER, self._graph.objects(service, CARE.rowNumber)),
            Column.GOAL: self._named(service, Column.GOAL, CV.thematicArea),
            Column.BENEFICIARY: self._named(service, Column.BENEFICIARY, DCTERMS.audience),
            Column.SERVICE: self._text(service, Column.SERVICE, DCTERMS.title),
            Column.CONTENT: self._text(service, Column.CONTENT, DCTERMS.description),
        }
        bodies = tuple(self._bodies(service))
        place = self._place(service, Column.DEPARTMENTS, CV.hasParticipation)
        joint = "、".join(bodies)
        return ReadRow({**cells, Column.DEPARTMENTS: Cell(joint, joint, place)}, bodies)

    def texts(self, node: Node, predicate: URIRef) -> tuple[Literal, ...]:
        """The Chinese texts of a node, sorted."""
        found = (each for each in self._graph.objects(node, predicate) if isinstance(each, Literal))
        return tuple(sorted(each for each in found if each.language == "zh"))

    def _text(self, service: Node, column: Column, predicate: URIRef) -> Cell:
        return self._cell(service, column, self.texts(service, predicate), predicate)

    def _named(self, service: Node, column: Column, predicate: URIRef) -> Cell:
        nodes = sorted(self._graph.objects(service, predicate), key=str)
        names = [Literal(name) for node in nodes if (name := self._name(node, service, column))]
        return self._cell(service, column, names, predicate)

    def _cell(
        self, service: Node, column: Column, values: Iterable[Node], predicate: URIRef = CARE.rowNumber
    ) -> Cell:
        found = sorted(str(each) for each in values)
        place = self._place(service, column, predicate)
        if len(found) > 1:
            self._remark("several-values", _SEVERAL, " / ".join(found), place)
        text = found[0] if found else ""
        return Cell(text, text, place)

    def _bodies(self, service: Node) -> Iterator[str]:
        """Names of the bodies in the printed order, as far as the graph says it."""
        graph = self._graph
        shares = sorted(
            graph.objects(service, CV.hasParticipation), key=lambda each: (self._position(each), each)
        )
        nodes = [
            node for share in shares for node in sorted(graph.objects(share, CV.hasParticipant), key=str)
        ]
        if not nodes and (nodes := sorted(graph.objects(service, CV.hasCompetentAuthority), key=str)):
            place = self._place(service, Column.DEPARTMENTS, CV.hasCompetentAuthority)
            self._remark("order-unknown", _ORDER, "", place)
        for node in nodes:
            if name := self._name(node, service, Column.DEPARTMENTS):
                yield name

    def _position(self, share: Node) -> int:
        text = str(self._graph.value(share, CARE.position) or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 10**10

    def _name(self, node: Node, service: Node, column: Column) -> str:
        names = self.texts(node, SKOS.prefLabel)
        name = str(names[0]) if names else self._reference.get(str(node), "")
        if not name:
            self._remark("without-a-name", _NAMELESS, str(node), self._place(service, column, None))
        return name

    def _place(self, service: Node, column: Column, predicate: URIRef | None) -> Place:
        """Where the first value of a property stands; the service, where the syntax tells no more."""
        places, at = self._file.places, None
        if places is not None:
            objects = self._graph.objects(service, predicate) if predicate is not None else ()
            found = (
                places.of_triple((service, predicate, each)) for each in objects if predicate is not None
            )
            at = min((each for each in found if each), default=None) or places.of_subject(service)
        line, character = at or (None, None)
        return Place(self._file.document, line=line, column=character, heading=column)

    def _remark(self, code: str, text: Text, found: str, place: Place) -> None:
        self.remarks.append(Remark(RemarkKind.DOUBTFUL, code, text, found, place))


def _reference(home: Path) -> dict[str, str]:
    """IRI of everything that the reference data names in Chinese, to its name."""
    paths = [path for name in _REFERENCE if (path := home / name).is_file()]
    # Not by ``read_file``: room for the longest file is more than a process with bounds of memory has.
    files = [
        read_content(path.read_bytes(), str(path), SYNTAXES[".ttl"], f"{BASE}id/", with_places=False)
        for path in paths
    ]
    return {
        str(node): str(name)
        for file in files
        for node, name in file.graph.subject_objects(SKOS.prefLabel)
        if isinstance(name, Literal) and name.language == "zh"
    }


_NO_SERVICE = Text(
    "文件里没有清单的服务（cpsv:PublicService）。请检查是否是清单的图谱。",
    "The file holds no service of the list (cpsv:PublicService). Is it the graph of a list?",
)
_SEVERAL = Text(
    "这一格有几个值，取第一个。请只留一个。",
    "The cell has several values; the first was taken. Leave only one.",
)
_ORDER = Text(
    "图谱没有写明责任部门的次序，按标识排列。",
    "The graph does not say in which order the bodies are printed; they were sorted by their identifiers.",
)
_NAMELESS = Text(
    "图谱指向的这一项没有中文名称，按空白读取。",
    "The graph points to something that has no Chinese name; it was read as empty.",
)
