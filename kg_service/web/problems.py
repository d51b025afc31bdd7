"""Errors as problem documents (JSON), or as pages for people.

Not here: which error has which status (``statuses``).

Source: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Request, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from kg_service import errors as ours
from kg_service.formats import HTML, Format, negotiate
from kg_service.model import Lang, Text
from kg_service.vocabulary import BASE
from kg_service.web import errors as requests
from kg_service.web.language import language_of
from kg_service.web.links import iri_of
from kg_service.web.statuses import STATUSES, status_of

PROBLEM_JSON = Format("problem", "application/problem+json", "json", "solutions", ("application/json",))

ALLOWED = 100
"""Choices of a parameter that a problem lists; of more, only the nearest."""

RETRY_AFTER = 2
"""Seconds after which a busy server may be asked again."""

_HTTP: Mapping[int, Text] = {
    404: Text("没有这个页面。", "There is nothing at this address."),
    405: Text("这个地址不接受该请求方法。", "This address does not take that method."),
    413: Text("请求正文过大。", "The body of the request is too large."),
    416: Text("文件没有所要的部分。", "The file has no such part."),
    500: Text("服务器内部出错，已记入日志。", "Something went wrong in the server; it has been logged."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told to the client, in one language."""

    status: int
    code: str
    title: str
    detail: str
    more: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The members of the problem document."""
        about = {"type": f"{BASE}problem/{self.code}", "title": self.title, "status": self.status}
        return {**about, "detail": self.detail, "code": self.code, **self.more}


def problem_of(error: Exception, lang: Lang) -> Problem:
    """The problem that stands for *error*; nothing of an unexpected one is told but that it happened."""
    if isinstance(error, ours.KgServiceError):
        status, title = status_of(type(error))
        return Problem(status, error.code, title.of(lang), error.text.of(lang), _members(error, lang))
    status_code = error.code if isinstance(error, HTTPException) and error.code else 500
    phrase = HTTPStatus(status_code).phrase
    text = _HTTP.get(status_code, Text(phrase, phrase))
    return Problem(status_code, phrase.lower().replace(" ", "-"), text.of(lang), text.of(lang))


def _members(error: ours.KgServiceError, lang: Lang) -> dict[str, Any]:
    if isinstance(error, ours.SyntaxProblemError):
        return {"line": error.line, "column": error.column, "expected": error.expected.of(lang)}
    if isinstance(error, ours.UnknownValueError):
        about = {"parameter": error.parameter, "name": error.name, "nearest": list(error.nearest)}
        return {**about, "allowed": list(error.allowed)} if len(error.allowed) <= ALLOWED else about
    if isinstance(error, ours.UnknownParameterError):
        return {"parameter": error.name, "name": error.name, "nearest": list(error.nearest)}
    if isinstance(error, ours.UnknownNameError):
        return {"name": error.name, "nearest": list(error.nearest)}
    if isinstance(error, ours.MissingParameterError):
        return {"parameter": error.names[0], "missing": list(error.names)}
    if isinstance(error, ours.BadValueError):
        return {"parameter": error.name, "value": error.value, "expected": error.expected.of(lang)}
    if isinstance(error, requests.RepeatedParameterError):
        return {"parameter": error.name}
    if isinstance(error, ours.LimitExceededError):
        return {"setting": error.setting, "limit": error.limit}
    if isinstance(error, requests.QueryTooLargeError):
        return {"setting": "max_query_bytes", "limit": error.limit}
    if isinstance(error, ours.NotAcceptableError):
        return {"offered": list(error.offered)}
    if isinstance(error, requests.UnsupportedMediaTypeError):
        return {"accepted": list(error.accepted)}
    return {}


def wants_html(req: Request) -> bool:
    """Does the client read pages? A client that says nothing gets JSON."""
    try:
        return negotiate(req.headers.get("Accept"), (PROBLEM_JSON, HTML)) is HTML
    except ours.NotAcceptableError:
        return False


def respond(error: Exception, default_lang: Lang) -> Response:
    """The response that tells of *error*, as problem document or page."""
    lang = language_of(request, default_lang)
    problem = problem_of(error, lang)
    if wants_html(request):
        suggestions = error.nearest if isinstance(error, requests.UnknownThingError) else ()
        text = request.args.get("query") if request.path == "/sparql" else None
        page = render_template("problem.html", problem=problem, suggestions=suggestions, text=text)
        body, media_type = page, "text/html"
    else:
        body, media_type = json.dumps(problem.document(), ensure_ascii=False, indent=2) + "\n", ""
    response = Response(
        body, problem.status, content_type=f"{media_type or PROBLEM_JSON.media_type}; charset=utf-8"
    )
    if isinstance(error, HTTPException):
        response.headers.extend(
            h for h in error.get_headers() if h[0] in {"Allow", "Content-Range", "Retry-After"}
        )
    if isinstance(error, ours.BusyError | ours.QueriesMemoryError | requests.ChecksBusyError):
        response.headers["Retry-After"] = str(RETRY_AFTER)
    if isinstance(error, requests.UnsupportedMediaTypeError):
        response.headers["Accept-Post"] = ", ".join(error.accepted)
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Language"))
    return response


def problems_blueprint() -> Blueprint:
    """The pages that the type of a problem points at."""
    bp = Blueprint("problems", __name__)

    @bp.get("/problem/<code>")
    def kind(code: str) -> Response:
        """What one kind of problem is."""
        found = next((kind for kind in STATUSES if kind.code == code), None)
        if found is None:
            raise requests.UnknownThingError(iri_of(f"problem/{code}"))
        return Response(render_template("problem_kind.html", code=code, about=status_of(found)))

    return bp


def register_problems(app: Flask, max_query_bytes: int, default_lang: Lang) -> None:
    """Answer every error of *app* with a problem."""

    @app.errorhandler(ours.KgServiceError)
    def _ours(error: ours.KgServiceError) -> Response:
        return respond(error, default_lang)

    @app.errorhandler(RequestEntityTooLarge)
    def _too_large(error: RequestEntityTooLarge) -> Response:
        return respond(requests.QueryTooLargeError(max_query_bytes), default_lang)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        return respond(error, default_lang)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        current_app.logger.exception("%s %s", request.method, request.path)
        return respond(error, default_lang)
