"""A dataset in parts that can be uploaded one by one.

A blank node has its name within one upload only. So the default graph, which mostly repeats what stands in
named graphs, is put together in the store from those, and only what is in none of them goes up by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from kg_service.errors import DatasetProblemError
from kg_service.model import Text
from kg_service.publish.lines import graph_of

Graph = bytes | None
"""IRI of a graph; None for the default graph."""


@dataclass(frozen=True, slots=True)
class Part:
    """One upload."""

    graph: str | None
    """IRI of the named graph that it is; None for what is in the default graph only."""
    path: Path
    """N-Triples, each once."""
    size: int
    """Number of triples."""
    is_in_default: bool
    """Whether all of it is in the default graph."""

    @property
    def name(self) -> Text:
        """What it is called in messages."""
        return Text(self.graph or "默认图", self.graph or "default graph")


def parts_of(nquads: Path, folder: Path) -> list[Part]:
    """Write the parts of a dataset into files.

    Args:
        nquads: Sorted lines.
        folder: An empty one.

    Returns:
        The named graphs by IRI, and behind them what is in the default graph only, where there is any.

    Raises:
        DatasetProblemError: A blank node is in two parts.
    """
    whole = _in_default(nquads)
    sizes: dict[Graph, int] = {}
    paths: dict[Graph, Path] = {}
    homes: dict[bytes, Graph] = {}
    with _Files(folder) as files:
        for triple, graphs in _triples(nquads):
            alone = not any(whole.get(graph) for graph in graphs)
            for graph in graphs:
                if graph is not None or alone:
                    paths[graph] = files.write(graph, triple + b"\n")
                    sizes[graph] = sizes.get(graph, 0) + 1
                    for node in _blank_nodes(triple):
                        if homes.setdefault(node, graph) != graph:
                            raise _shared(nquads, node, homes[node], graph)
    order = sorted(paths, key=lambda graph: (graph is None, graph or b""))
    return [Part(_name(graph), paths[graph], sizes[graph], graph is None or whole[graph]) for graph in order]


def _in_default(nquads: Path) -> dict[Graph, bool]:
    """Of each named graph whether the default graph has all of it."""
    whole: dict[Graph, bool] = {}
    for _, graphs in _triples(nquads):
        is_default = None in graphs
        for graph in graphs:
            if graph is not None:
                whole[graph] = is_default and whole.get(graph, True)
    return whole


def _triples(nquads: Path) -> Iterator[tuple[bytes, list[Graph]]]:
    """Each triple with the graphs that it is in; they stand together in sorted lines."""
    with nquads.open("rb") as lines:
        for triple, quads in groupby(map(graph_of, lines), key=lambda quad: quad[0]):
            yield triple, [graph for _, graph in quads]


def _blank_nodes(triple: bytes) -> list[bytes]:
    if b"_:" not in triple:
        return []
    subject, _, object_ = triple.split(b" ", 2)
    if object_.startswith(b"<<("):
        return [subject, *(word for word in object_.split() if word.startswith(b"_:"))]
    return [word for word in (subject, object_.split(b" ")[0]) if word.startswith(b"_:")]


def _name(graph: Graph) -> str | None:
    return None if graph is None else graph.decode()


def _shared(nquads: Path, node: bytes, *graphs: Graph) -> DatasetProblemError:
    label = node.decode()
    zh, en = ([_name(graph) or default for graph in graphs] for default in ("默认图", "the default graph"))
    reason = Text(
        f"空白节点 {label} 同时在 {'、'.join(zh)} 中，逐图上传后会变成两个节点。请给它一个 IRI",
        f"the blank node {label} is in {' and in '.join(en)}, and would become two nodes "
        "when they are uploaded one by one. Give it an IRI",
    )
    return DatasetProblemError(nquads.name, reason)


class _Files:
    """A file for each graph; the least lately used ones are closed meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[Graph, Path] = {}
        self._open: dict[Graph, BinaryIO] = {}

    def __enter__(self) -> "_Files":
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()

    def write(self, graph: Graph, data: bytes) -> Path:
        """Append to the file of a graph."""
        path = self._paths.setdefault(graph, self._folder / f"{len(self._paths)}.nt")
        file = self._open.pop(graph, None)
        if file is None:
            if len(self._open) >= 100:
                self._open.pop(next(iter(self._open))).close()
            file = path.open("ab")
        self._open[graph] = file
        file.write(data)
        return path
