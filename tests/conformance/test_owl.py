"""The ontology is in the profiles that it promises, and nothing contradicts it, say the OWL API 5 and HermiT.

https://www.w3.org/TR/owl2-profiles/
"""

import os

import pytest
from graphs import ALIGNMENTS, ONTOLOGY, SCHEMES, editions, reference, union
from rdflib import Graph
from reasoner import PROFILES, Verdict, judge, what_is_missing

pytestmark = pytest.mark.java

PREFIXES = """
    @base <https://w3id.org/care-checklist/id/> .
    @prefix care: <https://w3id.org/care-checklist/ontology#> .
    @prefix cpsv: <http://purl.org/vocab/cpsv#> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# Added to care.ttl: what is said, and the profiles that it leaves.
OUTSIDE = {
    "inverse": ("care:conditionedOn owl:inverseOf care:recipient .", {"EL"}),
    "functional": ("care:commitment a owl:FunctionalProperty .", {"EL", "QL"}),
    "union-as-range": (
        "care:rulesOf rdfs:range [ a owl:Class ; owl:unionOf ( cpsv:PublicService care:ServiceMeasure ) ] .",
        {"EL", "QL", "RL"},
    ),
    "cardinality": (
        """care:ServiceMeasure rdfs:subClassOf [ a owl:Restriction ; owl:onProperty care:recipient ;
               owl:minCardinality "2"^^xsd:nonNegativeInteger ] .""",
        {"EL", "QL", "RL"},
    ),
    "two-kinds-of-property": ("care:position a owl:ObjectProperty . <x> care:position <y> .", set(PROFILES)),
    "datatype-property-to-iri": ("<norm/x> dct:identifier <norm/y> .", set(PROFILES)),
    "object-property-to-literal": ('<norm/x> dct:relation "y" .', set(PROFILES)),
    "undeclared-property": ("<norm/x> care:unheardOf <norm/y> .", set(PROFILES)),
    "undeclared-class": ("<norm/x> a care:UnheardOf .", set(PROFILES)),
    "date-as-data": ('<norm/x> dct:identifier "2024-09-03"^^xsd:date .', set(PROFILES)),
}

# Added to everything: each is one contradiction.
CONTRADICTIONS = {
    "two-classes-of-ours": "<x> a care:ServiceMeasure , care:EligibilityCondition .",
    "service-as-measure": "<edition/heilongjiang/2024/service/1> a care:ServiceMeasure .",
    "body-as-place": "<body/heilongjiang/education> a dct:Location .",
    "scheme-as-group": "<scheme/groups> a care:BeneficiaryGroup .",
}

EMPTY_CLASS = "care:Odd a owl:Class ; rdfs:subClassOf care:ServiceMeasure , care:BeneficiaryGroup ."


def added(graph: Graph, turtle: str) -> Graph:
    """A copy of *graph* with *turtle* added."""
    return Graph().parse(data=PREFIXES + turtle, format="turtle") + graph


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    if missing := what_is_missing():
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    ontology = union(ONTOLOGY)
    everything = union(ONTOLOGY, ALIGNMENTS, *reference(), *editions())
    return judge(
        {
            "ontology": ontology,
            "schemes": union(ONTOLOGY, SCHEMES),
            "everything": everything,
            **{name: added(ontology, turtle) for name, (turtle, _) in OUTSIDE.items()},
            **{name: added(everything, turtle) for name, turtle in CONTRADICTIONS.items()},
            "empty-class": added(ontology, EMPTY_CLASS),
        }
    )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ["ontology", "schemes"])
def test_ontology_is_in_profile(verdicts: dict[str, Verdict], name: str, profile: str) -> None:
    assert verdicts[name].violations[profile] == ()


def test_everything_is_in_dl(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["everything"].violations["DL"] == ()


@pytest.mark.parametrize("name", ["ontology", "schemes", "everything"])
def test_graph_is_consistent(verdicts: dict[str, Verdict], name: str) -> None:
    verdict = verdicts[name]
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.unparsed == ()


def test_whole_graphs_were_read(verdicts: dict[str, Verdict]) -> None:
    """Labels, definitions and declarations alone make more axioms; an empty graph would pass all else."""
    assert verdicts["ontology"].axioms > 300
    assert verdicts["schemes"].axioms > verdicts["ontology"].axioms + 700
    assert verdicts["everything"].axioms > verdicts["schemes"].axioms + 3000


@pytest.mark.parametrize(("name", "left"), [(name, left) for name, (_, left) in OUTSIDE.items()])
def test_leaving_a_profile_is_reported(verdicts: dict[str, Verdict], name: str, left: set[str]) -> None:
    assert {profile for profile, found in verdicts[name].violations.items() if found} == left


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradiction_is_found(verdicts: dict[str, Verdict], name: str) -> None:
    assert not verdicts[name].consistent


def test_class_without_possible_members_is_found(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["empty-class"].consistent
    assert verdicts["empty-class"].unsatisfiable == ("https://w3id.org/care-checklist/ontology#Odd",)
