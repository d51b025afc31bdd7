"""Graphs as downloads: from the files of a snapshot where it has them, else from the store.

A file does not change while its snapshot is served: its checksum is a strong entity tag, and parts of it
can be asked for.

Source: RFC 9110, section 14, https://www.rfc-editor.org/rfc/rfc9110#section-14; RFC 9530 (Repr-Digest)
"""

import base64
import zlib
from collections.abc import Iterator
from itertools import chain

from flask import Response, request, send_file

from kg_service.formats import NQUADS, NTRIPLES, TRIG, Format
from kg_service.publish.dumps import Dump, DumpFolder
from kg_service.store import Store
from kg_service.web.answers import content_type
from kg_service.web.caching import cached, tag_of, unchanged

GZIP = Format("gzip", "application/gzip", "gz", "graph")

_GZIP_WINDOW = zlib.MAX_WBITS | 16  # as zlib has it, with the header of a gzip file
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def send_dump(dumps: DumpFolder, dump: Dump) -> Response:
    """The file of *dump*, or the parts of it that were asked for, or that the client holds it already."""
    response = send_file(
        dumps.path(dump).resolve(),
        mimetype=(GZIP if dump.compressed else dump.format).media_type,  # send_file adds the charset
        conditional=True,
        etag=dump.sha256,
        download_name=dump.name.rpartition("/")[2],
    )
    # Copies of a snapshot have other times and the same content.
    del response.headers["Last-Modified"]
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-cache"
    if response.status_code == 200:
        digest = base64.b64encode(bytes.fromhex(dump.sha256)).decode()
        response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response


def send_graph(store: Store, graph: str | None, format: Format) -> Response:
    """A graph as the store writes it; the default graph where *graph* is None."""
    tag = tag_of(store.snapshot, graph, format.name)
    if (held := unchanged(request, tag)) is not None:
        return held
    return cached(Response(_parts(store, graph, format), content_type=content_type(format)), tag)


def send_dataset(store: Store, format: Format, *, compressed: bool = False) -> Response:
    """The whole dataset as N-Quads or TriG, graph by graph, or as a gzip file of it."""
    tag = tag_of(store.snapshot, "dataset", format.name, compressed)
    if (held := unchanged(request, tag)) is not None:
        return held
    made = _quads(store) if format is NQUADS else _trig(store)
    # An error is told as such while nothing has been sent.
    made = chain([next(made, b"")], made)
    if compressed:
        return cached(Response(_packed(made), content_type=content_type(GZIP)), tag)
    return cached(Response(made, content_type=content_type(format)), tag)


def _parts(store: Store, graph: str | None, format: Format) -> Iterator[bytes]:
    chosen = () if graph is None else (graph,)
    answer = store.query(_EVERYTHING, default_graphs=chosen, formats={"graph": format})
    return answer.stream(format)


def _quads(store: Store) -> Iterator[bytes]:
    for graph in (None, *store.graphs()):
        name = b" .\n" if graph is None else f" <{graph}> .\n".encode()
        for line in _lines(_parts(store, graph, NTRIPLES)):
            yield line.removesuffix(b" .") + name


def _trig(store: Store) -> Iterator[bytes]:
    for graph in (None, *store.graphs()):
        parts = _parts(store, graph, NTRIPLES)
        yield b"{\n" if graph is None else f"<{graph}> {{\n".encode()
        yield from parts
        yield b"}\n"


def _packed(parts: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=_GZIP_WINDOW)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()


def _lines(parts: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for part in parts:
        *whole, rest = (rest + part).split(b"\n")
        yield from filter(None, whole)
    if rest:
        yield rest


WHOLE = {"dataset.nq": NQUADS, "dataset.nq.gz": NQUADS, "dataset.trig": TRIG}
"""Files of the whole dataset that can be made without a snapshot."""
