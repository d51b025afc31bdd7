"""What is counted, for Prometheus. Each server process counts for itself; whichever is asked adds them up.

Source: https://prometheus.io/docs/practices/naming/
"""

from collections.abc import Callable
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from kg_service.errors import PortInUseError
from kg_service.store.pool import Pool
from kg_service.web.front.serving import Numbers
from kg_service.web.language import split_language

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

ROUTES = (
    "/sparql", "/queries", "/graph-store", "/dumps", "/id", "/ontology", "/shapes", "/static", "/health",
    "/metrics", "/openapi.json", "/.well-known", "/compare", "/check",
)  # fmt: skip
"""Beginnings of paths that are counted apart; the others are counted together, whatever clients make up."""


class Metrics:
    """The counters of one server process."""

    def __init__(self, folder: str, numbers: Callable[[], Numbers]) -> None:
        """
        Args:
            folder: Where the processes share their counts.
            numbers: Reads how it stands with the snapshots.
        """
        self._folder, self._numbers = folder, numbers
        none = CollectorRegistry()
        self._requests = Counter(
            "kg_http_requests", "Requests answered", ("route", "method", "status"), registry=none
        )
        self._seconds = Histogram(
            "kg_http_request_seconds",
            "Time from the first byte of a request to the last of its answer, those from the cache left out",
            ("route",),
            buckets=_SECONDS,
            registry=none,
        )
        self._bytes = Counter("kg_http_response_bytes", "Bytes of bodies sent", ("route",), registry=none)
        self._cached = Counter(
            "kg_http_cached", "Requests answered from the cache", ("route",), registry=none
        )
        self._queries = Counter("kg_queries", "Queries by how they ended", ("outcome",), registry=none)
        self._dropped = Counter("kg_log_lines_dropped", "Lines of the access log dropped", registry=none)
        self._pool = Gauge(
            "kg_query_processes",
            "Query processes and queries by state",
            ("state",),
            multiprocess_mode="livesum",
            registry=none,
        )
        self._connections = Gauge(
            "kg_connections", "Open connections", multiprocess_mode="livesum", registry=none
        )
        self._snapshots = {
            name: Gauge(f"kg_snapshot_{name}", text, multiprocess_mode="max", registry=none)
            for name, text in (
                ("switches", "Times that a new snapshot was taken up"),
                ("failures", "Times that a new snapshot could not be taken up"),
            )
        }
        self._stale = Gauge(
            "kg_snapshot_stale",
            "1 while the current snapshot of the folder can't be served, and the one before is",
            multiprocess_mode="livemax",
            registry=none,
        )
        self._counts: dict[tuple[str, str, int, bool], list[int]] = {}
        """Requests and bytes that have not been added to the counters yet."""

    def request(
        self, path: bytes, method: str, status: int, seconds: float, size: int, *, cached: bool
    ) -> None:
        """Count one request."""
        route = route_of(path)
        count = self._counts.get((route, method, status, cached))
        if count is None:
            count = self._counts.setdefault((route, method, status, cached), [0, 0])
        count[0] += 1
        count[1] += size
        if not cached:
            self._seconds.labels(route).observe(seconds)

    def flush(self) -> None:
        """Add what was counted to the counters, which cost more than a request from the cache does."""
        counts, self._counts = self._counts, {}
        for (route, method, status, cached), (requests, size) in counts.items():
            known = method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
            self._requests.labels(route, known, str(status)).inc(requests)
            self._bytes.labels(route).inc(size)
            if cached:
                self._cached.labels(route).inc(requests)

    def query(self, outcome: str) -> None:
        """Count one query that reached the engine: ``ok`` or the code of its error."""
        self._queries.labels(outcome).inc()

    def state(self, pool: Pool | None, connections: int, dropped: int) -> None:
        """Note how things stand."""
        self.flush()
        self._connections.set(connections)
        numbers = self._numbers()
        self._snapshots["switches"].set(numbers.switches)
        self._snapshots["failures"].set(numbers.failures)
        self._stale.set(numbers.is_stale)
        if dropped:
            self._dropped.inc(dropped)
        if pool is not None:
            for name in ("processes", "running", "long", "waiting"):
                self._pool.labels(name).set(getattr(pool, name))

    def text(self) -> bytes:
        """All processes' counts in the text format."""
        self.flush()
        return generate_latest(_shared(self._folder))


def serve_metrics(port: int, folder: str) -> None:
    """Serve the counts of all processes at a port of the loopback address, in a thread.

    Raises:
        PortInUseError: Something listens there already.
    """
    try:
        start_http_server(port, "127.0.0.1", _shared(folder))
    except OSError as error:
        raise PortInUseError("127.0.0.1", port) from error


def _shared(folder: str) -> CollectorRegistry:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    return registry


@lru_cache(maxsize=4096)
def route_of(path: bytes) -> str:
    """The route that a path is counted under, whatever its language."""
    text = split_language(path)[1].decode("latin-1")
    return next((r for r in ROUTES if text == r or text.startswith(r + "/")), "/" if text == "/" else "other")
