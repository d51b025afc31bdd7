"""``/conditions``: a query put together from choices, with its SPARQL and its answer.

The same facets and the same texts as those of ``/services``; here the query is what is made.

Not here: the texts (``facet_queries``), the list with counts that narrow (``views``).
"""

from flask import Blueprint, Response, request

from kg_service.errors import UnknownValueError
from kg_service.nearest import nearest
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.answers import entity_tag, respond
from kg_service.web.find.facet_queries import count_query, list_query
from kg_service.web.find.finder import Finder
from kg_service.web.language import language_of
from kg_service.web.table import PAGE_FIELDS, Source

COUNT = "count"


def conditions_blueprint(store: Store, finder: Finder, settings: Settings) -> Blueprint:
    """The route over the default graph."""
    bp = Blueprint("conditions", __name__)

    @bp.get("/conditions")
    def conditions() -> Response:
        """The answer to what was chosen: measures, or services counted by a facet."""
        lang = language_of(request, settings.lang)
        selection = finder.facets.read(
            (name, value)
            for name, value in request.args.items(multi=True)
            if name not in (COUNT, *PAGE_FIELDS)
        )
        counted = _counted()
        query = count_query(selection, counted) if counted else list_query(selection, lang)
        format_name, page = request.args.get("format") or None, (request.full_path, request.url_root)
        return respond(
            request,
            lambda formats: store.query(query, formats=formats),
            tag=entity_tag(store.snapshot, query, page, format_name, request.headers.get("Accept"), lang),
            format_name=format_name,
            template="conditions.html",
            context={
                "facets": finder.facets,
                "chosen": dict(selection),
                "counted": counted,
                "query": query,
                "chart": "bar" if counted else "table",
            },
            source=Source("/sparql", (("query", query),)),
        )

    def _counted() -> str:
        written, names = request.args.get(COUNT, ""), [facet.name for facet in finder.facets.shown()]
        if written and written not in names:
            raise UnknownValueError(COUNT, written, nearest(written, names), names)
        return written

    return bp
