"""Errors as problem documents: the one table from errors to statuses, and how a problem is shown.

Source: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask, Request, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from kg_service import errors as ours
from kg_service.formats import HTML, Format, negotiate
from kg_service.model import Lang, Text
from kg_service.vocabulary import BASE
from kg_service.web import errors as requests
from kg_service.web.language import language_of

PROBLEM_JSON = Format("problem", "application/problem+json", "json", "solutions", ("application/json",))

STATUSES: Mapping[type[ours.KgServiceError], tuple[HTTPStatus, Text]] = {
    ours.KgServiceError: (HTTPStatus.INTERNAL_SERVER_ERROR, Text("服务器出错", "Server error")),
    ours.SyntaxProblemError: (HTTPStatus.BAD_REQUEST, Text("查询语法有误", "The query does not parse")),
    ours.RefusedQueryError: (HTTPStatus.BAD_REQUEST, Text("查询被拒绝", "The query is refused")),
    ours.UpdateRefusedError: (HTTPStatus.FORBIDDEN, Text("图谱只读", "The graph is read-only")),
    ours.QueryEvaluationError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("查询执行失败", "The query could not be evaluated"),
    ),
    ours.UnknownNameError: (HTTPStatus.NOT_FOUND, Text("没有这个名称", "No such name")),
    ours.UnknownEditionError: (HTTPStatus.NOT_FOUND, Text("没有这一版清单", "No such edition")),
    ours.UnknownQueryError: (HTTPStatus.NOT_FOUND, Text("没有这个查询", "No such named query")),
    ours.UnknownParameterError: (HTTPStatus.BAD_REQUEST, Text("没有这个参数", "No such parameter")),
    ours.UnknownValueError: (HTTPStatus.BAD_REQUEST, Text("没有这个可选值", "No such choice")),
    ours.UnknownFormatError: (HTTPStatus.BAD_REQUEST, Text("没有这种格式", "No such format")),
    ours.UnknownGraphError: (HTTPStatus.BAD_REQUEST, Text("没有这个图", "No such graph")),
    ours.MissingParameterError: (HTTPStatus.BAD_REQUEST, Text("缺少参数", "A parameter is missing")),
    ours.BadValueError: (HTTPStatus.BAD_REQUEST, Text("参数值不合要求", "A value will not do")),
    ours.NotAcceptableError: (HTTPStatus.NOT_ACCEPTABLE, Text("无法按所要求的格式提供", "Not acceptable")),
    ours.PortInUseError: (HTTPStatus.INTERNAL_SERVER_ERROR, Text("端口已被占用", "The port is in use")),
    ours.UnreadableFileError: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Text("文件无法读取", "A file can't be read"),
    ),
    ours.NothingCheckedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("没有可检查的内容", "Nothing to check"),
    ),
    requests.UnknownThingError: (HTTPStatus.NOT_FOUND, Text("没有这个页面", "Nothing here")),
    requests.MalformedRequestError: (HTTPStatus.BAD_REQUEST, Text("请求不合协议", "Malformed request")),
    requests.UnsupportedMediaTypeError: (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        Text("不支持的请求正文类型", "Unsupported type of body"),
    ),
    requests.QueryTooLargeError: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Text("查询文本过长", "The query is too long"),
    ),
}
"""Every error class of the package; a test fails when one is missing."""

_HTTP: Mapping[int, Text] = {
    404: Text("没有这个页面。", "There is nothing at this address."),
    405: Text("这个地址不接受该请求方法。", "This address does not take that method."),
    413: Text("请求正文过大。", "The body of the request is too large."),
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
        status, title = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
        return Problem(status, error.code, title.of(lang), error.text.of(lang), _members(error, lang))
    status_code = error.code if isinstance(error, HTTPException) and error.code else 500
    phrase = HTTPStatus(status_code).phrase
    text = _HTTP.get(status_code, Text(phrase, phrase))
    return Problem(status_code, phrase.lower().replace(" ", "-"), text.of(lang), text.of(lang))


def _members(error: ours.KgServiceError, lang: Lang) -> dict[str, Any]:
    if isinstance(error, ours.SyntaxProblemError):
        return {"line": error.line, "column": error.column, "expected": error.expected.of(lang)}
    if isinstance(error, ours.UnknownNameError):
        return {"name": error.name, "nearest": list(error.nearest)}
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
        response.headers.extend(h for h in error.get_headers() if h[0] in {"Allow", "Retry-After"})
    if isinstance(error, requests.UnsupportedMediaTypeError):
        response.headers["Accept-Post"] = ", ".join(error.accepted)
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Language"))
    return response


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
