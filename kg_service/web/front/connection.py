"""HTTP/1.1 over one connection, on llhttp's parser.

What a client sends and reads is bounded in size and in time, so that slow and silent ones cost no more than
their connection: a request is whole before anything is done with it, and an answer waits in a file or in its
source until the client has read what was sent.

Not here: what is answered (``gateway``).

Source: RFC 9112, https://www.rfc-editor.org/rfc/rfc9112
"""

import asyncio
import time
from collections import deque
from typing import IO, TYPE_CHECKING, cast

import httptools

from kg_service.web.front.messages import BlockingParts, Reply, Request

if TYPE_CHECKING:
    from kg_service.web.front.gateway import Gateway

MOST_HEADER_BYTES = 65_536
"""Of all headers together; a target may be as long as a body, since a query may stand in either."""
MOST_WAITING = 16
"""Requests that a client may send ahead of their answers."""
LINGER = 2.0
"""Seconds for which what a refused client still sends is read and dropped, so that it gets to read why."""
HALF_OPEN = 1.0
"""Seconds for which a client that has closed its side is waited upon with an answer."""
PART = 262_144
"""Bytes of a file that are sent at a time."""
PROGRESS = 16_384
"""Bytes that a client has to read in the time that it is given."""
UPLOADED = 1 << 20
"""Bytes of a long upload that have to arrive in that time."""

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_CRLF = b"\r\n"


class Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._transport: asyncio.Transport = cast(asyncio.Transport, None)
        self._parser = httptools.HttpRequestParser(self)
        self._peer = ""
        self._waiting: deque[Request] = deque()
        self._current: Request | None = None
        self._pump: asyncio.Task[None] | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._closing = self._refused = self._reading_paused = False
        self.since = time.monotonic()
        """When the state of the connection began that has a time limit."""
        self._unsent = 0
        self._clear()
        self._begun = False

    # What the event loop says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self._peer = peer[0] if isinstance(peer, tuple) else ""
        if not self._gateway.joined(self):
            self.refuse(503, "busy")

    def connection_lost(self, exc: Exception | None) -> None:
        self._gateway.left(self)
        self._writable.set()
        if self._pump is not None:
            self._pump.cancel()
        if self._current is not None:
            self._gateway.abandoned(self._current)

    def data_received(self, data: bytes) -> None:
        if self._closing:
            return
        if not self._begun and self._current is None:
            self.since = time.monotonic()
        self._begun = True
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # It has been answered as if it had not asked for another protocol; what follows is of that one.
            if self._current is None and not self._waiting:
                self._finish_closing()
            else:
                self._closing = True
        except (httptools.HttpParserError, httptools.HttpParserCallbackError):
            if not self._refused:
                self.refuse(400, "malformed-request")

    def eof_received(self) -> bool:
        # A client may close its side after its request and still read the answer; but one that has gone looks
        # the same, and nobody is to work for it for long.
        if self._current is None and not self._waiting:
            return False
        self._closing = True
        asyncio.get_running_loop().call_later(HALF_OPEN, self._give_up)
        return True

    def pause_writing(self) -> None:
        self._writable.clear()
        self.since, self._unsent = time.monotonic(), self._transport.get_write_buffer_size()

    def resume_writing(self) -> None:
        self._writable.set()
        if self._current is None:
            self._next()

    # What the parser says

    def _clear(self) -> None:
        self._target = b""
        self._headers: dict[str, str] = {}
        self._header_bytes = self._body_bytes = 0
        self._body: list[bytes] = []
        self._is_upload = False
        self._most_body_bytes = self._gateway.most_body_bytes

    def on_message_begin(self) -> None:
        self._clear()

    def on_url(self, url: bytes) -> None:
        self._target += url
        if len(self._target) > self._gateway.most_body_bytes:
            self.refuse(414, "query-too-large")
            raise ValueError("target too long")

    def on_header(self, name: bytes, value: bytes) -> None:
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > MOST_HEADER_BYTES:
            self.refuse(431, "malformed-request")
            raise ValueError("headers too long")
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self) -> None:
        self._is_upload = self._gateway.is_upload(self._parser.get_method(), self._target)
        if self._is_upload:
            self._most_body_bytes = self._gateway.most_upload_bytes
        declared = self._headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._most_body_bytes:
            self._refuse_body()
        is_behind = self._current is not None or bool(self._waiting)
        if self._is_upload and (is_behind or not self._gateway.upload_begun(self)):
            self.refuse(503, "checks-busy")
            raise ValueError("too many uploads")
        if self._headers.get("expect", "").lower() == "100-continue":
            self._transport.write(_CONTINUE)

    def on_body(self, body: bytes) -> None:
        before = self._body_bytes
        self._body_bytes += len(body)
        if self._body_bytes > self._most_body_bytes:
            self._refuse_body()
        if self._is_upload and before // UPLOADED != self._body_bytes // UPLOADED:
            self.since = time.monotonic()  # it takes its time, and gets on
        self._body.append(body)

    def _refuse_body(self) -> None:
        self.refuse(413, "upload-too-large" if self._is_upload else "query-too-large")
        raise ValueError("body too long")

    def on_message_complete(self) -> None:
        peer, headers = self._peer, self._headers
        version = self._parser.get_http_version()
        keeps_alive = self._parser.should_keep_alive()
        if self._closing or self._refused:
            return
        if version == "1.1" and "host" not in headers:
            self.refuse(400, "malformed-request")
            return
        self._begun = False
        request = Request(
            method=self._parser.get_method().decode("latin-1"),
            target=self._target,
            headers=headers,
            body=b"".join(self._body),
            peer=peer,
            client=self._gateway.client_of(peer, headers),
            version=version,
            keeps_alive=keeps_alive,
            scheme=self._gateway.scheme_of(peer, headers),
            since=self.since,
        )
        if self._current is None and self._writable.is_set() and not self._waiting:
            self._start(request)
            return
        self._waiting.append(request)
        if len(self._waiting) >= MOST_WAITING and not self._reading_paused:
            self._reading_paused = True
            self._transport.pause_reading()

    # What the gateway says

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked and nothing is being sent."""
        return self._current is None and not self._waiting and not self._begun and self._writable.is_set()

    def reply(self, request: Request, reply: Reply) -> None:
        """Answer the request in progress; one that is gone, or was refused meanwhile, is passed over."""
        self._gateway.upload_over(self)
        if request is not self._current or self._transport.is_closing():
            _drop(reply.body)
            return
        body, length = reply.body, reply.length
        # The application leaves the body of a HEAD out; what it says of the length stands then.
        if isinstance(body, bytes) and (body or request.method != "HEAD"):
            length = len(body)
        bodiless = request.method == "HEAD" or reply.status in (204, 304)
        framing = b""
        chunked = False
        if length is not None and reply.status not in (204, 304):
            framing = b"Content-Length: %d\r\n" % length
        elif length is None and request.version == "1.1":
            framing, chunked = b"Transfer-Encoding: chunked\r\n", True
        closes = (
            not request.keeps_alive
            or self._gateway.is_stopping
            or (length is None and request.version != "1.1")
        )
        if closes:
            framing += b"Connection: close\r\n"
        elif request.version == "1.0":
            framing += b"Connection: keep-alive\r\n"
        head = reply.head() + self._gateway.date + framing + _CRLF
        if bodiless or isinstance(body, bytes):
            if bodiless:
                _drop(body)
            self._transport.write(head if bodiless else head + cast(bytes, body))
            self._replied(request, reply, 0 if bodiless else len(cast(bytes, body)), closes)
            return
        self._transport.write(head)
        self._pump = asyncio.get_running_loop().create_task(
            self._send(request, reply, body, chunked=chunked, closes=closes)
        )

    def refuse(self, status: int, code: str) -> None:
        """Answer what is no request, or one that is too long or too late, and close."""
        if self._refused or self._transport.is_closing():
            return
        self._refused = self._closing = True
        self._gateway.upload_over(self)
        reply = self._gateway.refusal(status, code)
        body = cast(bytes, reply.body)
        framing = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
        self._transport.write(reply.head() + self._gateway.date + framing + body)
        self._gateway.refused(status, code, self._peer, len(body))
        asyncio.get_running_loop().call_later(LINGER, self._finish_closing)

    def check_time(self, now: float, seconds: float) -> None:
        """Close the connection when its client has been slow for too long."""
        if self._refused or now - self.since <= seconds:
            return
        if not self._writable.is_set():
            unsent = self._transport.get_write_buffer_size()
            if self._unsent - unsent >= PROGRESS:
                self.since, self._unsent = now, unsent
            else:
                self._transport.abort()
        elif self._current is None and not self._waiting:
            if self._begun:
                self.refuse(408, "malformed-request")
            else:
                self._transport.close()

    def close_when_idle(self) -> None:
        """Take nothing new; what has begun is finished."""
        if self.is_idle:
            self._transport.close()

    def abort(self) -> None:
        """Close at once."""
        self._transport.abort()

    def _start(self, request: Request) -> None:
        self._current = request
        self._gateway.handle(request, self)

    def _next(self) -> None:
        while self._waiting and self._current is None and self._writable.is_set():
            self._start(self._waiting.popleft())
        if self._reading_paused and len(self._waiting) < MOST_WAITING // 2:
            self._reading_paused = False
            self._transport.resume_reading()

    def _replied(self, request: Request, reply: Reply, sent: int, closes: bool) -> None:
        self._current = None
        self.since = time.monotonic()
        self._gateway.replied(request, reply, sent)
        if closes or (self._closing and not self._waiting):
            self._waiting.clear()
            self._closing = True
            self._transport.close()
        elif self._waiting:
            self._next()

    async def _send(
        self, request: Request, reply: Reply, body: IO[bytes] | BlockingParts, *, chunked: bool, closes: bool
    ) -> None:
        loop = asyncio.get_running_loop()
        sent = 0
        try:
            while True:
                await self._writable.wait()
                if isinstance(body, BlockingParts):
                    part = await loop.run_in_executor(self._gateway.threads, body.next)
                else:
                    part = body.read(PART)
                if self._transport.is_closing():
                    return
                if not part:
                    break
                sent += len(part)
                self._transport.write(b"%x\r\n%b\r\n" % (len(part), part) if chunked else part)
            if chunked:
                self._transport.write(b"0\r\n\r\n")
            self._pump = None
            self._replied(request, reply, sent, closes)
        except Exception as error:
            # The head has gone out: only a broken connection tells the client that the rest is missing.
            self._gateway.broken(request, error)
            self._transport.abort()
        finally:
            _drop(body)

    def _give_up(self) -> None:
        if self._current is not None and self._pump is None:
            self._transport.abort()

    def _finish_closing(self) -> None:
        if not self._transport.is_closing():
            self._transport.close()


def _drop(body: object) -> None:
    if not isinstance(body, bytes) and (close := getattr(body, "close", None)) is not None:
        close()
