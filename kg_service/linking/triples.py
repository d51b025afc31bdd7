"""A mapping set as triples: the links that hold, and the record of every link with its reason.

A record is an ``owl:Axiom`` with the properties that SSSOM gives its columns, so that a candidate and a
rejected link can be asked about and yet are stated nowhere.

Source: https://mapping-commons.github.io/sssom/spec-formats-rdf/
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from kg_service.linking.targets import Target
from kg_service.model import Iri, Literal, Mapping, MappingSet, ReviewState, Text, Triple
from kg_service.vocabulary import CARE, DCTERMS, OWL, PAV, RDF, RDFS, SKOS, SSSOM, XSD, concept_iri


def confirmed_triples(mappings: MappingSet, target: Target) -> Iterator[Triple]:
    """The links that hold, and what their objects are called."""
    for mapping in mappings.of_state(ReviewState.CONFIRMED):
        object_ = Iri(mapping.object_id)
        yield Iri(mapping.subject_id), Iri(mapping.predicate_id), object_
        if not target.is_ours:
            # The range of the mapping properties: SKOS, 10.3.
            yield object_, Iri(RDF.type), Iri(SKOS.Concept)
            yield object_, Iri(SKOS.prefLabel), Literal(mapping.object_label, lang=target.language)
        if target.has_codes:
            code = mapping.object_id.removeprefix(target.namespace)
            yield object_, Iri(SKOS.notation), Literal(code)


def record_triples(mappings: MappingSet, target: Target) -> Iterator[Triple]:
    """The mapping set with a record of each of its links, whatever its review state."""
    whole = Iri(mappings.iri)
    yield whole, Iri(RDF.type), Iri(SSSOM.MappingSet)
    yield from _texts(whole, DCTERMS.title, _about(target))
    yield whole, Iri(DCTERMS.description), Literal(mappings.description, lang="en")
    yield whole, Iri(DCTERMS.license), Iri(mappings.license)
    for mapping in mappings.mappings:
        yield whole, Iri(SSSOM.mappings), Iri(record_iri(mappings, mapping))
        yield from _record(Iri(record_iri(mappings, mapping)), mapping, target)


def record_iri(mappings: MappingSet, mapping: Mapping) -> str:
    """IRI of the record of a link: the same as long as subject, predicate and object are."""
    return f"{mappings.iri}#{hashlib.sha256(' '.join(mapping.key).encode()).hexdigest()[:12]}"


def _record(record: Iri, mapping: Mapping, target: Target) -> Iterator[Triple]:
    yield record, Iri(RDF.type), Iri(OWL.Axiom)
    yield record, Iri(RDFS.label), Literal(f"{mapping.subject_label} → {mapping.object_label}", lang="zh")
    yield record, Iri(OWL.annotatedSource), Iri(mapping.subject_id)
    yield record, Iri(OWL.annotatedProperty), Iri(mapping.predicate_id)
    yield record, Iri(OWL.annotatedTarget), Iri(mapping.object_id)
    label = Literal(mapping.object_label, lang=target.language)
    yield record, Iri(SSSOM.object_label), label
    if not target.is_ours:
        yield Iri(mapping.object_id), Iri(SKOS.prefLabel), label
    if mapping.review_state is ReviewState.REJECTED:
        yield record, Iri(SSSOM.predicate_modifier), Iri(SSSOM.NegatedPredicate)
    yield record, Iri(SSSOM.mapping_justification), Iri(mapping.mapping_justification)
    yield record, Iri(SSSOM.confidence), _decimal(mapping.confidence)
    yield record, Iri(PAV.authoredBy), Iri(mapping.author_id)
    yield record, Iri(DCTERMS.created), _date(mapping.mapping_date)
    yield record, Iri(CARE.reviewStatus), Iri(concept_iri("link-states", mapping.review_state))
    if mapping.reviewer_id:
        yield record, Iri(SSSOM.reviewer_id), Iri(mapping.reviewer_id)
    if mapping.review_date:
        yield record, Iri(SSSOM.review_date), _date(mapping.review_date)
    yield from _texts(record, RDFS.comment, mapping.comment)


def _about(target: Target) -> Text:
    return Text(f"对应：{target.title.zh}", f"Links: {target.title.en}")


def _texts(subject: Iri, predicate: str, text: Text) -> Iterator[Triple]:
    for value, lang in ((text.zh, "zh"), (text.en, "en")):
        if value:
            yield subject, Iri(predicate), Literal(value, lang=lang)


def _decimal(value: float) -> Literal:
    """In canonical form, to which a store brings it: ``1``, not ``1.0``."""
    return Literal(f"{Decimal(str(value)).normalize():f}", datatype=str(XSD.decimal))


def _date(value: str) -> Literal:
    return Literal(value, datatype=str(XSD.date))
