"""What comes back: the formats of answers, their headers, and the problems that an operation may meet."""

from collections.abc import Iterable
from http import HTTPStatus

from kg_service.formats import GRAPH_FORMATS, HTML, JSON, JSONLD, Format
from kg_service.model import Text
from kg_service.web.answers import OFFERED
from kg_service.web.openapi.schemas import ref
from kg_service.web.openapi.words import Object, Say

PROBLEMS: dict[HTTPStatus, Text] = {
    HTTPStatus.BAD_REQUEST: Text(
        "请求有误；说明中有出错的参数或位置。",
        "The request will not do; the problem names the parameter or place.",
    ),
    HTTPStatus.FORBIDDEN: Text("图谱只读。", "The graph is read-only."),
    HTTPStatus.NOT_FOUND: Text(
        "没有这个名称；给出最接近的。", "There is nothing of that name; the nearest are offered."
    ),
    HTTPStatus.NOT_ACCEPTABLE: Text(
        "没有所要的格式；列出可用的。", "Not given in that format; those that are offered are listed."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text(
        "请求或答案超过上限。", "The request or the answer is over a limit."
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Text("不接受这种类型的正文。", "A body of that type is not taken."),
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: Text(
        "没有所要的字节范围。", "There are no bytes in that range."
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: Text("查询执行失败。", "The query could not be evaluated."),
    HTTPStatus.TOO_MANY_REQUESTS: Text("请求过于频繁。", "Too many requests; wait as Retry-After says."),
    HTTPStatus.BAD_GATEWAY: Text("另一端点未能应答。", "The other endpoint does not answer as it should."),
    HTTPStatus.SERVICE_UNAVAILABLE: Text(
        "超过时间、内存或并发的上限；说明中有是哪一项。",
        "Over a limit of time, memory or number of queries; the problem names it.",
    ),
}
"""By status, what an operation may go wrong with."""

ALWAYS = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)

GRAPHS = (HTML, *GRAPH_FORMATS)


def _name(status: HTTPStatus) -> str:
    return status.phrase.title().replace(" ", "").replace("-", "")


def problem_responses(say: Say) -> Object:
    """``components/responses``: each problem as JSON, or as a page for people."""
    content = {
        "application/problem+json": {"schema": ref("Problem")},
        "text/html": {"schema": {"type": "string"}},
    }
    found: Object = {}
    for status, text in PROBLEMS.items():
        headers = {"Content-Language": {"$ref": "#/components/headers/Content-Language"}}
        if status in ALWAYS:
            headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
        found[_name(status)] = {"description": say.block(text), "headers": headers, "content": content}
    return found


def shared_headers(say: Say) -> Object:
    """``components/headers``."""

    def header(zh: str, en: str, schema: Object | None = None) -> Object:
        return {"description": say.block(Text(zh, en)), "schema": schema or {"type": "string"}}

    return {
        "ETag": header(
            "答案的标识；以 If-None-Match 送回可免重取。",
            "Identity of the answer; send it back in If-None-Match.",
        ),
        "Link": header("相关地址：API 说明、数据说明。", "Related addresses: descriptions of API and data."),
        "Content-Language": header(
            "页面或说明的语言。", "Language of the page or problem.", {"enum": ["zh", "en"]}
        ),
        "Retry-After": header("过多少秒再试。", "Seconds to wait.", {"type": "integer", "minimum": 0}),
    }


def answer_content(formats: Iterable[Format], schemas: dict[str, Object] | None = None) -> Object:
    """The media types of an answer.

    Args:
        formats: Those that it is given in.
        schemas: By media type; a text or bytes of no further description where there is none.
    """
    found: Object = {}
    for format_ in formats:
        known = (schemas or {}).get(format_.media_type)
        if known is None:
            known = {"schema": {"type": ["object", "array"]} if format_ == JSONLD else {}}
        found.setdefault(format_.media_type, known)
    return found


def solutions_content(schema: Object, example: Object, table: str) -> Object:
    """Media types of rows, with the schema and an example of their JSON, and an example of their CSV."""
    given: dict[str, Object] = {
        JSON.media_type: {"schema": schema, "example": example},
        "text/csv": {"schema": {}, "example": table},
    }
    return answer_content(OFFERED["solutions"], given)


def responses(ok: Object, *problems: HTTPStatus, cached: bool = True, text: Text, say: Say) -> Object:
    """The responses of an operation.

    Args:
        ok: Content of the answer.
        problems: What it may go wrong with, beyond what every operation may.
        cached: Has it an entity tag?
        text: What the answer is.
        say: The language.
    """
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in (["ETag"] if cached else [])}
    found: Object = {"200": {"description": say.block(text), "headers": headers, "content": ok}}
    if cached:
        same = Text("与所持的相同。", "The same as the client holds.")
        found["304"] = {"description": say.block(same), "headers": headers}
    for status in sorted({*problems, *ALWAYS}):
        found |= problem(status)
    return found


def problem(status: HTTPStatus) -> Object:
    """One problem among the responses of an operation."""
    return {str(status.value): {"$ref": f"#/components/responses/{_name(status)}"}}
