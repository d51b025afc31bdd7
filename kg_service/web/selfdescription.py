"""The documents that tell machines what is here: VoID at its well-known address, and the DCAT catalogue.

Source: https://www.w3.org/TR/void/#well-known, https://www.w3.org/TR/vocab-dcat-3/
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from flask import Blueprint, Response, request

from kg_service.editions.export import rows, to_csv, to_json
from kg_service.formats import HTML, JSONLD, Format
from kg_service.model import Iri, Literal, Triple
from kg_service.publish.catalog import DATASET, LICENCE, texts
from kg_service.publish.dumps import DumpFolder
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.store.compacting import FILE as CONTEXT
from kg_service.store.triples import write_triples
from kg_service.vocabulary import BASE, DCAT, DCTERMS, RDF, SPDX, XSD, graph_iri
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.checklist import Edition, Tables
from kg_service.web.service import describe_service
from kg_service.web.things import OFFERED, Things, chosen_format
from kg_service.web.wording import WORDS

WEIGHED = 50
"""Editions up to which the tables are weighed; making the tables of more would keep a harvester waiting."""

_HERE = {Iri(str(DCAT[name])) for name in ("accessURL", "downloadURL", "endpointURL", "endpointDescription")}
"""Properties whose values are addresses: those of this server, wherever it stands."""

_GRAPH_STORE = DATASET + "#graph-store"
_GSP = "https://www.w3.org/TR/sparql11-http-rdf-update/"


def selfdescription_blueprint(
    store: Store, settings: Settings, pages: Pages, tables: Tables, things: Things, dumps: DumpFolder | None
) -> Blueprint:
    """Routes over what *store* says of itself; *dumps* are what the catalogue offers with checksums."""
    bp = Blueprint("selfdescription", __name__)
    described = graph_iri("dataset") in pages.graphs

    @lru_cache(maxsize=1)
    def weighed() -> tuple[Triple, ...]:
        editions = tables.editions()
        tables_too = editions if len(editions) <= WEIGHED else ()
        return (*_weigh_dumps(dumps), *(t for e in tables_too for t in _weigh_tables(store, settings, e)))

    def document(chosen: Format, name: str) -> Response:
        tag = tag_of(store.snapshot, name, request.url_root, chosen.name)
        if (held := unchanged(request, tag)) is not None:
            return held
        if not described:
            triples = list(describe_service(request.url_root + "sparql", pages, settings))
        elif name == "void":
            triples = list(pages.answer("graph", (graph_iri("dataset"),)).triples())
        else:
            stated = pages.answer("catalogue", this=Iri(DATASET)).triples()
            triples = [_here(triple) for triple in (*stated, *_graph_store(), *weighed())]
        return cached(Response(write_triples(triples, chosen), content_type=content_type(chosen)), tag)

    def answer(name: str) -> Response:
        chosen = chosen_format(OFFERED[1:] + OFFERED[:1])
        page = chosen is HTML
        return things.represent(things.find("id/dataset")[0], HTML) if page else document(chosen, name)

    @bp.get("/.well-known/void")
    def void() -> Response:
        """The description of the dataset; its page for people."""
        return answer("void")

    @bp.get("/catalog")
    def catalogue() -> Response:
        """The catalogue; the page of the dataset for people."""
        return answer("catalog")

    @bp.get("/context.jsonld")
    def context() -> Response:
        """The context of our JSON-LD, whole; answers hold what they use of it."""
        chosen_format((JSONLD,))
        tag = tag_of(store.snapshot, "context")
        if (held := unchanged(request, tag)) is not None:
            return held
        body = (settings.home / CONTEXT).read_bytes()
        return cached(Response(body, content_type=content_type(JSONLD)), tag)

    return bp


def _here(triple: Triple) -> Triple:
    subject, predicate, object_ = triple
    if predicate in _HERE and isinstance(object_, Iri):
        return subject, predicate, Iri(object_.value.replace(BASE, request.url_root, 1))
    return triple


def _graph_store() -> Iterator[Triple]:
    service = Iri(_GRAPH_STORE)
    yield Iri(DATASET), Iri(DCAT.service), service
    yield service, Iri(RDF.type), Iri(DCAT.DataService)
    yield from texts(_GRAPH_STORE, DCTERMS.title, WORDS["graph-store"])
    yield service, Iri(str(DCAT.endpointURL)), Iri(BASE + "graph-store")
    yield service, Iri(str(DCAT.endpointDescription)), Iri(BASE + ".well-known/void")
    yield service, Iri(DCAT.servesDataset), Iri(DATASET)
    yield service, Iri(DCTERMS.conformsTo), Iri(_GSP)
    yield service, Iri(DCTERMS.license), Iri(LICENCE)


def _weigh_dumps(dumps: DumpFolder | None) -> Iterator[Triple]:
    for dump in dumps.dumps if dumps else ():
        yield from _weight(f"{BASE}dumps/{dump.name}", dump.size_bytes, dump.sha256)


def _weigh_tables(store: Store, settings: Settings, edition: Edition) -> Iterator[Triple]:
    series, _, version = edition.name.partition("/")
    read = list(rows(store, series, version, home=settings.home))
    for name, content in (("csv", to_csv(read)), ("json", to_json(read))):
        body = content.encode()
        yield from _weight(f"{edition.iri}/table.{name}", len(body), hashlib.sha256(body).hexdigest())


def _weight(iri: str, size_bytes: int, sha256: str) -> Iterator[Triple]:
    checksum = Iri(f"{iri}#checksum")
    yield Iri(iri), Iri(DCAT.byteSize), Literal(str(size_bytes), str(XSD.nonNegativeInteger))
    yield Iri(iri), Iri(SPDX.checksum), checksum
    yield checksum, Iri(RDF.type), Iri(SPDX.Checksum)
    yield checksum, Iri(SPDX.algorithm), Iri(SPDX.checksumAlgorithm_sha256)
    yield checksum, Iri(SPDX.checksumValue), Literal(sha256, str(XSD.hexBinary))
