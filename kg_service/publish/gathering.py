"""Which graphs the next snapshot is made of.

    kg publish TARGET        the files of the home, and the published editions that it lacks
    kg publish FILE TARGET   what is published, with the files added; the home where nothing is published yet

A published edition is never left out. Reference data are those of the home, or of the given files.

Not here: N-Quads that are a whole dataset by themselves (``publishing``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kg_service.errors import DatasetProblemError, UnreadableFileError
from kg_service.formats import NTRIPLES
from kg_service.model import Text
from kg_service.publish.dumps import DumpFolder
from kg_service.publish.editions import edition_of, lines_of
from kg_service.publish.files import (
    NamedGraph,
    current_editions,
    distinct,
    edition_graph,
    edition_in,
    load_graphs,
    reference_graph,
)
from kg_service.regular import bytes_of
from kg_service.store.rdf_files import MAX_BYTES, SYNTAXES, read_content
from kg_service.store.turtle import read_turtle
from kg_service.vocabulary import EDITIONS, graph_iri

DESCRIPTION = graph_iri("dataset")
"""The graph that is made from all others."""
_GRAPHS = graph_iri("")
_FILES = {"care": "ontology"}
"""Stem of a file whose graph is called otherwise."""
_OURS = ("shapes", "dataset")
"""Graphs that no file takes the place of: uploads are data, and the description is made from them."""


def read_given(paths: Sequence[Path]) -> list[NamedGraph]:
    """The graphs that files are to become: an edition, or reference data called after the file.

    Raises:
        UnreadableFileError: A file is missing, or its name says no syntax of RDF.
        SyntaxProblemError: It does not parse.
        TangledNodesError: Its blank nodes can't be told apart.
        DatasetProblemError: It holds more than one edition, or is called after a graph that is ours.
    """
    return distinct(_read(path) for path in paths)


def _read(path: Path) -> NamedGraph:
    syntax = SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        raise UnreadableFileError(
            str(path),
            Text(
                f"发布的文件须是 RDF（{' '.join(sorted(SYNTAXES))}）；"
                "文档请先用 kg import 转成草稿，看过再发布",
                f"what is published has to be RDF ({' '.join(sorted(SYNTAXES))}). "
                "Make a draft of a document by kg import, and look at it first",
            ),
        )
    content = bytes_of(path, MAX_BYTES)
    # Says best what is wrong, and refuses what is not safe to read.
    read_content(content, str(path), syntax, path.resolve().as_uri(), with_places=False)
    # Called after its content, the names of blank nodes are those of no other file.
    lines = read_turtle(content, str(path), scope="given", format=syntax, is_given=True)
    edition = edition_in(path, lines)
    name = _FILES.get(path.stem, path.stem)
    if edition is None and name in _OURS:
        reason = Text(
            f"“{name}”这个图由程序维护，不能由文件代替；请给文件换个名字",
            f"the graph “{name}” is kept by the program; call the file otherwise",
        )
        raise DatasetProblemError(str(path), reason)
    if any(b"_:" in line for line in lines):
        lines = read_turtle(content, str(path), scope=f"given{edition or name}", format=syntax, is_given=True)
    if edition is None:
        return reference_graph(name, (path,), lines)
    return edition_graph(edition, (path,), lines)


def of_home(home: Path, published: Iterable[NamedGraph]) -> list[NamedGraph]:
    """The graphs of a home, and the published editions that it lacks.

    Raises:
        UnreadableFileError, SyntaxProblemError, DatasetProblemError: See ``load_graphs``.
    """
    graphs = load_graphs(home)
    known = {graph.iri for graph in graphs}
    kept = (graph for graph in published if graph.role == "edition" and graph.iri not in known)
    return distinct([*graphs, *kept])


def with_given(base: Iterable[NamedGraph], given: Sequence[NamedGraph]) -> list[NamedGraph]:
    """*base*, with the given graphs in place of those of the same name."""
    replaced = {graph.iri for graph in given}
    return distinct([*(graph for graph in base if graph.iri not in replaced), *given])


def graphs_in(dumps: DumpFolder) -> list[NamedGraph]:
    """The named graphs of a snapshot, its description left out, from its files."""
    return [
        graph_of_lines(dump.graph, lines_of(dumps.path(dump)))
        for dump in dumps.dumps
        if dump.graph not in (None, DESCRIPTION) and dump.format == NTRIPLES and dump.graph is not None
    ]


def graph_of_lines(iri: str, lines: Sequence[bytes]) -> NamedGraph:
    """A named graph that was published, as what it was before."""
    name = edition_of(iri, lines)
    if name is not None:
        return replace(edition_graph(EDITIONS + name, (), tuple(lines)), iri=iri)
    return replace(reference_graph(iri.removeprefix(_GRAPHS), (), tuple(lines)), iri=iri)


def require_whole(dumps: DumpFolder, graphs: Sequence[NamedGraph], document: str) -> None:
    """Make sure that a published dataset can be put together again from its named graphs.

    Raises:
        DatasetProblemError: Its default graph holds what no graph that belongs there does.
    """
    default, description = dumps.of(None, NTRIPLES), dumps.of(DESCRIPTION, NTRIPLES)
    if default is None:
        return
    known = set(lines_of(dumps.path(description))) if description else set()
    current = current_editions(graphs)
    for graph in graphs:
        if graph.is_default or graph in current:
            known.update(graph.lines)
    alone = next((line for line in lines_of(dumps.path(default)) if line not in known), None)
    if alone is not None or any(not graph.iri.startswith(_GRAPHS) for graph in graphs):
        reason = Text(
            "它的默认图不是由命名图组成的（用 --data 发布），不能再加文件；请把文件并入那份 N-Quads",
            "its default graph is not made of its named graphs (it was published by --data), so that no file "
            "can be added: add it to those N-Quads",
        )
        raise DatasetProblemError(document, reason)
