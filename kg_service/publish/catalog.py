"""DCAT 3: series, editions, downloads and services, as a catalogue of open data harvests them.

Facts that an edition states itself are not stated again: over two graphs they would be found twice.
What a file weighs and what its checksum is stands in the served catalogue only: a file that holds this
description can't hold its own checksum.

Source: https://www.w3.org/TR/vocab-dcat-3/
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg_service.formats import CSV, NQUADS, NTRIPLES, TRIG, TURTLE, Format
from kg_service.model import Iri, Literal, Text, Triple
from kg_service.publish.files import NamedGraph
from kg_service.publish.names import DEFAULT_STEM, WHOLE_STEM, stem_of
from kg_service.publish.statistics import split
from kg_service.vocabulary import BASE, DCAT, DCTERMS, RDF, VOID

DATASET = BASE + "id/dataset"
DUMPS = BASE + "dumps/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SERVICE = DATASET + "#sparql"
SERVICE_TITLE = Text("SPARQL 查询接口", "SPARQL query endpoint")
PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"

_TITLES = {
    TURTLE: "Turtle", NTRIPLES: "N-Triples", TRIG: "TriG", NQUADS: "N-Quads", CSV: "CSV"
}  # fmt: skip
_GZIP = MEDIA_TYPES + "application/gzip"


def catalog(graphs: Sequence[NamedGraph], current: Sequence[NamedGraph]) -> Iterator[Triple]:
    """What the catalogue lists: editions in their series, the other graphs, all downloads, the endpoint."""
    yield from _service()
    yield from _series(graphs, current)
    for graph in graphs:
        owner = Iri(graph.edition or graph.iri)
        yield Iri(DATASET), Iri(DCAT.dataset), owner
        if graph.edition is None:
            yield owner, Iri(RDF.type), Iri(DCAT.Dataset)
        stem = stem_of(graph.iri)
        for format in (TURTLE, NTRIPLES):
            yield from _download(owner.value, f"{stem}.{format.extension}", format, graph.title)
        yield Iri(graph.iri), Iri(VOID.dataDump), Iri(f"{DUMPS}{stem}.nt")
        if graph.edition is not None:
            yield from _tables(graph, graph.edition)
    default = Text("默认图", "Default graph")
    for format in (TURTLE, NTRIPLES):
        yield from _download(DATASET, f"{DEFAULT_STEM}.{format.extension}", format, default)
    whole = Text("整个数据集", "The whole dataset")
    for format in (NQUADS, TRIG):
        yield from _download(DATASET, f"{WHOLE_STEM}.{format.extension}", format, whole)
    packed = f"{WHOLE_STEM}.{NQUADS.extension}.gz"
    yield from _download(DATASET, packed, NQUADS, whole)
    yield Iri(DUMPS + packed), Iri(DCAT.compressFormat), Iri(_GZIP)
    yield Iri(DATASET), Iri(VOID.dataDump), Iri(f"{DUMPS}{WHOLE_STEM}.{NQUADS.extension}")


def _service() -> Iterator[Triple]:
    service, endpoint = Iri(SERVICE), Iri(BASE + "sparql")
    yield Iri(DATASET), Iri(DCAT.service), service
    yield service, Iri(RDF.type), Iri(DCAT.DataService)
    yield from texts(SERVICE, DCTERMS.title, SERVICE_TITLE)
    yield service, Iri(DCAT.endpointURL), endpoint
    # Asked without a query, the endpoint describes itself.
    yield service, Iri(DCAT.endpointDescription), endpoint
    yield service, Iri(DCAT.servesDataset), Iri(DATASET)
    yield service, Iri(DCTERMS.conformsTo), Iri(PROTOCOL)
    yield service, Iri(DCTERMS.license), Iri(LICENCE)


def _series(graphs: Sequence[NamedGraph], current: Sequence[NamedGraph]) -> Iterator[Triple]:
    members: defaultdict[str, list[tuple[NamedGraph, bool]]] = defaultdict(list)
    for graph in graphs:
        if graph.edition is None:
            continue
        facts = about(graph, graph.edition)
        earlier = any(predicate == str(DCAT.previousVersion) for predicate, _ in facts)
        for predicate, object_ in facts:
            if predicate == str(DCAT.isVersionOf):
                series = object_[1:-1]
                members[series].append((graph, earlier))
                yield Iri(graph.edition), Iri(DCAT.inSeries), Iri(series)
    for series, editions in sorted(members.items()):
        yield Iri(DATASET), Iri(DCAT.dataset), Iri(series)
        for graph, earlier in editions:
            if not earlier and graph.edition:
                yield Iri(series), Iri(DCAT.first), Iri(graph.edition)
            if graph in current and graph.edition:
                yield Iri(series), Iri(DCAT.last), Iri(graph.edition)


def _tables(graph: NamedGraph, edition: str) -> Iterator[Triple]:
    for address, media_type, name in (
        (f"{edition}/table.csv", CSV.media_type, "CSV"),
        (f"{edition}/table.json", "application/json", "JSON"),
    ):
        if about(graph, address):
            continue
        table = Iri(address)
        yield Iri(edition), Iri(DCAT.distribution), table
        title = Text(f"清单表格（{name}）", f"The table of the list ({name})")
        yield from texts(address, DCTERMS.title, title)
        yield from _distribution(table, media_type)


def _download(owner: str, name: str, format: Format, of: Text) -> Iterator[Triple]:
    address = DUMPS + name
    how = _TITLES[format] + (", gzip" if name.endswith(".gz") else "")
    yield Iri(owner), Iri(DCAT.distribution), Iri(address)
    yield from texts(address, DCTERMS.title, Text(f"{of.zh}（{how}）", f"{of.en} ({how})"))
    yield from _distribution(Iri(address), format.media_type)


def _distribution(subject: Iri, media_type: str) -> Iterator[Triple]:
    yield subject, Iri(RDF.type), Iri(DCAT.Distribution)
    yield subject, Iri(DCAT.mediaType), Iri(MEDIA_TYPES + media_type)
    yield subject, Iri(DCAT.accessURL), subject
    yield subject, Iri(DCAT.downloadURL), subject
    yield subject, Iri(DCTERMS.license), Iri(LICENCE)


def about(graph: NamedGraph, subject: str) -> list[tuple[str, str]]:
    """Property and value of what *graph* says of *subject*; values as N-Triples writes them."""
    start = f"<{subject}> ".encode()
    found = []
    for line in graph.lines[bisect_left(graph.lines, start) :]:
        if not line.startswith(start):
            break
        _, predicate, object_ = split(line)
        found.append((predicate[1:-1].decode(), object_.decode()))
    return found


def texts(subject: str, predicate: str, text: Text) -> Iterator[Triple]:
    """*text* in both languages."""
    yield Iri(subject), Iri(predicate), Literal(text.zh, lang="zh")
    yield Iri(subject), Iri(predicate), Literal(text.en, lang="en")
