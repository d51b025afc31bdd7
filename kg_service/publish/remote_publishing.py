"""The story of a publication into a remote engine: read, hold against what is there, check, upload, switch.

An engine may write a number otherwise than it was written. So a publication notes in the engine what its
editions were, and the next one is held against that note.

Not here: the upload and the switch (``remote``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from kg_service.errors import EditionMissingError
from kg_service.formats import NTRIPLES
from kg_service.model import Finding
from kg_service.publish import assemble, queries_of
from kg_service.publish.building import Progress, nothing, write_sorted
from kg_service.publish.editions import EDITION_GRAPHS, EditionGraph, editions_of, lines_of
from kg_service.publish.files import NamedGraph, distinct, load_graphs
from kg_service.publish.gathering import DESCRIPTION, graph_of_lines, read_given, with_given
from kg_service.publish.immutability import corrections_of
from kg_service.publish.layout import NAME
from kg_service.publish.lines import split_by_graph
from kg_service.publish.published import Published, PublishedEdition
from kg_service.publish.publishing import PLAIN, Order, judge
from kg_service.publish.records import Record
from kg_service.publish.remote import SECONDS, publish_remote
from kg_service.store import control
from kg_service.store.endpoint import Endpoints
from kg_service.store.remote import RemoteStore
from kg_service.store.turtle import read_turtle

_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_MOST_MB = 4_000


@dataclass(frozen=True, slots=True)
class RemotePublication:
    """What came of it."""

    snapshot: str
    """What servers of this store name from now on."""
    quads: int
    warnings: tuple[Finding, ...]
    """Those that were let pass."""


def publish_to_engine(
    endpoints: Endpoints,
    home: Path,
    files: Sequence[Path] = (),
    data: Path | None = None,
    order: Order = PLAIN,
    progress: Progress = nothing,
) -> RemotePublication:
    """Publish into a remote engine.

    Args:
        endpoints: Of the store; its query, update and data endpoint are used.
        home: Its files are published, with *files* in place of those of the same graph, and with the
            published editions that it lacks; its shapes are what is checked against.
        files: RDF files, each an edition or reference data.
        data: N-Quads that are a whole dataset, in place of all that.
        order: What a person says of it.
        progress: Is told what is being done.

    Raises:
        RemoteFailedError: The store does not do what it was asked; what was published is still in place.
        DatasetProblemError: It has what can't be uploaded graph by graph.
        KgServiceError: See ``publishing.publish_graphs``.
    """
    given = read_given(files)
    store = RemoteStore(endpoints, seconds=SECONDS, result_mb=_MOST_MB)
    version, published = _published_in(store)
    with TemporaryDirectory(prefix="kg-publish-") as name:
        folder = Path(name)
        nquads = folder / "dataset.nq"
        if data is None:
            own = with_given(load_graphs(home), given)
            graphs = distinct([*own, *_kept(published, {graph.iri for graph in own})])
        else:
            identity, quads = write_sorted(data, nquads)
            graphs = _graphs_of(nquads, folder / "graphs")
        editions = list(editions_of(graphs))
        corrections = corrections_of(editions, published, order.correct, order.reason, order.who)
        if data is None:
            identity, quads = write_sorted(assemble(graphs, queries_of(home), corrections), nquads)
        source = "data" if data else "files" if files else "home"
        asked = graphs if editions else ()
        judged = judge(asked, editions, home, order, published, corrections, source, progress)
        snapshot = publish_remote(
            nquads,
            identity,
            endpoints,
            progress,
            record=json.dumps(judged.record.plain(), ensure_ascii=False),
            after=version,
        )
    return RemotePublication(snapshot, quads, judged.warnings)


def _published_in(store: RemoteStore) -> tuple[str, Published]:
    """The last publication, and what it noted; where it noted nothing, what can be read."""
    rows = store.ask(control.RECORD)
    if not rows:
        return "", Published()
    version, noted = str(rows[0][0]), rows[0][1]
    record = Record.of(json.loads(str(noted))) if noted is not None else Record()
    known = {each.graph: each for each in record.editions}
    current = {}
    for graph in store.graphs():
        if not graph.startswith(EDITION_GRAPHS):
            continue
        found = known.get(graph)
        held = None if found else _read(store, graph)
        fingerprint = found.fingerprint if found else held.fingerprint if held else ""
        name = graph.removeprefix(EDITION_GRAPHS)
        current[name] = PublishedEdition(
            name,
            fingerprint,
            version[:NAME],
            lambda graph=graph: _read(store, graph),  # type: ignore[misc]
        )
    return version, Published(version[:NAME], record, current, current)


def _read(store: RemoteStore, graph: str) -> EditionGraph | None:
    answer = store.query(_EVERYTHING, default_graphs=(graph,), formats={"graph": NTRIPLES})
    return EditionGraph.of(graph, [line for line in answer.serialize(NTRIPLES).split(b"\n") if line])


def _kept(published: Published, known: Collection[str]) -> list[NamedGraph]:
    """The published editions whose graphs are not known, each as it was published.

    Raises:
        EditionMissingError: The engine does not give one back as it was; it has to be among the files.
    """
    graphs = []
    for each in published.current.values():
        if EDITION_GRAPHS + each.name in known:
            continue
        held = each.load()
        if held is None or held.fingerprint != each.fingerprint:
            raise EditionMissingError([each.name], each.snapshot)
        # The names of its blank nodes are to be those of no other edition.
        content = b"\n".join(held.lines)
        lines = read_turtle(content, held.graph, format=ox.RdfFormat.N_TRIPLES)
        graphs.append(graph_of_lines(held.graph, lines))
    return graphs


def _graphs_of(nquads: Path, folder: Path) -> list[NamedGraph]:
    paths: dict[str | None, Path] = {}

    def path_of(graph: str | None) -> Path:
        return paths.setdefault(graph, folder / f"{len(paths)}.nt")

    named = [graph for graph in split_by_graph(nquads, path_of) if graph not in (None, DESCRIPTION)]
    return [graph_of_lines(graph, lines_of(paths[graph])) for graph in named]
