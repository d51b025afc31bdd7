"""Everything that can be downloaded, and the files.

Not here: how a file is sent (``files``), how it was made (``publish.dumps``).
"""

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, redirect, render_template, request

from kg_service.formats import HTML, NTRIPLES, TURTLE, Format
from kg_service.publish.dumps import Dump, DumpFolder
from kg_service.publish.names import DEFAULT_STEM, stem_of
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.vocabulary import BASE
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.files import GZIP, WHOLE, send_dataset, send_dump, send_graph
from kg_service.web.language import language_of, root_of
from kg_service.web.things import OFFERED, Things, chosen_format

LIST_JSON = Format("json", "application/json", "json", "solutions")


@dataclass(frozen=True, slots=True)
class Download:
    """One line of the list."""

    name: str
    graph: str | None
    """IRI of the named graph; None for the default graph and for the whole dataset."""
    format: Format
    dump: Dump | None
    """The file; None where it is made when it is asked for."""

    @property
    def sent(self) -> Format:
        """What it is sent as."""
        return GZIP if self.name.endswith(".gz") else self.format


def downloads_blueprint(
    store: Store, settings: Settings, things: Things, dumps: DumpFolder | None
) -> Blueprint:
    """Routes over the files of *dumps*; without them, over what *store* can write."""
    bp = Blueprint("downloads", __name__)

    def listed() -> dict[str, Download]:
        return {item.name: item for item in downloads_of(store, dumps)}

    @bp.get("/dumps")
    def without_slash() -> Response:
        """The list has one address."""
        return redirect(f"{root_of(request)}/dumps/", 308)  # type: ignore[return-value]

    @bp.get("/dumps/")
    def index() -> Response:
        """All files with sizes and checksums."""
        chosen = chosen_format((HTML, LIST_JSON))
        tag = tag_of(store.snapshot, request.full_path, chosen.name, language_of(request, settings.lang))
        if (held := unchanged(request, tag)) is not None:
            return held
        if chosen is HTML:
            return cached(Response(render_template("dumps.html", downloads=listed().values())), tag)
        return cached(jsonify([_record(item) for item in listed().values()]), tag)

    @bp.get("/dumps/<path:name>")
    def file(name: str) -> Response:
        """One file; its page and its description for those who ask."""
        item = listed().get(name)
        if item is None:
            resource, by_suffix = things.find(f"dumps/{name}")
            return things.represent(resource, by_suffix or chosen_format(OFFERED))
        sent = item.sent
        chosen = chosen_format((sent, *(f for f in OFFERED if f is not sent)))
        if chosen is not sent and things.knows(f"dumps/{name}"):
            return things.represent(things.find(f"dumps/{name}")[0], chosen)
        if dumps is not None and item.dump is not None:
            response = send_dump(dumps, item.dump)
        elif item.name in WHOLE:
            response = send_dataset(store, item.format, compressed=item.sent is GZIP)
        else:
            response = send_graph(store, item.graph, item.format)
        response.headers.set("Content-Disposition", "attachment", filename=name.rpartition("/")[2])
        response.vary.add("Accept")
        return response

    return bp


def downloads_of(store: Store, dumps: DumpFolder | None) -> list[Download]:
    """All that can be downloaded: the files of *dumps*; without them, what *store* can write."""
    return _of_dumps(dumps) if dumps else _of_store(store)


def _of_dumps(dumps: DumpFolder) -> list[Download]:
    return [Download(dump.name, dump.graph, dump.format, dump) for dump in dumps.dumps]


def _of_store(store: Store) -> list[Download]:
    graphs = [(None, DEFAULT_STEM), *((graph, stem_of(graph)) for graph in store.graphs())]
    made = [
        Download(f"{stem}.{format.extension}", graph, format, None)
        for graph, stem in graphs
        for format in (NTRIPLES, TURTLE)
    ]
    return [*(Download(name, None, format, None) for name, format in WHOLE.items()), *made]


def _record(item: Download) -> dict[str, object]:
    about: dict[str, object] = {
        "name": item.name,
        "url": f"{request.url_root}dumps/{item.name}",
        "iri": f"{BASE}dumps/{item.name}",
        "graph": item.graph,
        "mediaType": item.sent.media_type,
    }
    return (
        about if item.dump is None else {**about, "bytes": item.dump.size_bytes, "sha256": item.dump.sha256}
    )
