"""The ready-made questions: for people a page each, with a form and the answer below; for programs an API.

Not here: what the API looks like as OpenAPI (``openapi``), as JSON (``listing``).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import cast

from flask import Blueprint, Request, Response, render_template, request
from werkzeug.http import parse_options_header

from kg_service.errors import BadValueError, UnknownQueryError
from kg_service.formats import HTML, Format
from kg_service.model import LANGS, Lang, Text
from kg_service.queries import Catalogue, Choice, NamedQuery, choices, run, written
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.answers import content_type, entity_tag, respond
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.errors import RepeatedParameterError, UnknownThingError, UnsupportedMediaTypeError
from kg_service.web.language import chosen_language, language_of
from kg_service.web.links import iri_of
from kg_service.web.listing import path_of, query_entry, with_choices
from kg_service.web.problems import wants_html
from kg_service.web.protocol import FORM, read_fields
from kg_service.web.table import PAGE_FIELDS, shown_as
from kg_service.web.things import chosen_format

PLAIN_JSON = Format("json", "application/json", "json", "solutions")
LISTED_AS = (PLAIN_JSON, HTML)

_UTF8 = {"", "utf-8", "utf8", "us-ascii"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says to a named query, values as written."""

    values: dict[str, str]
    """By parameter. Empty ones are left out: forms send them for what was not filled in."""
    lang: Lang
    format: str | None


def questions_blueprint(store: Store, settings: Settings, catalogue: Catalogue) -> Blueprint:
    """Routes over *catalogue*: each query has one of its own, so that its methods are those that it takes."""
    bp = Blueprint("questions", __name__)
    texts = tag_of(*(query.text for query in catalogue))

    @bp.get("/queries")
    def index() -> Response:
        """All questions, as page or as JSON."""
        chosen = chosen_format(LISTED_AS)
        lang = language_of(request, settings.lang)
        tag = tag_of(store.snapshot, texts, request.full_path, chosen.name, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        if chosen is HTML:
            page = render_template("questions.html", catalogue=catalogue)
            return cached(Response(page, content_type=content_type(HTML)), tag)
        return _json({"queries": [query_entry(query, request.script_root) for query in catalogue]}, tag)

    def question(query: NamedQuery) -> Response:
        """One question: its form, and its answer once the form says enough."""
        asked = read_asked(request, query, settings.lang)
        context = {
            "query": query,
            "values": asked.values,
            "choices": _choices(query),
            "endpoints": settings.service_urls,
        }
        # Nobody else is asked before a person says so.
        needs = query.asks_others or any(p.required for p in query.parameters)
        if not asked.values and needs and asked.format is None and wants_html(request):
            return _linked(Response(render_template("question.html", answer=None, **context)), query)
        return _linked(answer(query, asked, context), query)

    def answer(query: NamedQuery, asked: Asked, context: dict[str, object]) -> Response:
        accept, values = request.headers.get("Accept"), sorted(asked.values.items())
        # What others answer may change at any time.
        tag = (
            None
            if query.asks_others
            else entity_tag(
                store.snapshot, query.text, [values, shown_as(request)], asked.format, accept, asked.lang
            )
        )
        return respond(
            request,
            lambda formats: run(store, query, asked.values, asked.lang, formats),
            tag=tag,
            format_name=asked.format,
            template="question.html",
            context={**context, "text": partial(written, store, query, asked.values, asked.lang)},
        )

    @bp.get("/queries/<name>/parameters")
    def parameters(name: str) -> Response:
        """One question as JSON, with the choices of its parameters."""
        query = catalogue.get(name)
        chosen_format((PLAIN_JSON,))
        tag = tag_of(store.snapshot, query.text, request.full_path)
        if (held := unchanged(request, tag)) is not None:
            return held
        offered, root = _choices(query), request.script_root
        whole = [with_choices(query, p, offered, root) for p in query.parameters]
        return _linked(_json(query_entry(query, root) | {"parameters": whole}, tag), query)

    for query in catalogue:
        methods = ["GET", "POST"] if query.parameters else ["GET"]
        bp.add_url_rule(path_of(query), query.name, partial(question, query), methods=methods)

    @bp.get("/queries/<name>/parameters/<parameter>")
    def parameter(name: str, parameter: str) -> Response:
        """One parameter as JSON, with its choices."""
        query = catalogue.get(name)
        chosen_format((PLAIN_JSON,))
        found = query.parameter(parameter)
        if found is None:
            others = [iri_of(f"queries/{name}/parameters/{p.name}") for p in query.parameters]
            raise UnknownThingError(iri_of(request.path.removeprefix("/")), others)
        tag = tag_of(store.snapshot, query.text, request.full_path)
        if (held := unchanged(request, tag)) is not None:
            return held
        return _linked(_json(with_choices(query, found, _choices(query), request.script_root), tag), query)

    @bp.get("/queries/<name>")
    def unknown(name: str) -> Response:
        """What no query is called."""
        catalogue.get(name)
        raise UnknownQueryError(name)

    def _choices(query: NamedQuery) -> dict[str, list[Choice]]:
        return {p.name: choices(store, p) for p in query.parameters if p.choices}

    return bp


def read_asked(req: Request, query: NamedQuery, default_lang: Lang) -> Asked:
    """What *req* says to *query*.

    Args:
        req: GET, or POST of a form; a form keeps what is asked about a child out of addresses and logs.
        query: Knows its parameters. What it does not take is found out when values are bound.
        default_lang: For a request that asks for neither zh nor en.

    Raises:
        MalformedRequestError: It is not UTF-8, or has too many fields.
        RepeatedParameterError: A parameter has several values.
        UnsupportedMediaTypeError: A body that is not a form.
        BadValueError: ``lang`` is neither zh nor en.
    """
    given = read_fields(req.query_string)
    if req.method == "POST":
        media_type, options = parse_options_header(req.headers.get("Content-Type", ""))
        body = req.get_data(cache=False)
        # Nothing at all is a form without fields.
        if (body or media_type) and (media_type != FORM or options.get("charset", "").lower() not in _UTF8):
            raise UnsupportedMediaTypeError(req.headers.get("Content-Type", ""), (FORM,))
        given += read_fields(body)
    _once(name for name, _ in given)
    fields = dict(given)
    format_name, lang = fields.pop("format", None), fields.pop("lang", "")
    if lang not in ("", *LANGS):
        raise BadValueError("lang", lang, Text("zh 或 en", "zh or en"))
    for name in PAGE_FIELDS:
        fields.pop(name, None)
    known = {parameter.name for parameter in query.parameters}
    return Asked(
        # An unknown name is kept even without a value, so that it is not passed over in silence.
        {name: value for name, value in fields.items() if value or name not in known},
        chosen_language(req) or cast(Lang | None, lang or None) or language_of(req, default_lang),
        format_name or None,
    )


def _once(names: Iterable[str]) -> None:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        if count > 1:
            raise RepeatedParameterError(name, count)


def _json(content: dict[str, object], tag: str) -> Response:
    body = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return cached(Response(body, content_type=PLAIN_JSON.media_type), tag)


def _linked(response: Response, query: NamedQuery) -> Response:
    href = path_of(query, request.script_root)
    response.headers.add("Link", f'<{href}/parameters>; rel="describedby"; type="application/json"')
    response.headers.add("Link", f'<{request.script_root}/queries>; rel="collection"')
    return response
