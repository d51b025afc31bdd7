"""Every IRI that the code names: one class a vocabulary, one function a pattern.

Not here: what the terms mean (``ontology/care.ttl``), how data is shaped (``shapes/``).
"""

from functools import lru_cache

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS as DCTERMS
from rdflib.namespace import FOAF as FOAF
from rdflib.namespace import ORG as ORG
from rdflib.namespace import OWL as OWL
from rdflib.namespace import PROV as PROV
from rdflib.namespace import RDF as RDF
from rdflib.namespace import RDFS as RDFS
from rdflib.namespace import SH as SH
from rdflib.namespace import SKOS as SKOS
from rdflib.namespace import VANN as VANN
from rdflib.namespace import VOID as VOID
from rdflib.namespace import XSD as XSD
from rdflib.namespace import DefinedNamespace

BASE = "https://w3id.org/care-checklist/"
EDITIONS = BASE + "id/edition/"
"""What the IRI of an edition begins with."""

SHAPE = Namespace(BASE + "shapes#")


class CARE(DefinedNamespace):
    """Terms of ontology/care.ttl; a test fails when either side has a term that the other lacks."""

    _NS = Namespace(BASE + "ontology#")
    _fail = True  # a misspelt term is an AttributeError, not a new IRI

    BeneficiaryGroup: URIRef
    Change: URIRef
    ChecklistEdition: URIRef
    Comparison: URIRef
    DraftRule: URIRef
    ContinuingService: URIRef
    EligibilityCondition: URIRef
    ServiceMeasure: URIRef
    SyntheticEdition: URIRef

    alternativeTo: URIRef
    changedFrom: URIRef
    changedTo: URIRef
    commitment: URIRef
    conditionedOn: URIRef
    educationStage: URIRef
    explicitness: URIRef
    matchVerdict: URIRef
    metBy: URIRef
    nameEvidence: URIRef
    nationalCounterpart: URIRef
    recipient: URIRef
    reviewStatus: URIRef
    rulesOf: URIRef
    situation: URIRef
    translationStatus: URIRef

    agePrinted: URIRef
    maxAge: URIRef
    minAge: URIRef
    position: URIRef
    rowNumber: URIRef
    textAfter: URIRef
    textBefore: URIRef


class CPSV(DefinedNamespace):
    """Core Public Service Vocabulary, the terms in use."""

    _NS = Namespace("http://purl.org/vocab/cpsv#")
    _fail = True

    PublicService: URIRef
    produces: URIRef


class CV(DefinedNamespace):
    """Core Vocabularies and CPSV-AP 3.2.0, the terms in use."""

    _NS = Namespace("http://data.europa.eu/m8g/")
    _fail = True

    Criterion: URIRef
    Output: URIRef
    Participation: URIRef
    PublicOrganisation: URIRef
    Requirement: URIRef
    hasCompetentAuthority: URIRef
    hasLegalResource: URIRef
    hasParticipant: URIRef
    hasParticipation: URIRef
    holdsRequirement: URIRef
    role: URIRef
    thematicArea: URIRef


class DCAT(DefinedNamespace):
    """Data Catalog Vocabulary 3, the terms in use; rdflib's own list is that of version 2."""

    _NS = Namespace("http://www.w3.org/ns/dcat#")
    _fail = True

    Catalog: URIRef
    DataService: URIRef
    Dataset: URIRef
    DatasetSeries: URIRef
    Distribution: URIRef
    accessURL: URIRef
    byteSize: URIRef
    compressFormat: URIRef
    dataset: URIRef
    distribution: URIRef
    downloadURL: URIRef
    endpointDescription: URIRef
    endpointURL: URIRef
    first: URIRef
    inSeries: URIRef
    isVersionOf: URIRef
    last: URIRef
    mediaType: URIRef
    previousVersion: URIRef
    servesDataset: URIRef
    service: URIRef
    version: URIRef


class ELI(DefinedNamespace):
    """European Legislation Identifier, the terms in use."""

    _NS = Namespace("http://data.europa.eu/eli/ontology#")
    _fail = True

    LegalResource: URIRef


class OA(DefinedNamespace):
    """Web Annotation, the terms in use."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    SpecificResource: URIRef
    TextQuoteSelector: URIRef
    exact: URIRef
    hasSelector: URIRef
    hasSource: URIRef
    prefix: URIRef
    suffix: URIRef


class CSVW(DefinedNamespace):
    """CSV on the Web, the terms in use."""

    _NS = Namespace("http://www.w3.org/ns/csvw#")
    _fail = True

    Cell: URIRef
    Table: URIRef


class SPDX(DefinedNamespace):
    """SPDX checksums, as DCAT uses them."""

    _NS = Namespace("http://spdx.org/rdf/terms#")
    _fail = True

    Checksum: URIRef
    algorithm: URIRef
    checksum: URIRef
    checksumAlgorithm_sha256: URIRef
    checksumValue: URIRef


class ADMS(DefinedNamespace):
    """Asset Description Metadata Schema, the terms in use."""

    _NS = Namespace("http://www.w3.org/ns/adms#")
    _fail = True

    Identifier: URIRef
    identifier: URIRef


class SD(DefinedNamespace):
    """SPARQL 1.1 Service Description, the terms in use."""

    _NS = Namespace("http://www.w3.org/ns/sparql-service-description#")
    _fail = True

    BasicFederatedQuery: URIRef
    Dataset: URIRef
    Graph: URIRef
    NamedGraph: URIRef
    SPARQL11Query: URIRef
    Service: URIRef
    defaultDataset: URIRef
    defaultEntailmentRegime: URIRef
    defaultGraph: URIRef
    endpoint: URIRef
    feature: URIRef
    graph: URIRef
    name: URIRef
    namedGraph: URIRef
    resultFormat: URIRef
    supportedLanguage: URIRef


class VOIDEXT(DefinedNamespace):
    """Extensions of VoID by which editors complete the datatypes of values, the terms in use."""

    _NS = Namespace("http://ldf.fi/void-ext#")
    _fail = True

    datatype: URIRef
    datatypePartition: URIRef


class SSSOM(DefinedNamespace):
    """Simple Standard for Sharing Ontological Mappings, the terms in use."""

    _NS = Namespace("https://w3id.org/sssom/")
    _fail = True

    MappingSet: URIRef
    NegatedPredicate: URIRef
    confidence: URIRef
    mapping_justification: URIRef
    mappings: URIRef
    object_label: URIRef
    predicate_modifier: URIRef
    review_date: URIRef
    reviewer_id: URIRef


class PAV(DefinedNamespace):
    """Provenance, Authoring and Versioning, the terms in use."""

    _NS = Namespace("http://purl.org/pav/")
    _fail = True

    authoredBy: URIRef


SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
"""Why a mapping holds."""


class SCHEMA(DefinedNamespace):
    """Schema.org, the terms in use."""

    _NS = Namespace("https://schema.org/")
    _fail = True

    target: URIRef


PREFIXES: dict[str, str] = {
    "care": str(CARE._NS),
    "shape": str(SHAPE),
    "scheme": BASE + "id/scheme/",
    "cpsv": str(CPSV._NS),
    "cv": str(CV._NS),
    "org": str(ORG._NS),
    "foaf": str(FOAF._NS),
    "skos": str(SKOS._NS),
    "dct": str(DCTERMS._NS),
    "dcat": str(DCAT._NS),
    "eli": str(ELI._NS),
    "prov": str(PROV._NS),
    "adms": str(ADMS._NS),
    "oa": str(OA._NS),
    "csvw": str(CSVW._NS),
    "spdx": str(SPDX._NS),
    "void": str(VOID._NS),
    "sd": str(SD._NS),
    "sssom": str(SSSOM._NS),
    "semapv": str(SEMAPV),
    "pav": str(PAV._NS),
    "vann": str(VANN._NS),
    "sh": str(SH._NS),
    "owl": str(OWL._NS),
    "rdf": str(RDF._NS),
    "rdfs": str(RDFS._NS),
    "xsd": str(XSD._NS),
}
"""Prefix to namespace, for query texts and for everything that is written."""

PREFIX_HEADER = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
"""The same as the head of a SPARQL query."""


def expand(curie: str) -> str | None:
    """The IRI that ``prefix:local`` stands for; None where the prefix is not one of ours."""
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


@lru_cache(maxsize=50_000)
def compact(iri: str) -> str | None:
    """``prefix:local`` for an IRI in one of our namespaces; None for any other."""
    fitting = (f"{prefix}:{iri.removeprefix(ns)}" for prefix, ns in PREFIXES.items() if iri.startswith(ns))
    return next(fitting, None)


def edition_iri(series: str, version: str) -> str:
    """IRI of an edition, e.g. of ``heilongjiang`` and ``2024``."""
    return f"{EDITIONS}{series}/{version}"


def split_edition_iri(iri: str) -> tuple[str, str] | None:
    """Series and version of an edition's IRI; None where it is no such IRI."""
    parts = iri.removeprefix(EDITIONS).split("/")
    return (parts[0], parts[1]) if iri.startswith(EDITIONS) and len(parts) == 2 else None


def service_iri(series: str, version: str, number: int) -> str:
    """IRI of a service in an edition, by its printed number."""
    return f"{edition_iri(series, version)}/service/{number}"


def cell_iri(series: str, version: str, row: int, column: int) -> str:
    """IRI of a cell of the published table; row 1 is the heading, both count from 1.

    Source: RFC 7111, https://www.rfc-editor.org/rfc/rfc7111
    """
    return f"{edition_iri(series, version)}/table.csv#cell={row},{column}"


def graph_iri(name: str) -> str:
    """IRI of a named graph, e.g. of ``schemes``."""
    return f"{BASE}id/graph/{name}"


def edition_graph_iri(edition: str) -> str:
    """IRI of the named graph that holds the edition of that IRI."""
    return graph_iri(edition.removeprefix(BASE + "id/"))


def scheme_iri(scheme: str) -> str:
    """IRI of a concept scheme, e.g. of ``goals``."""
    return f"{BASE}id/scheme/{scheme}"


def concept_iri(scheme: str, slug: str) -> str:
    """IRI of a concept in a scheme."""
    return f"{scheme_iri(scheme)}/{slug}"
