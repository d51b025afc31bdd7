"""The ready-made questions: one page each, with a form for its parameters and the answer below."""

from flask import Blueprint, Response, render_template, request

from kg_service.model import Lang
from kg_service.queries import Catalogue, NamedQuery, choices, run
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.answers import entity_tag, respond
from kg_service.web.language import language_of
from kg_service.web.problems import wants_html

RESERVED = {"lang", "format"}
"""Fields of an address that are no parameters of a query."""


def questions_blueprint(store: Store, settings: Settings, catalogue: Catalogue) -> Blueprint:
    """Routes over *catalogue*."""
    bp = Blueprint("questions", __name__)

    @bp.get("/queries")
    def index() -> str:
        """All questions."""
        return render_template("questions.html", catalogue=catalogue)

    @bp.get("/queries/<name>")
    def question(name: str) -> Response:
        """One question: its form, and its answer once the form says enough."""
        query = catalogue.get(name)
        values = {key: value for key, value in request.args.items() if value and key not in RESERVED}
        lang = language_of(request, settings.lang)
        context = {"query": query, "values": values, "choices": _choices(query)}
        if not values and any(p.required for p in query.parameters) and wants_html(request):
            return Response(render_template("question.html", answer=None, **context))
        return answer(query, values, lang, context)

    def answer(query: NamedQuery, values: dict[str, str], lang: Lang, context: dict[str, object]) -> Response:
        name = request.args.get("format")
        accept = request.headers.get("Accept")
        return respond(
            request,
            lambda: run(store, query, values, lang),
            tag=entity_tag(store.snapshot, query.text, sorted(values.items()), name, accept, lang),
            format_name=name,
            template="question.html",
            context=context,
        )

    def _choices(query: NamedQuery) -> dict[str, object]:
        return {p.name: choices(store, p) for p in query.parameters if p.choices}

    return bp
