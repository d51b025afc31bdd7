"""A server that holds the graphs of the W3C's protocol tests."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from exchanges import exchanges
from serving import serving
from w3c import Case, cases, require

from kg_service.publish.snapshot import build_snapshot
from kg_service.vocabulary import BASE, graph_iri

KASEI = "http://kasei.us/2009/09/sparql/data/"
"""Where the data of the protocol tests are said to be."""
FOAF, TYPE = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def graph_of(case: Case) -> str:
    """IRI under which the graph of a Graph Store test is held: each reads another state of the same one."""
    return graph_iri("w3c/" + case.id.rpartition("/")[2])


def is_held(case: Case) -> bool:
    """Whether the test reads a graph that is there."""
    found = exchanges(case.comment)
    return any(asked.method in ("GET", "HEAD") and asked.is_expected(200) for asked in found)


def _document(iri: str, graph: str) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(iri), ox.NamedNode(TYPE), ox.NamedNode(FOAF + "Document"), ox.NamedNode(graph)
    )


def _quads() -> Iterator[ox.Quad]:
    for number in range(4):
        yield _document(f"{KASEI}data{number}.rdf", f"{KASEI}data{number}.rdf")
    # One test means data1.rdf relative to the service, and looks for it in this graph.
    yield _document(BASE + "data1.rdf", f"{KASEI}data2.rdf")
    for case in cases():
        if case.kind != "GraphStoreProtocolTest" or not is_held(case):
            continue
        (asked,) = exchanges(case.comment)
        graph: ox.NamedNode | ox.DefaultGraph = ox.NamedNode(graph_of(case))
        if "default" in asked.path:
            graph = ox.DefaultGraph()
        # A HEAD says nothing of what is in the graph.
        text = asked.said or f"<{graph_of(case)}> a <{FOAF}Document> ."
        for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield ox.Quad(*quad.triple, graph)


@pytest.fixture(scope="module")
def w3c_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address, without a trailing slash."""
    require()
    folder = tmp_path_factory.mktemp("w3c")
    nquads = folder / "w3c.nq"
    nquads.write_bytes(ox.serialize(_quads(), format=ox.RdfFormat.N_QUADS) or b"")
    build_snapshot(nquads, folder / "store")
    with serving(folder / "store", folder) as address:
        yield address
