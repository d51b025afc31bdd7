"""Every edition passes the official shapes of CPSV-AP 3.2.0 with the reference data, and was looked at whole.

https://semiceu.github.io/CPSV-AP/releases/3.2.0/
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib
from graphs import ONTOLOGY, ROOT, editions, read, reference, union
from pyshacl import validate
from pyshacl.shapes_graph import ShapesGraph
from rdflib import DCTERMS, FOAF, ORG, RDF, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg_service.vocabulary import ADMS, BASE, CPSV, CV, ELI

OFFICIAL = ROOT / "shapes" / "cpsv-ap"
SERVICES = OFFICIAL / "cpsv-ap-SHACL.ttl"
ORGANISATIONS = OFFICIAL / "core-public-organisation-ap-SHACL.ttl"
SETS = {"cpsv-ap": (SERVICES,), "organisation-ap": (ORGANISATIONS,), "together": (SERVICES, ORGANISATIONS)}

# Counted in the source text by hand: rows, measures, responsibilities and bodies.
COUNTED = {
    "checklist.ttl": {CPSV.PublicService: 23, CV.Output: 56, CV.Participation: 43, CV.PublicOrganisation: 14},
}

# The classes that each set has a shape for and the data has members of.
LOOKED_AT = {
    "cpsv-ap": (
        CPSV.PublicService, CV.Output, CV.Participation, CV.Requirement, CV.PublicOrganisation,
        ORG.Organization, FOAF.Agent, FOAF.Document, rdflib.DCAT.Dataset, SKOS.Concept, ELI.LegalResource,
        DCTERMS.Location, DCTERMS.LinguisticSystem,
    ),
    "organisation-ap": (
        CV.PublicOrganisation, ORG.Organization, FOAF.Document, SKOS.Concept, DCTERMS.Location,
        ADMS.Identifier,
    ),
}  # fmt: skip


def results(data: Graph, shapes: Graph) -> set[tuple[str, str]]:
    """Focus node and path of every result."""
    _, report, _ = validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultPath)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def focus_counts(data: Graph, shapes: Graph) -> Mapping[Node, int]:
    """Per target class of *shapes*, how many nodes of *data* the engine takes as focus nodes."""
    return {
        target: len(set(shape.focus_nodes(data)))
        for shape in ShapesGraph(shapes).shapes
        for target in shapes.objects(shape.node, SH.targetClass)
    }


def test_copies_are_the_official_files() -> None:
    recorded = (line.split() for line in (OFFICIAL / "SHA256SUMS").read_text().splitlines())
    digests = {name: digest for digest, name in recorded}
    copies = sorted(OFFICIAL.glob("*.ttl"))
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in copies} == digests
    assert all(digest in (OFFICIAL / "README.md").read_text("utf-8") for digest in digests.values())


def test_reused_terms_are_in_the_official_vocabulary() -> None:
    """But for the class of CCCEV that our conditions are a subclass of."""
    official = set(read(OFFICIAL / "cpsv-ap.ttl").subjects(RDF.type))
    reused = {
        term for term in read(ONTOLOGY).subjects(RDF.type) if str(term).startswith((str(CPSV), str(CV)))
    }
    assert reused - official == {CV.Criterion}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("edition", editions(), ids=lambda path: path.name)
def test_edition_conforms(edition: Path, name: str) -> None:
    assert results(union(edition, *reference()), union(*SETS[name])) == set()


@pytest.mark.parametrize("edition", editions(), ids=lambda path: path.name)
def test_edition_conforms_when_subclasses_count(edition: Path) -> None:
    """With the ontology in the graph, as it is served, a member of a subclass is a focus node as well."""
    assert results(union(edition, *reference(), ONTOLOGY), union(*SETS["together"])) == set()


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("edition", editions(), ids=lambda path: path.name)
def test_every_member_was_a_focus_node(edition: Path, name: str) -> None:
    data = union(edition, *reference())
    counts = focus_counts(data, union(*SETS[name]))
    members = {kind: len(set(data.subjects(RDF.type, kind))) for kind in LOOKED_AT[name]}
    assert {kind: counts.get(kind) for kind in LOOKED_AT[name]} == members
    assert all(members.values())


@pytest.mark.parametrize("edition", editions(), ids=lambda path: path.name)
def test_focus_nodes_are_those_of_the_text(edition: Path) -> None:
    """An edition without figures of its own here still has to have members of each class."""
    counts = focus_counts(union(edition, *reference()), read(SERVICES))
    for kind, expected in COUNTED.get(edition.name, {}).items():
        assert counts[kind] == expected
    assert all(counts[kind] for kind in LOOKED_AT["cpsv-ap"])


def test_2024_edition_has_figures() -> None:
    assert set(COUNTED) <= {path.name for path in editions()}


def test_empty_graph_has_no_focus_nodes() -> None:
    """It conforms, which is why conforming is not enough."""
    shapes = union(*SETS["together"])
    assert results(Graph(), shapes) == set()
    assert not any(focus_counts(Graph(), shapes).values())


SERVICE = "edition/heilongjiang/2024/service/1"
MEASURE = f"{SERVICE}/measure/1"
CONDITION = f"{SERVICE}/condition/1"
PARTICIPATION = f"{SERVICE}/participation/1"
BODY = "body/heilongjiang/education"

# Each takes all values of one property from one node.
DROPPED = [
    (SERVICE, DCTERMS.title),
    (SERVICE, DCTERMS.identifier),
    (SERVICE, DCTERMS.description),
    (SERVICE, CV.hasCompetentAuthority),
    (MEASURE, DCTERMS.title),
    (MEASURE, DCTERMS.identifier),
    (CONDITION, DCTERMS.title),
    (CONDITION, DCTERMS.identifier),
    (PARTICIPATION, CV.hasParticipant),
    (PARTICIPATION, CV.role),
    (BODY, SKOS.prefLabel),
    (BODY, DCTERMS.spatial),
]

# Each takes a type from a node, so that what the service points to by the property is nothing known.
UNTYPED = [
    ("place/heilongjiang", DCTERMS.Location, DCTERMS.spatial),
    ("scheme/groups/children-aged-0-6", SKOS.Concept, DCTERMS.audience),
    ("body/heilongjiang/health-commission", CV.PublicOrganisation, CV.hasCompetentAuthority),
    ("edition/heilongjiang/2024", rdflib.DCAT.Dataset, DCTERMS.isPartOf),
    (MEASURE, CV.Output, CPSV.produces),
]

# Each gives the service one value too many or of the wrong form.
ADDED = [
    (DCTERMS.title, Literal("without a language")),
    (DCTERMS.identifier, Literal("a second identifier")),
    (DCTERMS.isPartOf, URIRef(BASE + "id/place/heilongjiang")),
]


def resource(name: str) -> URIRef:
    return URIRef(f"{BASE}id/{name}")


@pytest.fixture
def data() -> Graph:
    """The 2024 edition with the reference data, to be damaged."""
    return union(ROOT / "data" / "checklist.ttl", *reference())


@pytest.mark.parametrize(("name", "path"), DROPPED)
def test_missing_value_is_reported(data: Graph, name: str, path: URIRef) -> None:
    assert (resource(name), path, None) in data
    data.remove((resource(name), path, None))
    assert (str(resource(name)), str(path)) in results(data, union(*SETS["together"]))


@pytest.mark.parametrize(("name", "kind", "path"), UNTYPED)
def test_missing_type_is_reported(data: Graph, name: str, kind: URIRef, path: URIRef) -> None:
    assert (resource(name), RDF.type, kind) in data
    data.remove((resource(name), RDF.type, kind))
    assert (str(resource(SERVICE)), str(path)) in results(data, union(*SETS["together"]))


@pytest.mark.parametrize(("path", "value"), ADDED)
def test_wrong_value_is_reported(data: Graph, path: URIRef, value: Node) -> None:
    data.add((resource(SERVICE), path, value))
    assert (str(resource(SERVICE)), str(path)) in results(data, union(*SETS["together"]))
