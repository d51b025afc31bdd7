"""The one HTTP client that talks to remote engines.

Time and size of what they answer are bounded; no redirect is followed.

Source: https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from http.client import RemoteDisconnected
from typing import IO
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, ReadTimeoutError, TimeoutError

from kg_service import __version__
from kg_service.errors import (
    KgServiceError,
    QueryEvaluationError,
    QueryTimeoutError,
    RemoteFailedError,
    ResultTooLargeError,
)
from kg_service.model import Text
from kg_service.store.endpoint import Endpoints

CONNECT_SECONDS = 5
CONNECTIONS = 32
"""Connections of one process that are kept open."""
CHUNK = 65_536
_MOST_DETAIL = 300
"""Characters of a remote error that are passed on."""
_MB = 1_000_000


class Client:
    """HTTP to one remote dataset. It can be shared by threads; it follows no redirect and asks no proxy."""

    def __init__(self, endpoints: Endpoints) -> None:
        self.endpoints = endpoints
        self._pool = urllib3.PoolManager(CONNECTIONS, maxsize=CONNECTIONS, retries=False)
        self._headers = {"User-Agent": f"care-checklist-kg/{__version__}"}
        if endpoints.authorization:
            self._headers["Authorization"] = endpoints.authorization

    def query(
        self,
        text: str,
        accept: str,
        *,
        seconds: float,
        most_bytes: int,
        graphs: Sequence[tuple[str, str]] = (),
    ) -> "Body":
        """Send a query, its body still to be read.

        Args:
            text: The query.
            accept: Media types.
            seconds: Time for the whole answer, the reader's own left out.
            most_bytes: Longest answer.
            graphs: ``default-graph-uri`` and ``named-graph-uri`` parameters.

        Raises:
            QueryEvaluationError: The endpoint finds fault with the query.
            QueryTimeoutError: It took too long.
            RemoteFailedError: It does not answer, or not as the protocol has it.
        """
        return self._send(
            "POST",
            self.endpoints.query,
            urlencode([("query", text), *graphs]).encode("ascii"),
            {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
            seconds=seconds,
            most_bytes=most_bytes,
            is_query=True,
        )

    def update(self, text: str, *, seconds: float) -> None:
        """Have one update request carried out.

        Raises:
            RemoteFailedError: It was not, or nobody knows.
        """
        content = {"Content-Type": "application/sparql-update"}
        self._send("POST", self.endpoints.update, text.encode(), content, seconds=seconds).drain()

    def put(self, graph: str, ntriples: IO[bytes], length: int, *, seconds: float) -> None:
        """Put a graph in place of the one of that name.

        Raises:
            RemoteFailedError: It was not taken, or nobody knows.
        """
        url = f"{self.endpoints.data}?{urlencode({'graph': graph})}"
        content = {"Content-Type": "application/n-triples", "Content-Length": str(length)}
        self._send("PUT", url, ntriples, content, seconds=seconds).drain()

    def _send(
        self,
        method: str,
        url: str,
        content: bytes | IO[bytes],
        headers: dict[str, str],
        *,
        seconds: float,
        most_bytes: int = _MB,
        is_query: bool = False,
    ) -> "Body":
        started = time.monotonic()
        again = isinstance(content, bytes) and is_query
        while True:
            try:
                response = self._pool.request(
                    method,
                    url,
                    body=content,
                    headers={**self._headers, **headers},
                    timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds),
                    redirect=False,
                    preload_content=False,
                )
                break
            except ProtocolError as error:
                # The other side may close a kept connection just as it is taken up again.
                if not again or not isinstance(error.args[-1], RemoteDisconnected):
                    raise self._failed(url, error) from error
                again = False
            except ReadTimeoutError as error:
                raise (QueryTimeoutError(seconds) if is_query else self._silent(url, seconds)) from error
            except HTTPError as error:
                raise self._failed(url, error) from error
        body = Body(response, url, seconds, most_bytes, time.monotonic() - started)
        if response.status >= 300:
            raise self._status(body, response.status, response.headers, seconds, is_query=is_query)
        return body

    def _status(
        self, body: "Body", status: int, headers: Mapping[str, str], seconds: float, *, is_query: bool
    ) -> KgServiceError:
        """What a status other than success means."""
        words = body.beginning()
        if is_query and status == 400:
            return QueryEvaluationError(words)
        if is_query and status in (408, 504):
            return QueryTimeoutError(seconds)
        reason = f"{status} {words}".strip()
        said = Text(f"它应答 {reason}", f"it answered {reason}")
        if status < 400 and "Location" in headers:
            moved = headers["Location"][:_MOST_DETAIL]
            said = Text(f"它在另一个地址，请改用 {moved}", f"it is at another address, use {moved}")
        retry_after = headers.get("Retry-After", "")
        return RemoteFailedError(body.url, said, status=status, retry_after=retry_after)

    def _failed(self, url: str, error: HTTPError) -> RemoteFailedError:
        if isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError):
            return self._silent(url, CONNECT_SECONDS)
        return RemoteFailedError(url, Text("连接不上，或连接中断", "it can't be reached, or broke off"))

    @staticmethod
    def _silent(url: str, seconds: float) -> RemoteFailedError:
        return RemoteFailedError(
            url, Text(f"它在 {seconds:g} 秒内没有应答", f"it did not answer within {seconds:g} seconds")
        )


class Body:
    """A response that is read as it comes, within bounds of time and size."""

    def __init__(
        self,
        response: urllib3.BaseHTTPResponse,
        url: str,
        seconds: float,
        most_bytes: int,
        spent: float,
    ) -> None:
        self.url = url
        self.media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        self._response = response
        self._seconds, self._most_bytes = seconds, most_bytes
        self._spent, self._size = spent, 0
        self._ahead = b""
        """Read from the connection, and still to be handed out."""
        # A connection that ends with the answer is already off the response.
        self._socket = getattr(response.connection, "sock", None)

    def read(self, size: int = -1) -> bytes:
        """At most *size* bytes; all that is left where it is negative; nothing at the end.

        Raises:
            QueryTimeoutError, ResultTooLargeError, RemoteFailedError: It is not read to its end.
        """
        if size < 0:
            return b"".join(self.parts())
        if not self._ahead:
            self._ahead = self._receive()
        part, self._ahead = self._ahead[:size], self._ahead[size:]
        return part

    def parts(self) -> Iterator[bytes]:
        """What is left, as it comes."""
        while part := self.read(CHUNK):
            yield part

    def unread(self, data: bytes) -> None:
        """Have *data* handed out again, before anything else."""
        self._ahead = data + self._ahead

    def drain(self) -> None:
        """Read to the end, so that the connection can be used again."""
        for _ in self.parts():
            pass

    def beginning(self) -> str:
        """The first words, for a message."""
        said = ""
        with suppress(KgServiceError):
            said = self.read(4 * _MOST_DETAIL).decode("utf-8", errors="replace")
        self.close()
        plain = " ".join("".join(c if c.isprintable() else " " for c in said).split())
        return plain[:_MOST_DETAIL]

    def close(self) -> None:
        """Give up the rest; the connection is not used again."""
        self._response.close()

    def _receive(self) -> bytes:
        left = self._seconds - self._spent
        if left <= 0:
            self.close()
            raise QueryTimeoutError(self._seconds)
        if self._socket is not None:
            with suppress(OSError):
                self._socket.settimeout(left)
        started = time.monotonic()
        try:
            part: bytes = self._response.read1(CHUNK)
        except ReadTimeoutError as error:
            self.close()
            raise QueryTimeoutError(self._seconds) from error
        except (HTTPError, OSError) as error:
            self.close()
            said = Text("应答中断", "its answer broke off")
            raise RemoteFailedError(self.url, said) from error
        self._spent += time.monotonic() - started
        self._size += len(part)
        if self._size > self._most_bytes:
            self.close()
            raise ResultTooLargeError(self._most_bytes // _MB)
        return part
