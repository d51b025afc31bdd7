"""The endpoint: SPARQL 1.1 Protocol, query operation only.

Source: https://www.w3.org/TR/sparql11-protocol/
"""

from flask import Blueprint, Response, render_template, request

from kg_service.errors import NotAcceptableError
from kg_service.formats import GRAPH_FORMATS, HTML, negotiate
from kg_service.model import Iri, Text
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.answers import content_type, entity_tag, respond
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of
from kg_service.web.errors import MalformedRequestError
from kg_service.web.language import language_of
from kg_service.web.protocol import QueryRequest, read_query_request

FIRST_QUERY = """PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX care: <https://w3id.org/care-checklist/ontology#>

SELECT ?number ?service ?serviceLabel
WHERE {
  ?service a cpsv:PublicService ;
    care:rowNumber ?number ;
    dct:title ?serviceLabel .
  FILTER(LANG(?serviceLabel) = "zh")
}
ORDER BY ?number
"""


def sparql_blueprint(store: Store, settings: Settings, catalogue: Catalogue, pages: Pages) -> Blueprint:
    """The route of the endpoint over *store*."""
    bp = Blueprint("sparql", __name__)

    def page(asked: QueryRequest) -> dict[str, object]:
        text = FIRST_QUERY if asked.query is None else asked.query
        return {"text": text, "asked": asked, "graphs": store.graphs(), "catalogue": catalogue}

    def introduce(asked: QueryRequest) -> Response:
        """A form for people, a service description for programs."""
        try:
            chosen = negotiate(request.headers.get("Accept"), (*GRAPH_FORMATS, HTML))
        except NotAcceptableError:
            raise _missing() from None
        if chosen is HTML:
            return Response(render_template("sparql.html", **page(asked)))
        described = pages.answer("service-description", (), endpoint=Iri(request.base_url))
        response = Response(described.serialize(chosen), content_type=content_type(chosen))
        return cached(response, tag_of(store.snapshot, request.base_url, chosen.name))

    @bp.route("/sparql", methods=["GET", "POST"])
    def endpoint() -> Response:
        """The answer to a query, or what this endpoint is."""
        asked = read_query_request(request, settings.max_query_bytes)
        if asked.query is None and request.method == "POST":
            raise _missing()
        return introduce(asked) if asked.query is None else answer(asked, asked.query)

    def answer(asked: QueryRequest, query: str) -> Response:
        graphs = (asked.default_graphs, asked.named_graphs)
        lang = language_of(request, settings.lang)
        tag = entity_tag(store.snapshot, query, graphs, asked.format, request.headers.get("Accept"), lang)
        return respond(
            request,
            lambda: store.query(query, default_graphs=graphs[0], named_graphs=graphs[1]),
            tag=tag,
            format_name=asked.format,
            template="sparql.html",
            context=page(asked),
        )

    return bp


def _missing() -> MalformedRequestError:
    return MalformedRequestError(Text("请求中没有查询（query）。", "The request holds no query."))
