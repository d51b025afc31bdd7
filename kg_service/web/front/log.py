"""The access log: one JSON object a line, without what people asked about unless it is wanted.

Source: the names of the members are those of https://opentelemetry.io/docs/specs/semconv/http/ in short
"""

import queue
import re
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from json.encoder import encode_basestring as _quoted
from typing import TextIO
from urllib.parse import unquote_plus

from kg_service.web.front.messages import Reply, Request

MOST_LINES = 5_000
"""Lines that are handed on together at most."""
MOST_TEXTS = 4
"""Texts that may wait to be written; when nobody reads them, the next lines are dropped and counted."""
MOST_QUERY = 2_000
"""Characters of a query that are logged."""
MOST_AGENT = 200
"""Characters of a client's name for itself that are logged."""

# Strings, then numbers: what stands for a person or a case, while IRIs stand for things of the graph.
# All begin with one of a few characters, so that the text in between is passed over quickly.
_LITERALS = re.compile(
    r"""['"<\d](?:(?<=')(?:''.*?'''|(?:[^'\\\n]|\\.)*')|(?<=")(?:"".*?\"""|(?:[^"\\\n]|\\.)*")|(?<=<)[^<>\s]*>"""
    r"""|(?<=\d)(?<![\w?$:.-].)[\d.eE+-]*)""",
    re.DOTALL,
)
_FIELD = re.compile(
    r"(^|&)(?!(?:format|lang|graph|default|default-graph-uri|named-graph-uri)=)([^&=]*)=[^&]*"
)


def redact(query: str) -> str:
    """A SPARQL text without its literals: ``"…"`` in place of each string, ``0`` of each number."""
    return _LITERALS.sub(_instead, query[:MOST_QUERY])


def redact_target(target: str) -> str:
    """Path and query string without the values of fields, but for those that name formats and graphs."""
    path, mark, fields = target.partition("?")
    return path + mark + _FIELD.sub(r"\1\2=…", fields)


def _instead(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] == "<":
        return found
    return '"…"' if found[0] in "'\"" else "0"


class AccessLog:
    """Writes in a thread of its own, so that a reader of the log that is stuck holds up no request."""

    def __init__(self, mode: str, stream: TextIO | None = None) -> None:
        """
        Args:
            mode: ``redacted``, ``full`` or ``off``.
            stream: Where to; standard error where None.
        """
        self.is_on, self._is_full = mode != "off", mode == "full"
        self._stream = stream or sys.stderr
        self._lines: list[str] = []
        self.dropped = 0
        self._second, self._prefix = -1.0, ""
        self._ready: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        """Text for the thread; None ends it."""
        self._thread = threading.Thread(target=self._write, daemon=True)
        if self.is_on:
            self._thread.start()

    def add(self, request: Request, reply: Reply, sent: int, seconds: float) -> None:
        """Note a request that has been answered.

        Args:
            request: As it came.
            reply: As it went; what is made out of its query is kept in it.
            sent: Bytes of the body.
            seconds: From its first byte to the last of the answer.
        """
        if reply.query is not None and not reply.noted:
            query = reply.query[:MOST_QUERY] if self._is_full else redact(reply.query)
            reply.noted = f'"query": {_quoted(query)}, '
        target = request.target.decode("latin-1")
        if reply.query is not None:
            target = target.partition("?")[0]
        elif "?" in target:
            target = unquote_plus(target) if self._is_full else redact_target(target)
        agent = request.headers.get("user-agent", "")[:MOST_AGENT]
        self._put(
            f'"client": {_quoted(request.client)}, "method": {_quoted(request.method)}, '
            f'"target": {_quoted(target)}, {reply.noted}"status": {reply.status}, "bytes": {sent}, '
            f'"seconds": {seconds:.6f}, "cached": {"true" if reply.cached else "false"}, '
            f'"agent": {_quoted(agent)}'
        )

    def add_failure(self, client: str, status: int, code: str) -> None:
        """Note what was refused, or an answer that broke off."""
        self._put(f'"client": {_quoted(client)}, "status": {status}, "code": {_quoted(code)}')

    def flush(self) -> None:
        """Hand what was noted to the thread: one text for many lines, since it costs much to wake it."""
        if self._lines and self._ready.qsize() < MOST_TEXTS:
            self._ready.put("".join(self._lines))
            self._lines = []

    def _put(self, members: str) -> None:
        if len(self._lines) >= MOST_LINES:
            self.flush()
            if self._lines:
                self.dropped += 1
                return
        self._lines.append(f'{{"time": "{self._now()}", {members}}}\n')

    def _now(self) -> str:
        second, fraction = divmod(time.time(), 1)
        if second != self._second:
            self._second = second
            self._prefix = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return f"{self._prefix}.{int(fraction * 1000):03}Z"

    def close(self, seconds: float = 1.0) -> None:
        """Write what waits, for so long at most."""
        if self.is_on:
            self.flush()
            self._ready.put(None)
            self._thread.join(seconds)

    def _write(self) -> None:
        while (text := self._ready.get()) is not None:
            with suppress(OSError, ValueError):
                self._stream.write(text)
                self._stream.flush()
