"""A request as it arrived and a reply as it leaves, without any framework."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO, TypeAlias

Headers: TypeAlias = list[tuple[str, str]]

PHRASES = {status.value: status.phrase for status in HTTPStatus}


@dataclass(slots=True)
class Request:
    """One request, whole."""

    method: str
    target: bytes
    """Path and query, as sent."""
    headers: dict[str, str]
    """By name in small letters; a repeated one is joined by commas."""
    body: bytes
    peer: str
    """Address at the other end of the connection."""
    client: str
    """Address of the client: the peer's, or what a trusted proxy says."""
    version: str
    """``1.1`` or ``1.0``."""
    keeps_alive: bool
    scheme: str
    """``https`` where a trusted proxy says so, else ``http``."""
    since: float
    """Monotonic time at which its first byte arrived, in seconds."""

    @property
    def path(self) -> bytes:
        """Without the query, as sent."""
        return self.target.partition(b"?")[0]

    @property
    def query(self) -> bytes:
        """Behind the first question mark, as sent."""
        return self.target.partition(b"?")[2]


@dataclass(slots=True)
class BlockingParts:
    """A body whose next part may take its time, so that a thread has to ask for it."""

    parts: Iterator[bytes]

    def next(self) -> bytes:
        """The next part; empty at the end."""
        return next((part for part in self.parts if part), b"")

    def close(self) -> None:
        """Let go of what stands behind it."""
        if (close := getattr(self.parts, "close", None)) is not None:
            close()


Body: TypeAlias = bytes | IO[bytes] | BlockingParts
"""All of it; a file that is read from its start, and closed; or parts."""


@dataclass(slots=True)
class Reply:
    """What is sent back."""

    status: int
    headers: Headers
    body: Body = b""
    length: int | None = None
    """Bytes of the body; None where it is not known before its end."""
    tag: str | None = None
    """Entity tag with its quotation marks, where the reply may be kept."""
    query: str | None = None
    """The query that it answers, for the access log."""
    cached: bool = False
    """Whether it comes from the cache."""
    noted: str = ""
    """What the access log says of the query, once it was made out."""
    _head: bytes = field(default=b"", repr=False)

    def head(self) -> bytes:
        """Status line and headers, but for Date, Connection and what frames the body."""
        if not self._head:
            self._head = self._made()
        return self._head

    def _made(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} {PHRASES.get(self.status, '')}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n").encode("latin-1", "replace")
