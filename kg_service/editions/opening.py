"""An edition by what a person calls it: a name in the dataset, or a file of any form.

    heilongjiang/2024    as the dataset has it
    2025.docx            read, and made a draft of
    draft.ttl            our own model in RDF, taken as it is

Not here: reading documents (``reading``), making drafts (``graph``), queries over an edition (``loading``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from kg_service import isolated
from kg_service.editions.comparing import compare_editions
from kg_service.editions.decisions import NONE, Decisions
from kg_service.editions.drafting.known import ID, Known, load_known
from kg_service.editions.export import known_editions
from kg_service.editions.graph import Draft, draft_of
from kg_service.editions.loading import load_edition
from kg_service.editions.matching import match_editions
from kg_service.errors import TangledNodesError, UnknownEditionError
from kg_service.model import Comparison, Edition, Reading
from kg_service.nearest import nearest
from kg_service.regular import bytes_of
from kg_service.store import EmbeddedStore, Store
from kg_service.store.rdf_files import MAX_BYTES, SYNTAXES
from kg_service.store.turtle import editions_in_lines, read_turtle
from kg_service.vocabulary import DCTERMS, EDITIONS, edition_graph_iri, edition_iri, graph_iri

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NAME = re.compile(r"[\w-]+/[\w.-]+")
_ALONE = "draft"
"""Version of a draft whose title says none."""
_SNAPSHOT = "0" * 64
Reference: TypeAlias = Mapping[str, Sequence[bytes]]
"""Graphs of reference data by name, each as canonical N-Triples, without line ends."""
NO_REFERENCE: Reference = {}
REFERENCE_FILES = {
    "schemes": "ontology/schemes.ttl",
    "organizations": "data/organizations.ttl",
    "services": "data/services.ttl",
}
"""Graph that comparing looks at to its file in a home."""
BOUNDS = isolated.Bounds(seconds=60, memory_mb=2_048)
"""For making an edition of an RDF file."""


def open_edition(
    what: str,
    store: Store,
    home: Path,
    *,
    decisions: Decisions = NONE,
    before: Edition | None = None,
    content: bytes | None = None,
    reference: Reference = NO_REFERENCE,
) -> Edition:
    """An edition by its name in the dataset, or by a file.

    Args:
        what: ``heilongjiang/2024``, or the path of a document or of an RDF file.
        store: The dataset.
        home: Folder with ``ontology/`` and ``data/``.
        decisions: What people said about which service continues which.
        before: What a document follows; where None, the current edition of its series.
        content: The file, where it has been read already; *what* is only its name then.
        reference: What an RDF file is read with in place of the reference data of the home.

    Returns:
        The edition; one that comes from a file is named as the person gave it.

    Raises:
        UnknownEditionError: There is no such edition, and no such file either.
        UnreadableFileError, UnreadableDocumentError, SyntaxProblemError: The file can't be read.
    """
    name, path = what.strip().strip("/"), Path(what)
    if content is not None:
        return replace(_of_file(path, content, home, decisions, before, reference), name=what)
    known = known_editions(store)
    if name in known:
        return load_edition(store, name, home=home)
    if not path.exists() and _NAME.fullmatch(name) and "." not in name.partition("/")[2]:
        raise UnknownEditionError(what, nearest(name, known) or known)
    return replace(_of_file(path, None, home, decisions, before, reference), name=what)


def _of_file(
    path: Path,
    content: bytes | None,
    home: Path,
    decisions: Decisions,
    before: Edition | None,
    reference: Reference,
) -> Edition:
    from kg_service.editions.reading.files import read_bytes, read_document

    reading = read_document(path) if content is None else read_bytes(content, str(path))
    if reading.format == "rdf":
        found = _of_rdf(path, content, home, reference)
        if found is not None:
            return found
    return draft_file(path, home, decisions=decisions, before=before, reading=reading).edition


def draft_file(
    path: Path,
    home: Path,
    *,
    edition: str | None = None,
    before: Edition | None = None,
    decisions: Decisions = NONE,
    reading: Reading | None = None,
    known: Known | None = None,
) -> Draft:
    """The draft that a document makes.

    Args:
        path: The document.
        home: Folder with ``ontology/`` and ``data/``.
        edition: Name of the new edition; told from the title where None.
        before: What it follows; where None, the current edition of its series but for itself.
        decisions: What people said about which service continues which.
        reading: What the document holds, where it has been read already.
        known: The home, where it has been read already.

    Raises:
        UnreadableFileError, UnreadableDocumentError, SyntaxProblemError: A file can't be read.
    """
    from kg_service.editions.reading.files import read_document

    known = known or load_known(home)
    reading = reading or read_document(path)
    name = edition or told_name(reading, known)
    if before is None:
        current = known.current(name.partition("/")[0], but=name)
        before = published_edition(current, known, home) if current else None
    return draft_of(reading, name, before, home, decisions, known=known)


def compare_named(old: str, new: str, store: Store, home: Path, decisions: Decisions = NONE) -> Comparison:
    """What changed between two editions as people call them.

    Args:
        old, new: See ``open_edition``; a document of the new one is taken to follow the old one.
        store, home, decisions: See ``open_edition``.

    Raises:
        UnknownEditionError, UnreadableFileError, UnreadableDocumentError, SyntaxProblemError: See
            ``open_edition``.
    """
    return compare_with(open_edition(old, store, home), new, store, home, decisions)


def compare_with(
    before: Edition, new: str, store: Store, home: Path, decisions: Decisions = NONE
) -> Comparison:
    """What changed since an edition that has been opened; see ``compare_named``."""
    after = open_edition(new, store, home, decisions=decisions, before=before)
    return compare_editions(before, after, match_editions(before, after, decisions))


def told_name(reading: Reading, known: Known) -> str:
    """What to call a document's edition: the series or place that its title begins with, and its year."""
    title = reading.title or ""
    year = _YEAR.search(title) or _YEAR.search(Path(reading.document).name)
    return f"{_series(title, known)}/{year[1] if year else _ALONE}"


def _series(title: str, known: Known) -> str:
    facts = known.facts
    all_series = sorted(iri for iri in facts.subjects() if iri.startswith(f"{ID}series/"))
    for iri in all_series:
        name = facts.text(iri, str(DCTERMS.title), "zh")
        if name and title.startswith(name):
            return iri.removeprefix(f"{ID}series/")
    if of_place := known.localities.in_title(title):
        return of_place
    return all_series[0].removeprefix(f"{ID}series/") if all_series else "list"


def published_edition(name: str, known: Known, home: Path) -> Edition:
    """An edition that the home holds, as it is compared.

    Raises:
        UnknownEditionError: It holds no such edition.
    """
    name = name.strip().strip("/")
    if name not in known.paths:
        raise UnknownEditionError(name, nearest(name, known.paths) or tuple(known.paths))
    lines = read_turtle(known.paths[name].read_bytes(), name)
    return edition_of_lines(name, lines, reference_of(home), home)


def _of_rdf(path: Path, content: bytes | None, home: Path, reference: Reference) -> Edition | None:
    """The edition that an RDF file describes, which has been read before; None where it describes none."""
    if path.suffix.lower() not in SYNTAXES:
        return None
    from kg_service.editions.reading.limited import called

    content, document = bytes_of(path, MAX_BYTES) if content is None else content, str(path)
    # Queries, and naming blank nodes, over what somebody else wrote: neither can be stopped in here.
    return called(
        edition_of_rdf,
        content,
        document,
        home,
        reference,
        document=document,
        bounds=BOUNDS,
        # Over its bound of memory, the engine ends the process by itself.
        broken=TangledNodesError(document),
        readable=(home,),
    )


def edition_of_rdf(
    content: bytes, document: str, home: Path, reference: Reference = NO_REFERENCE
) -> Edition | None:
    """The edition that the text of an RDF file describes, for a process of its own.

    Args:
        content: The file, which has been read before.
        document: Its name or path; the ending says the syntax.
        home: Folder with ``ontology/``, ``data/`` and ``queries/``.
        reference: See ``open_edition``.

    Returns:
        None where it describes none.
    """
    syntax = SYNTAXES[Path(document).suffix.lower()]
    lines = read_turtle(content, document, scope="given", format=syntax)
    iri = next((iri for iri in editions_in_lines(lines) if iri.startswith(EDITIONS)), None)
    if iri is None:
        return None
    name = iri.removeprefix(EDITIONS)
    return edition_of_lines(name, lines, {**reference_of(home), **reference}, home)


def reference_of(home: Path) -> dict[str, tuple[bytes, ...]]:
    """The reference data of a home that comparing looks at, by the name of its graph, as canonical lines.

    Raises:
        UnreadableFileError, SyntaxProblemError: A file can't be read.
    """
    return {name: read_turtle((home / path).read_bytes(), path) for name, path in REFERENCE_FILES.items()}


def edition_of_lines(name: str, lines: Iterable[bytes], reference: Reference, home: Path) -> Edition:
    """An edition as it is compared, from its graph.

    Args:
        name: ``heilongjiang/2025``.
        lines: Its graph as canonical N-Triples, without line ends.
        reference: The graphs that it is read with.
        home: Folder with ``queries/``.
    """
    own = tuple(lines)
    graphs = {edition_graph_iri(edition_iri(*name.split("/"))): own}
    said = set(own)
    for graph in REFERENCE_FILES:
        # A triple in two of the graphs that a query looks at would be found twice, and every join with it.
        graphs[graph_iri(graph)] = tuple(line for line in reference.get(graph, ()) if line not in said)
    quads = (
        line.removesuffix(b".") + f"<{graph}> .".encode() for graph, found in graphs.items() for line in found
    )
    return load_edition(EmbeddedStore(b"\n".join(quads) + b"\n", _SNAPSHOT), name, home=home)
