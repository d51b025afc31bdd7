"""The application over a store that others publish into.

It keeps names, counts and lists of one dataset; so there is a new one for each publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

from kg_service.errors import KgServiceError
from kg_service.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Following:
    """A WSGI application that is made anew when the snapshot of its store is another one."""

    def __init__(self, store: Store, make: Callable[[], WSGIApplication]) -> None:
        """Make the first.

        Raises:
            KgServiceError: The store can't be asked.
        """
        self._store, self._make = store, make
        self._lock = Lock()
        self._snapshot = store.snapshot
        self._app = make()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._current()(environ, start_response)

    def _current(self) -> WSGIApplication:
        try:
            snapshot = self._store.snapshot
            with self._lock:
                if snapshot != self._snapshot:
                    self._app, self._snapshot = self._make(), snapshot
        except KgServiceError:
            pass  # the application that there is says so in its own way, as it will ask as well
        return self._app
