"""A request to the endpoint, read as the SPARQL 1.1 Protocol has it.

Not here: asking the store and writing the answer (``sparql``).

Source: https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from binascii import a2b_qp
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.http import parse_options_header

from kg_service.errors import UpdateRefusedError
from kg_service.model import Text
from kg_service.web.errors import MalformedRequestError, QueryTooLargeError, UnsupportedMediaTypeError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

MAX_FIELDS = 1_000
"""Fields of a query string or form; beyond it the request is refused unread."""

_UTF8 = {"", "utf-8", "utf8", "us-ascii"}


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What was asked, before anything is known of the query's form."""

    query: str | None
    """None where the request holds none."""
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    """Of ``?format=``, for people."""


def read_query_request(request: Request, max_query_bytes: int) -> QueryRequest:
    """The query operation that *request* stands for.

    Args:
        request: GET or POST.
        max_query_bytes: Longest query text that is taken, in UTF-8.

    Raises:
        MalformedRequestError: More than one query, or bytes that are not UTF-8.
        QueryTooLargeError: The query text is too long.
        UnsupportedMediaTypeError: A body of another type or encoding.
        UpdateRefusedError: It is an update operation.
    """
    body = request.get_data(cache=False) if request.method == "POST" else None
    return read_query(request.query_string, body, request.headers.get("Content-Type", ""), max_query_bytes)


def read_query(
    query_string: bytes, body: bytes | None, content_type: str, max_query_bytes: int
) -> QueryRequest:
    """The same from the parts of a request: ``read_query_request``.

    Args:
        query_string: Of the target.
        body: None where the method has none.
        content_type: Of the body.
        max_query_bytes: Longest query text that is taken, in UTF-8.
    """
    fields = read_fields(query_string)
    if body is not None:
        fields += _body(body, content_type)
    if any(name == "update" for name, _ in fields):
        raise UpdateRefusedError("SPARQL Update")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise MalformedRequestError(
            Text(
                f"一次请求只能有一个查询，这里有 {len(queries)} 个。",
                f"One query a request, not {len(queries)}.",
            )
        )
    if queries and len(queries[0].encode()) > max_query_bytes:
        raise QueryTooLargeError(max_query_bytes)
    return QueryRequest(
        query=queries[0] if queries else None,
        default_graphs=tuple(value for name, value in fields if name == "default-graph-uri" and value),
        named_graphs=tuple(value for name, value in fields if name == "named-graph-uri" and value),
        format=next((value for name, value in reversed(fields) if name == "format" and value), None),
    )


def _body(body: bytes, content_type: str) -> list[tuple[str, str]]:
    media_type, options = parse_options_header(content_type)
    if media_type == UPDATE:
        raise UpdateRefusedError("SPARQL Update")
    if media_type not in {FORM, QUERY} or options.get("charset", "").lower() not in _UTF8:
        raise UnsupportedMediaTypeError(content_type, (QUERY, FORM))
    return read_fields(body) if media_type == FORM else [("query", _decoded(body).removeprefix("\ufeff"))]


def read_fields(raw: bytes) -> list[tuple[str, str]]:
    """Fields of a query string or form, in order.

    Raises:
        MalformedRequestError: They are not UTF-8, or there are too many.
    """
    if (fields := _plain_fields(raw)) is not None:
        return fields
    try:
        return parse_qsl(_decoded(raw), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except ValueError as error:
        raise MalformedRequestError(
            Text(f"参数超过 {MAX_FIELDS} 个。", f"There are more than {MAX_FIELDS} fields.")
        ) from error


def read_form(request: Request) -> list[tuple[str, str]]:
    """Fields of the address, and of the form that a POST sends.

    Raises:
        MalformedRequestError: As for ``read_fields``.
        UnsupportedMediaTypeError: A body that is not a form.
    """
    fields = read_fields(request.query_string)
    if request.method == "POST":
        if request.mimetype not in ("", FORM):
            raise UnsupportedMediaTypeError(request.headers.get("Content-Type", ""), (FORM,))
        fields += read_fields(request.get_data(cache=False))
    return fields


def _plain_fields(raw: bytes) -> list[tuple[str, str]] | None:
    """What ``parse_qsl`` would give, in a tenth of the time; None where they are out of the ordinary."""
    if not raw.isascii() or raw.count(b"&") >= MAX_FIELDS or b"\n" in raw or b"\r" in raw:
        return None
    fields = []
    for part in raw.split(b"&"):
        if not part:
            continue
        name, _, value = part.partition(b"=")
        # Quoted-printable is the same but for its sign, and has a decoder in C. A broken escape leaves it
        # longer than two bytes less for each sign.
        text = a2b_qp(value.replace(b"+", b" ").replace(b"%", b"="))
        if b"=" in value or b"%" in name or b"+" in name or len(text) != len(value) - 2 * value.count(b"%"):
            return None
        try:
            fields.append((name.decode(), text.decode()))
        except UnicodeDecodeError:
            return None
    return fields


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8() from error


def _not_utf8() -> MalformedRequestError:
    return MalformedRequestError(Text("请求不是有效的 UTF-8 文本。", "The request is not valid UTF-8."))
