"""Asking somebody else's endpoint as a guest does: slowly, patiently, and never twice the same.

Answers are kept in a folder, so that a run that was stopped goes on without asking again.

Not here: HTTP (``store.client``), the queries (``sparql``).
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from kg_service.errors import QueryTimeoutError, RemoteFailedError
from kg_service.model import Term, Text
from kg_service.regular import replace_file
from kg_service.store.client import Client
from kg_service.store.endpoint import SCHEME, Endpoints
from kg_service.store.reading import rows

JSON = "application/sparql-results+json"
MOST_BYTES = 50_000_000
"""Of one answer."""
FIRST_WAIT, MOST_WAIT = 1.0, 600.0
"""Seconds before the second try, doubled with each; longest wait that an endpoint may ask for."""
KEPT_DAYS = 7
"""Age at which an answer is asked for anew."""
_AGAIN = (429, 500, 502, 503, 504)
"""Statuses that may be other ones in a while."""

Wait = Callable[[float, Text], None]
"""Is told each wait: its seconds, and why."""


class PoliteAsker:
    """Asks one endpoint, one query at a time."""

    def __init__(
        self,
        url: str,
        *,
        per_second: float = 1.0,
        retries: int = 5,
        seconds: float = 60.0,
        cache: Path | None = None,
        waiting: Wait | None = None,
    ) -> None:
        """Nothing is asked yet.

        Args:
            url: Of the endpoint; a user and password before the host are sent by HTTP Basic.
            per_second: Most requests a second.
            retries: How often a request is sent again that failed for now.
            seconds: Most time for one answer.
            cache: Folder for the answers; None keeps none.
            waiting: Is told before each wait that takes more than the usual pause.

        Raises:
            BadValueError: It is no URL.
        """
        self._endpoints = Endpoints.of(SCHEME + url.removeprefix(SCHEME), "TARGET")
        self._client = Client(self._endpoints)
        self._pause, self._retries, self._seconds = 1 / per_second, retries, seconds
        self._cache, self._waiting = cache, waiting
        self._next = 0.0
        self.asked = 0
        """Requests that were sent."""

    @property
    def url(self) -> str:
        """Of the endpoint, without a password."""
        return self._endpoints.query

    def __call__(self, query: str) -> Iterator[tuple[Term | None, ...]]:
        """The solutions of a SELECT.

        Raises:
            RemoteFailedError, QueryTimeoutError: It did not answer, however often it was asked.
            QueryEvaluationError: It finds fault with the query, or its answer is malformed.
            ResultTooLargeError: The answer is too long.
        """
        place = self._place(query)
        if place is not None and _is_fresh(place):
            yield from rows(place.read_bytes())
            return
        answer = self._patiently(query)
        found = list(rows(answer))
        if place is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(place, answer)
        yield from found

    def _patiently(self, query: str) -> bytes:
        for tries in range(self._retries + 1):
            time.sleep(max(0.0, self._next - time.monotonic()))
            self._next = time.monotonic() + self._pause
            self.asked += 1
            try:
                body = self._client.query(query, JSON, seconds=self._seconds, most_bytes=MOST_BYTES)
                return body.read()
            except (RemoteFailedError, QueryTimeoutError) as error:
                if tries == self._retries:
                    raise
                self._wait_after(error, tries)
        raise AssertionError  # the last try returns or raises

    def _wait_after(self, error: RemoteFailedError | QueryTimeoutError, tries: int) -> None:
        seconds = FIRST_WAIT * 2**tries
        if isinstance(error, RemoteFailedError):
            if error.status is not None and error.status not in _AGAIN:
                raise error
            seconds = max(seconds, _asked_for(error.retry_after))
        if seconds > MOST_WAIT:
            raise error
        if self._waiting is not None:
            self._waiting(seconds, error.text)
        self._next = time.monotonic() + seconds

    def _place(self, query: str) -> Path | None:
        name = hashlib.sha256(f"{self.url}\n{query}".encode()).hexdigest()
        return self._cache / name[:2] / f"{name}.json" if self._cache else None


def _asked_for(retry_after: str) -> float:
    """Seconds of a header ``Retry-After``: it holds a number or a date.

    Source: RFC 9110, section 10.2.3, https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    """
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        due = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return (due.replace(tzinfo=due.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def _is_fresh(place: Path) -> bool:
    try:
        return time.time() - place.stat().st_mtime < KEPT_DAYS * 86_400
    except FileNotFoundError:
        return False
