"""Which file becomes which named graph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from kg_service.errors import DatasetProblemError, UnreadableFileError
from kg_service.linking import confirmed_triples, link_files, read_mappings, record_triples, target_of
from kg_service.linking.targets import TARGETS
from kg_service.model import Text
from kg_service.store.turtle import editions_in_lines, read_turtle, write_ntriples
from kg_service.vocabulary import DCAT, EDITIONS, edition_graph_iri, graph_iri

Role: TypeAlias = Literal[
    "edition", "reference", "ontology", "alignments", "shapes", "links", "mappings", "dataset"
]

REFERENCE_FILES = ("organizations", "places", "services", "legal")
"""In data/; each is a graph of that name."""

_TITLES: dict[str, Text] = {
    "organizations": Text("责任部门", "Responsible bodies"),
    "places": Text("地方", "Places"),
    "services": Text("持续服务与清单系列", "Continuing services and series of editions"),
    "legal": Text("规范与文件", "Norms"),
    "schemes": Text("概念体系", "Concept schemes"),
    "ontology": Text("本体", "Ontology"),
    "alignments": Text("与其他词汇表的对应", "Alignments with other vocabularies"),
    "shapes": Text("校验规则", "Shapes"),
    "mappings": Text("对应及其依据", "Links with their reasons"),
}


_ROLES: dict[str, Role] = {
    "ontology": "ontology",
    "alignments": "alignments",
    "shapes": "shapes",
    "mappings": "mappings",
}
_LINKS = "links/"
"""What the name of a graph of confirmed links begins with; the name of the target follows."""


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One graph of the dataset, as read."""

    iri: str
    role: Role
    title: Text
    documents: tuple[Path, ...]
    """The files it was read from."""
    lines: tuple[bytes, ...]
    """Its triples as canonical N-Triples, sorted, without line ends."""
    edition: str | None = None
    """IRI of the edition that it holds."""

    @property
    def size(self) -> int:
        """Number of triples."""
        return len(self.lines)

    @property
    def ntriples(self) -> bytes:
        """Its triples as N-Triples."""
        return b"".join(line + b"\n" for line in self.lines)

    @property
    def is_default(self) -> bool:
        """Whether it is in the default graph, whichever editions there are."""
        return self.role in ("reference", "ontology", "links")

    @property
    def target(self) -> str | None:
        """Name of what its links lead to; None where it is no graph of links."""
        return self.iri.removeprefix(graph_iri(_LINKS)) if self.role == "links" else None


def load_graphs(home: Path) -> list[NamedGraph]:
    """Read the files of a home, each into its named graph.

    Args:
        home: Folder with ontology/, data/ and shapes/.

    Returns:
        The graphs by IRI. A file in data/ that describes an edition is an edition, whatever its name.

    Raises:
        UnreadableFileError: A file or folder is missing or can't be read.
        SyntaxProblemError: A file does not parse.
        DatasetProblemError: A file holds more than one edition, or two files hold the same one.
    """
    ontology, data, shapes = home / "ontology", home / "data", home / "shapes"
    graphs = [
        _graph("ontology", [ontology / "care.ttl"], home),
        _graph("schemes", [ontology / "schemes.ttl"], home),
        _graph("alignments", [ontology / "alignments.ttl"], home),
        _graph("shapes", _turtle_files(shapes), home),
    ]
    for path in _turtle_files(data) + sorted((data / "editions").glob("*.ttl")):
        lines = _read(path, home)
        edition = edition_in(path, lines)
        if edition is None:
            graphs.append(reference_graph(path.stem, (path,), lines))
        else:
            graphs.append(edition_graph(edition, (path,), lines))
    graphs += _links(home)
    names = {graph.iri for graph in graphs}
    for stem in REFERENCE_FILES:
        if graph_iri(stem) not in names:
            raise _missing(data / f"{stem}.ttl")
    return distinct(graphs)


def edition_graph(edition: str, documents: tuple[Path, ...], lines: tuple[bytes, ...]) -> NamedGraph:
    """The graph of an edition, given its IRI."""
    name = edition.removeprefix(EDITIONS)
    title = Text(f"清单版本 {name}", f"Edition {name}")
    return NamedGraph(edition_graph_iri(edition), "edition", title, documents, lines, edition)


def reference_graph(name: str, documents: tuple[Path, ...], lines: tuple[bytes, ...]) -> NamedGraph:
    """A graph that is no edition, by the name that it has below ``id/graph/``."""
    role, title = _ROLES.get(name, "reference"), _TITLES.get(name, Text(name, name))
    if name.startswith(_LINKS):
        target = TARGETS.get(name.removeprefix(_LINKS))
        found = target.title if target else Text(name.removeprefix(_LINKS), name.removeprefix(_LINKS))
        role, title = "links", Text(f"对应：{found.zh}", f"Links: {found.en}")
    return NamedGraph(graph_iri(name), role, title, documents, lines)


def current_editions(graphs: Iterable[NamedGraph]) -> list[NamedGraph]:
    """Of each series the edition that no other one names as the one before it.

    Raises:
        DatasetProblemError: No or more than one edition of a series is so.
    """
    editions = [graph for graph in graphs if graph.role == "edition"]
    older = {
        iri for graph in editions for iri in objects_in(graph.lines, graph.edition, DCAT.previousVersion)
    }
    by_series: dict[str, list[NamedGraph]] = {}
    for graph in editions:
        all_series = objects_in(graph.lines, graph.edition, DCAT.isVersionOf)
        if not all_series:
            raise DatasetProblemError(
                ", ".join(path.name for path in graph.documents),
                Text(
                    "版本没有用 dcat:isVersionOf 指出所属系列",
                    "the edition names no series by dcat:isVersionOf",
                ),
            )
        for series in all_series:
            by_series.setdefault(series, []).append(graph)
    chosen = []
    for series, members in sorted(by_series.items()):
        current = [graph for graph in members if graph.edition not in older]
        if len(current) != 1:
            raise DatasetProblemError(
                ", ".join(path.name for graph in current or members for path in graph.documents),
                Text(
                    f"{series} 应恰有一个现行版本，却有 {len(current)} 个。"
                    "请用 dcat:previousVersion 指出每个版本的上一版",
                    f"{series} must have one current edition and has {len(current)}: "
                    "let each edition name the one before it by dcat:previousVersion",
                ),
            )
        chosen += current
    return chosen


def _graph(name: str, paths: Sequence[Path], home: Path) -> NamedGraph:
    lines = {line for path in paths for line in _read(path, home)}
    return reference_graph(name, tuple(paths), tuple(sorted(lines)))


def _links(home: Path) -> Iterable[NamedGraph]:
    """A graph for each target with the links that hold, and one with the records of all links."""
    records: set[bytes] = set()
    documents = link_files(home)
    for path in documents:
        mappings = read_mappings(path, path.relative_to(home).as_posix())
        target = target_of(mappings)
        records.update(write_ntriples(record_triples(mappings, target)))
        confirmed = write_ntriples(confirmed_triples(mappings, target))
        if confirmed:
            yield reference_graph(_LINKS + mappings.name, (path,), confirmed)
    if records:
        yield reference_graph("mappings", tuple(documents), tuple(sorted(records)))


def _turtle_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise _missing(folder)
    if not (files := sorted(folder.glob("*.ttl"))):
        raise UnreadableFileError(str(folder), Text("其中没有 .ttl 文件", "there is no .ttl file in it"))
    return files


def _missing(path: Path) -> UnreadableFileError:
    return UnreadableFileError(str(path), Text("不存在", "it is not there"))


def _read(path: Path, home: Path) -> tuple[bytes, ...]:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFileError(str(path), Text(reason, reason)) from error
    return read_turtle(content, path.relative_to(home).as_posix())


def edition_in(path: Path, lines: Sequence[bytes]) -> str | None:
    """IRI of the edition that a file describes; None for reference data."""
    found = list(editions_in_lines(lines))
    if len(found) > 1:
        raise DatasetProblemError(
            str(path), Text("一个文件只能描述一个版本", "one file may describe one edition only")
        )
    if found and not found[0].startswith(EDITIONS):
        raise DatasetProblemError(
            str(path),
            Text(
                f"版本的 IRI 应以 {EDITIONS} 开头",
                f"the IRI of an edition begins with {EDITIONS}",
            ),
        )
    return found[0] if found else None


def objects_in(lines: Iterable[bytes], subject: str | None, predicate: str) -> list[str]:
    """The IRIs that a subject has by a property."""
    start = f"<{subject}> <{predicate}> <".encode()
    return [line[len(start) :].removesuffix(b"> .").decode() for line in lines if line.startswith(start)]


def distinct(graphs: Iterable[NamedGraph]) -> list[NamedGraph]:
    """The graphs by IRI.

    Raises:
        DatasetProblemError: Two of them have the same one.
    """
    ordered = sorted(graphs, key=lambda graph: graph.iri)
    for one, other in pairwise(ordered):
        if one.iri == other.iri:
            files = ", ".join(str(path) for graph in (one, other) for path in graph.documents)
            raise DatasetProblemError(
                files, Text(f"都要成为同一个图 {one.iri}", f"both would become the graph {one.iri}")
            )
    return ordered
