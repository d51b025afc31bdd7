"""The OWL 2 RL closure of the ontology with the data holds no contradiction.

Rules: https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from pathlib import Path

import pytest
from graphs import ONTOLOGY, editions, reference, union
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import ORG, OWL, RDF, Graph, Namespace, URIRef

from kg_service.vocabulary import BASE, CARE, CPSV

# Where owlrl writes down that a rule which concludes "false" fired.
ERROR = Namespace("http://www.daml.org/2002/03/agents/agent-ont#").error


def close(graph: Graph) -> Graph:
    """Add to *graph* all that the rules conclude, and return it."""
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


def contradictions(closed: Graph) -> list[str]:
    """Every contradiction of a closed graph: what owlrl reports, and each member of owl:Nothing."""
    reported = [str(message) for message in closed.objects(None, ERROR)]
    members = set(closed.subjects(RDF.type, OWL.Nothing)) - {OWL.Nothing}
    return reported + [f"{member} is a member of owl:Nothing" for member in members]


@pytest.mark.parametrize("edition", editions(), ids=lambda path: path.name)
def test_closure_has_no_contradiction(edition: Path) -> None:
    graph = union(ONTOLOGY, *reference(), edition)
    counterparts = set(graph.subject_objects(CARE.nationalCounterpart))
    closed = close(graph)
    assert contradictions(closed) == []
    assert counterparts
    assert counterparts <= set(closed.subject_objects(ORG.linkedTo)), "the rules were not applied"


@pytest.mark.parametrize(
    ("subject", "added"),
    [
        pytest.param("id/x", (CARE.ServiceMeasure, CARE.EligibilityCondition), id="two-classes-of-ours"),
        pytest.param("id/x", (CPSV.PublicService, CARE.ServiceMeasure), id="service-as-measure"),
        pytest.param("id/body/heilongjiang/education", (CARE.ContinuingService,), id="body-as-concept"),
        pytest.param("id/x", (OWL.Nothing,), id="member-of-nothing"),
    ],
)
def test_contradiction_is_found(subject: str, added: tuple[URIRef, ...]) -> None:
    paths = [path for path in reference() if path.name == "organizations.ttl"]
    graph = union(ONTOLOGY, *paths)
    for kind in added:
        graph.add((URIRef(BASE + subject), RDF.type, kind))
    found = contradictions(close(graph))
    assert found
    assert all(BASE + subject in text for text in found)
