"""The Flask application, asked from a thread with a request that is whole.

Source: PEP 3333, https://peps.python.org/pep-3333/
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from kg_service.web.front.messages import BlockingParts, Headers, Reply, Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WHOLE = 1 << 20
"""Bytes of a body up to which it is put together here."""


def call(app: "WSGIApplication", request: Request, server: tuple[str, int]) -> Reply:
    """Ask the application.

    Args:
        app: Any WSGI application.
        request: Its body is whole.
        server: Host and port that it came in at.

    Raises:
        Exception: Whatever the application raises, before the first part of its body.
    """
    begun: list[tuple[str, Headers]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        if exc_info is not None and begun:
            begun.clear()
        begun.append((status, headers))
        return _no_write

    result = app(_environ(request, server), start_response)
    parts, first, size = iter(result), [], 0
    try:
        for part in parts:
            first.append(part)
            size += len(part)
            if size > WHOLE:
                break
        else:
            _close(result)
            return _reply(begun, b"".join(first))
    except BaseException:
        _close(result)
        raise
    return _reply(begun, BlockingParts(_rest(chain(first, parts), result)))


def _reply(begun: list[tuple[str, Headers]], body: bytes | BlockingParts) -> Reply:
    status, given = begun[-1]
    headers, length, tag = [], None, None
    for name, value in given:
        small = name.lower()
        if small == "content-length":
            length = int(value)
        elif small not in ("connection", "transfer-encoding", "date"):
            headers.append((name, value))
            if small == "etag":
                tag = value
    return Reply(int(status.split(" ", 1)[0]), headers, body, length, tag)


def _rest(parts: Iterator[bytes], result: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from parts
    finally:
        _close(result)


def _close(result: Iterable[bytes]) -> None:
    if (close := getattr(result, "close", None)) is not None:
        close()


def _no_write(data: bytes) -> object:
    raise NotImplementedError("the write callable of PEP 3333 is not used here")


def _environ(request: Request, server: tuple[str, int]) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(_path(request.path)).decode("latin-1"),
        "QUERY_STRING": request.query.decode("latin-1"),
        "REMOTE_ADDR": request.client,
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "REQUEST_URI": request.target.decode("latin-1"),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        # A name with an underscore would pass for one with a hyphen.
        elif name not in ("content-length", "transfer-encoding") and "_" not in name:
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ


def _path(path: bytes) -> bytes:
    """The path of a target, which may be an absolute URL."""
    if path.startswith(b"/"):
        return path
    _, scheme, rest = path.partition(b"://")
    return b"/" + rest.partition(b"/")[2] if scheme else b"/"
