"""The files of the project as graphs, put together as the conformance tests need them."""

from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, Graph
from rdflib.term import Node

from kg_service.vocabulary import CARE

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology" / "care.ttl"
SCHEMES = ROOT / "ontology" / "schemes.ttl"
ALIGNMENTS = ROOT / "ontology" / "alignments.ttl"


@cache
def read(path: Path) -> Graph:
    """One file as a graph; shared between callers, so not to be changed."""
    return Graph().parse(path)


def union(*paths: Path) -> Graph:
    """A new graph with the statements of all of *paths*, and no ontology header but that of care.ttl.

    A document of OWL has one header; those of other files would be read as statements about individuals.
    """
    graph = Graph()
    for path in paths:
        headers: set[Node] = set()
        if path != ONTOLOGY:
            headers = set(read(path).subjects(RDF.type, OWL.Ontology))
        for triple in read(path):
            if triple[0] not in headers:
                graph.add(triple)
    return graph


@cache
def _data_files() -> tuple[Path, ...]:
    return tuple(sorted([*(ROOT / "data").glob("*.ttl"), *(ROOT / "data").glob("editions/*.ttl")]))


@cache
def editions() -> tuple[Path, ...]:
    """The files of data/ that hold an edition."""
    return tuple(path for path in _data_files() if (None, RDF.type, CARE.ChecklistEdition) in read(path))


def reference() -> tuple[Path, ...]:
    """The files that an edition is read with: schemes, bodies, places, norms, continuing services."""
    return (SCHEMES, *(path for path in _data_files() if path not in editions()))
