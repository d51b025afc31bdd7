"""What a remote store that ``kg publish`` filled says of itself, in a graph of its own.

It names the publication and the graphs that belong to it. The service asks for these graphs only, so that
what else stands in the store, an unfinished upload among it, is in no answer. The default graph has a name
there as well: without one an engine can't be told to take it, and several take all graphs together instead.
"""

from collections.abc import Sequence

from kg_service.model import Literal
from kg_service.store.terms import to_sparql
from kg_service.vocabulary import BASE, DCAT, DCTERMS, RDF, SD, XSD, graph_iri

DATASET = BASE + "id/dataset"
DEFAULT_GRAPH = DATASET + "#default-graph"
"""Name of the graph that holds the default graph."""
CONTROL_GRAPH = graph_iri("publication")
STAGING = graph_iri("staging") + "/"
"""What the names of graphs that are not published yet begin with."""

CONTENTS = (
    f"SELECT ?version ?graph {{ GRAPH <{CONTROL_GRAPH}> {{ <{DATASET}> <{DCAT.version}> ?version "
    f"OPTIONAL {{ <{DATASET}> <{SD.namedGraph}> ?graph }} }} }}"
)
"""Asks for the publication and its named graphs."""

RECORD = (
    f"SELECT ?version ?record {{ GRAPH <{CONTROL_GRAPH}> {{ <{DATASET}> <{DCAT.version}> ?version "
    f"OPTIONAL {{ <{DATASET}> <{RDF.value}> ?record }} }} }}"
)
"""Asks for the publication and what it noted of itself for the next one."""


def triples(version: str, identity: str, issued: str, graphs: Sequence[str], record: str = "") -> str:
    """The control graph, as SPARQL Update takes it.

    Args:
        version: Of this publication and no other, even of the same dataset.
        identity: SHA-256 of the dataset.
        issued: When, after ISO 8601.
        graphs: IRIs of the named graphs.
        record: What the next publication has to know of this one, as JSON.
    """
    noted = f" ; <{RDF.value}> {to_sparql(Literal(record))}" if record else ""
    named = "".join(f" ; <{SD.namedGraph}> <{graph}>" for graph in graphs)
    return (
        f'<{DATASET}> <{DCAT.version}> "{version}" ; <{DCTERMS.identifier}> "{identity}" ; '
        f'<{DCTERMS.issued}> "{issued}"^^<{XSD.dateTime}> ; '
        f"<{SD.defaultGraph}> <{DEFAULT_GRAPH}>{named}{noted} ."
    )
