"""The endpoint: SPARQL 1.1 Protocol, query operation only.

Source: https://www.w3.org/TR/sparql11-protocol/
"""

from flask import Blueprint, Response, render_template, request

from kg_service.errors import NotAcceptableError, UnknownGraphError
from kg_service.formats import GRAPH_FORMATS, HTML, negotiate
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.store.guard import may_have_service
from kg_service.store.triples import write_triples
from kg_service.web.answers import choose, content_type, entity_tag, respond
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.errors import MalformedRequestError
from kg_service.web.language import language_of
from kg_service.web.protocol import QueryRequest, read_query_request
from kg_service.web.service import describe_service
from kg_service.web.table import shown_as

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
        if asked.format is not None:
            chosen = choose("graph", asked.format, None)
        for name in (*asked.default_graphs, *asked.named_graphs):
            if name not in store.graphs():
                raise UnknownGraphError(name, nearest(name, store.graphs()))
        if chosen is HTML:
            return Response(render_template("sparql.html", **page(asked)))
        tag = tag_of(store.snapshot, request.base_url, chosen.name)
        if (held := unchanged(request, tag)) is not None:
            return held
        body = write_triples(describe_service(request.base_url, pages, settings), chosen)
        response = Response(body, content_type=content_type(chosen))
        response.headers["Link"] = f'<{request.script_root}/.well-known/void>; rel="describedby"'
        return cached(response, tag)

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
        tag = None
        if not (settings.service_allow and may_have_service(query)):
            # What others answer may change at any time.
            accept = request.headers.get("Accept")
            tag = entity_tag(store.snapshot, query, [graphs, shown_as(request)], asked.format, accept, lang)
        return respond(
            request,
            lambda formats: store.query(
                query, default_graphs=graphs[0], named_graphs=graphs[1], formats=formats
            ),
            tag=tag,
            format_name=asked.format,
            template="sparql.html",
            context=page(asked),
        )

    return bp


def _missing() -> MalformedRequestError:
    return MalformedRequestError(Text("请求中没有查询（query）。", "The request holds no query."))
