"""The Graph Store Protocol, reading only: any graph of the dataset in any format.

A named graph answers at its own IRI as well (direct identification): see ``things``.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import re

from flask import Blueprint, Response, request

from kg_service.errors import UpdateRefusedError
from kg_service.formats import GRAPH_FORMATS
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.publish.dumps import DumpFolder
from kg_service.store import Store
from kg_service.web.errors import MalformedRequestError, UnknownThingError
from kg_service.web.files import send_dump, send_graph
from kg_service.web.things import chosen_format

READING = "GET, HEAD, OPTIONS"

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def graphstore_blueprint(store: Store, dumps: DumpFolder | None) -> Blueprint:
    """The route of the graph store over *store*; graphs that lie in *dumps* are sent from there."""
    bp = Blueprint("graphstore", __name__)

    @bp.route("/graph-store", methods=["GET", "PUT", "POST", "DELETE", "PATCH"])
    def graph_store() -> Response:
        """One graph by indirect identification."""
        if request.method not in {"GET", "HEAD"}:
            raise UpdateRefusedError(request.method)
        graph = _graph_asked_for()
        if graph is not None and graph not in store.graphs():
            raise UnknownThingError(graph, nearest(graph, store.graphs()))
        chosen = chosen_format(GRAPH_FORMATS)
        dump = dumps.of(graph, chosen) if dumps else None
        if dumps is None or dump is None:
            return send_graph(store, graph, chosen)
        response = send_dump(dumps, dump)
        response.vary.add("Accept")
        return response

    @bp.after_request
    def _allow(response: Response) -> Response:
        if response.status_code == 403:
            response.headers["Allow"] = READING
        return response

    return bp


def _graph_asked_for() -> str | None:
    """The IRI of ``?graph=``; None for ``?default``."""
    named, default = request.args.getlist("graph"), "default" in request.args
    if len(named) + default != 1:
        raise MalformedRequestError(
            Text("请用 ?graph=IRI 或 ?default 指出一个图。", "Name one graph: ?graph=IRI or ?default.")
        )
    if default:
        return None
    if not _ABSOLUTE.fullmatch(named[0]):
        raise MalformedRequestError(
            Text(
                f"“{named[0]}”不是完整的 IRI。请写完整，以 https:// 等开头。",
                f"“{named[0]}” is not a whole IRI. Write all of it, https:// and so on.",
            )
        )
    return named[0]
