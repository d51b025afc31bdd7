"""Requests and what has to come back, as the W3C's protocol tests write them down: as text, one by one.

#### Request

    POST /sparql/ HTTP/1.1
    Content-Type: application/sparql-query

    ASK {}

#### Response

    2xx or 3xx response
    Content-Type: application/sparql-results+xml or application/sparql-results+json

    true
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from textwrap import dedent
from urllib.parse import urlsplit

_PART = re.compile(r"^#### (Request|Response)\n(.*?)(?=^#### |\Z)", re.MULTILINE | re.DOTALL)
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_UNSENT = ("host", "content-length", "user-agent")
"""Headers that the client decides."""
TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By name in small letters."""
    body: bytes

    @property
    def media_type(self) -> str:
        """Of Content-Type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, and what is said of its response."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    expected: str
    """First line of the response, e.g. ``2xx or 3xx response`` or ``4xx``."""
    media_types: tuple[str, ...]
    """One of these is expected; none where any is."""
    said: str
    """Body of the response, in the words of the test."""

    def is_expected(self, status: int) -> bool:
        """Whether a status is one of those that the test names, e.g. ``4xx`` or ``404 Not Found``."""
        named = re.findall(r"\b([1-5])(xx|\d\d)\b", self.expected)
        return any(str(status) in (a + b, a + str(status)[1:] if b == "xx" else "") for a, b in named)


def exchanges(comment: str) -> list[Exchange]:
    """The requests of one test, in order."""
    found = [(kind, dedent(text).strip()) for kind, text in _PART.findall(comment)]
    is_utf16 = "encoded in utf-16" in comment
    return [
        _exchange(request, response, "utf-16" if is_utf16 else "utf-8")
        for (_, request), (_, response) in zip(found[::2], found[1::2], strict=True)
    ]


def _exchange(request: str, response: str, encoding: str) -> Exchange:
    head, _, body = request.partition("\n\n")
    line, *fields = head.splitlines()
    method, path = line.split()[:2]
    headers = dict(field.split(": ", 1) for field in fields)
    expected, _, said = response.replace("\n    \n", "\n\n").partition("\n\n")
    first, *rest = expected.splitlines()
    return Exchange(
        method,
        path,
        {name: value for name, value in headers.items() if name.lower() not in _UNSENT},
        body.strip().encode(encoding),
        first,
        tuple(_MEDIA_TYPE.findall(" ".join(rest).lower())),
        said.strip(),
    )


def send(
    address: str, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Reply:
    """Send one request as it is: nothing is added but what HTTP needs.

    Args:
        address: Of the server, e.g. ``http://127.0.0.1:8000``.
        method, path, headers, body: Of the request; a body comes with its length.
    """
    connection = HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return Reply(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        )
    finally:
        connection.close()
