"""From the rows of a document to the graph of a new edition, in the layout of ``data/checklist.ttl``.

What the document prints is quoted to the character. What is read into it is carried over from the edition
before where the words are the same, and proposed by rules where they are not; each says its review state.
What a person has to decide is left open and said.

Not here: reading the document (``reading``), matching (``matching``), whether it conforms (``validation``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg_service.editions.decisions import NONE, Decisions
from kg_service.editions.drafting.about import (
    edition_blocks,
    edition_title,
    english_title,
    printed_blocks,
    relations_of,
)  # fmt: skip
from kg_service.editions.drafting.assembling import Assembling
from kg_service.editions.drafting.describing import DescribedRow, cell_blocks, service_blocks
from kg_service.editions.drafting.identity import Identity, identities, open_questions
from kg_service.editions.drafting.inherited import ended_blocks, inherited_blocks
from kg_service.editions.drafting.known import Known, load_known
from kg_service.editions.drafting.layout import Section, all_triples, turtle
from kg_service.editions.drafting.numbering import numbered
from kg_service.editions.drafting.places import column_of, places_of, title_place
from kg_service.editions.drafting.proposals import UNTRANSLATED, Proposal, Proposals
from kg_service.editions.drafting.rules import load_rules
from kg_service.errors import BadValueError
from kg_service.model import Column, Edition, Literal, Match, Matching, Place, Reading, ReadRow, Text
from kg_service.settings import find_home
from kg_service.vocabulary import edition_iri

if TYPE_CHECKING:
    from rdflib import Graph

_NAME = re.compile(r"[a-z][a-z0-9-]*/[0-9A-Za-z][0-9A-Za-z._-]*")


@dataclass(frozen=True)
class Draft:
    """The graph of an edition that is not published yet, and where everything in it comes from."""

    name: str
    """``heilongjiang/2025``."""
    edition: Edition
    """As it is compared. A service has an identity only where a person or the data itself says so."""
    rows: Mapping[int, ReadRow]
    """The rows as read by the number that the graph has them under."""
    matching: Matching | None
    """With the edition before; None where there is none."""
    identities: Mapping[int, Identity]
    """What each row continues, by number."""
    questions: tuple[Match, ...]
    """Pairs that a person has to decide, by number."""
    proposals: tuple[Proposal, ...]
    """What had to be made up for names that nobody knows."""
    cells: Mapping[str, Place]
    """IRI of every node of the draft to the cell that it came from."""
    sections: tuple[Section, ...]
    described: Mapping[int, DescribedRow]
    """What is said of each row, by number."""

    @property
    def iri(self) -> str:
        """Of the edition."""
        return edition_iri(*self.name.split("/"))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {row.service: number for number, row in self.described.items()}

    @cached_property
    def graph(self) -> Graph:
        """The draft as a graph that can be checked."""
        from kg_service.editions.drafting.rdf import graph_of

        return graph_of(all_triples(self.sections))

    def turtle(self) -> str:
        """The draft as a file; the same draft gives the same text."""
        return turtle(self.sections)

    def place(self, node: str, path: str | None = None) -> Place | None:
        """The cell that a node, or a property of a service, is read from; None for a node of others."""
        column = column_of(path) if path else None
        number = self._numbers.get(node)
        if column is not None and number is not None:
            return self.rows[number].cells[column].place
        return self.cells.get(node)

    @property
    def edition_names(self) -> dict[int, str]:
        """Names of the services by number."""
        return {service.row.number: service.row.service for service in self.edition.services}

    @property
    def carried(self) -> int:
        """How many measures have the reading that they had before."""
        return sum(m.source is not None for row in self.described.values() for m in row.reading.measures)

    @property
    def measures(self) -> int:
        """How many measures there are."""
        return sum(len(row.reading.measures) for row in self.described.values())

    @property
    def untranslated(self) -> int:
        """How many English texts a person still has to write."""
        return sum(
            isinstance(value, Literal) and value.value.startswith(UNTRANSLATED)
            for _, _, value in all_triples(self.sections)
        )


def split_name(edition: str, known: Known) -> tuple[str, str]:
    """Series and version of an edition's name.

    Args:
        edition: ``harbin/2026``; the place may also be given by its code or label, ``哈尔滨市/2026``.
        known: Has the places.

    Raises:
        BadValueError: It is no such name, or several places are called so.
    """
    written, slash, version = edition.strip().strip("/").partition("/")
    found = known.localities.series(written)
    if len(found) > 1:
        expected = Text("其中一个：" + "、".join(found), "one of " + ", ".join(found))
        raise BadValueError("edition", edition, expected)
    series = found[0] if found else written
    if not _NAME.fullmatch(f"{series}{slash}{version}"):
        expected = Text(
            "地方/版本，如 heilongjiang/2025，地方也可写代码或名称",
            "place/version, such as heilongjiang/2025; the place may be a code or a name as well",
        )
        raise BadValueError("edition", edition, expected)
    return series, version


def draft_of(
    reading: Reading,
    edition: str,
    before: Edition | None = None,
    home: Path | None = None,
    decisions: Decisions = NONE,
    *,
    source: bytes | None = None,
    known: Known | None = None,
) -> Draft:
    """Make the graph of a new edition.

    Args:
        reading: What the document holds; it may be full of mistakes.
        edition: Name of the new edition, ``heilongjiang/2025``.
        before: The edition that it follows, searched for what the rows continue; None where there is none.
        home: Folder with ``ontology/`` and ``data/``; the one of this installation where None.
        decisions: What people said about which service continues which.
        source: The document, for its size and checksum; ``reading.document`` is read where None.
        known: The home, where it has been read already.

    Returns:
        The draft. A number that is missing, taken or out of reach is replaced by the next free one.

    Raises:
        BadValueError: *edition* is no name of an edition.
        UnreadableFileError, SyntaxProblemError: A file of the home can't be read.
        DocumentTooLargeError: More rows differ from those before than can be compared each with each.
    """
    home = home or find_home()
    known = known or load_known(home)
    series, version = split_name(edition, known)
    rules = load_rules(home)
    rows = numbered(reading.rows)
    table = [(row.as_row(number), row.cells[Column.SERVICE].place) for number, row in rows.items()]
    proposals = Proposals(known, rules, series, version)
    where = title_place(reading)
    title = edition_title(reading.title, proposals)
    series_iri, place_iri = proposals.series_and_place(title, where)
    assembling = Assembling(known, rules, proposals, place_iri, before)
    matching = assembling.match(table, decisions) if before is not None else None
    found = identities(table, matching, before, known, proposals)
    described = {number: assembling.describe(number, row, found[number]) for number, row in rows.items()}
    previous = before.name if before and before.name.partition("/")[0] == series else None
    previous = previous if previous in known.editions else None
    english = english_title(title, proposals, series_iri)
    head = edition_blocks(
        proposals, title, english, len(rows), series_iri, place_iri,
        edition_iri(*previous.split("/")) if previous else None,
        relations_of(known, previous) if previous else (),
        reading.format, source if source is not None else _content(reading.document),
    )  # fmt: skip
    sections = [
        Section([f"{title}. {_HEAD}"]),
        Section([], [*head, *printed_blocks(assembling.printed(described))]),
        *(_section(row, found[number], before) for number, row in described.items()),
        Section(
            ["The cells of the published table"],
            [block for row in described.values() for block in cell_blocks(row)],
        ),
    ]
    if proposals.blocks:
        sections.append(Section([_PROPOSED], proposals.blocks))
    if ended := list(ended_blocks(before if previous else None, matching, decisions)):
        sections.append(Section([_ENDED], ended))
    earlier = known.editions.get(before.name) if before else None
    if inherited := inherited_blocks(all_triples(sections), known.facts, earlier):
        sections.append(Section([_INHERITED], inherited))
    return Draft(
        f"{series}/{version}",
        assembling.edition(f"{series}/{version}", reading.title, described, found),
        rows,
        matching,
        found,
        open_questions(found),
        tuple(proposals.made),
        places_of(described, rows, proposals.made, where, edition_iri(series, version)),
        tuple(sections),
        described,
    )


_HEAD = "What is quoted is quoted to the character; what is read into it carries care:reviewStatus."
_ENDED = "Services that end with this edition, as was decided"
_INHERITED = "Proposed for the edition before; once reviewed, it belongs to the reference data"
_PROPOSED = "Proposed for names that nobody knows yet; once reviewed, it belongs to the reference data"


def _section(row: DescribedRow, identity: Identity, before: Edition | None) -> Section:
    comments = [f"{row.number} {row.cells[Column.SERVICE]}"]
    names = {service.row.number: service.row.service for service in before.services} if before else {}
    for match in identity.questions:
        old = f"{before.name if before else ''} {match.old}“{names.get(match.old, '')}”"
        comments.append(
            f"请决定是否延续 {old}（相似度 {match.score:.2f}）。"
            f" To be decided: does it continue {old} (likeness {match.score:.2f})?"
        )
    return Section(comments, service_blocks(row))


def _content(document: str) -> bytes | None:
    path = Path(document)
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None
