"""Corrections of published editions, as the dataset tells of them in its own description.

Who corrected is in the snapshot's manifest and in the log, and not in the public graph.

Source: https://www.w3.org/TR/prov-o/
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg_service.model import Iri, Literal, Text, Triple
from kg_service.publish.catalog import texts
from kg_service.publish.editions import EDITION_GRAPHS
from kg_service.publish.partitions import document_of
from kg_service.publish.records import Correction
from kg_service.vocabulary import DCTERMS, PROV, RDF, SKOS, SPDX, XSD

_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def correction_triples(corrections: Iterable[Correction]) -> Iterator[Triple]:
    """What is said of each: an activity that used the edition as it was and generated it as it is."""
    ordered = sorted(corrections, key=lambda each: (each.edition, each.when))
    for edition, group in groupby(ordered, key=lambda each: each.edition):
        graph = EDITION_GRAPHS + edition
        for number, correction in enumerate(group, 1):
            yield from _one(graph, f"{document_of(graph)}#", number, correction)


def _one(graph: str, document: str, number: int, correction: Correction) -> Iterator[Triple]:
    activity, before = Iri(f"{document}correction-{number}"), Iri(f"{document}before-{number}")
    checksum = Iri(f"{before.value}-checksum")
    name, reason = correction.edition, _literal(correction.reason)
    yield Iri(graph), Iri(PROV.wasGeneratedBy), activity
    yield Iri(graph), Iri(PROV.wasRevisionOf), before
    yield Iri(graph), Iri(SKOS.changeNote), reason
    yield activity, Iri(RDF.type), Iri(PROV.Activity)
    yield from texts(
        activity.value,
        DCTERMS.title,
        Text(f"版本 {name} 的第 {number} 次更正", f"Correction {number} of the edition {name}"),
    )
    yield activity, Iri(DCTERMS.description), reason
    yield activity, Iri(PROV.endedAtTime), Literal(correction.when, str(XSD.dateTime))
    yield activity, Iri(PROV.used), before
    yield before, Iri(RDF.type), Iri(PROV.Entity)
    yield from texts(
        before.value,
        DCTERMS.title,
        Text(f"更正前的版本 {name}（第 {number} 次）", f"The edition {name} before correction {number}"),
    )
    yield before, Iri(SPDX.checksum), checksum
    yield checksum, Iri(RDF.type), Iri(SPDX.Checksum)
    yield checksum, Iri(SPDX.algorithm), Iri(_SHA256)
    yield checksum, Iri(SPDX.checksumValue), Literal(correction.before)


def _literal(text: str) -> Literal:
    """A person's words with their language, which is seen by the script."""
    return Literal(text, lang="zh" if any("\u4e00" <= each <= "\u9fff" for each in text) else "en")
