"""From a request to its reply: limits first, then the cache, then the query processes or the application.

A query at the endpoint never holds a thread while it is evaluated. Where its answer is bytes to be sent as
they are, they are; all else (pages, errors, every other address) is made by the Flask application in a
thread, which finds the answer of the query already there.

Not here: bytes on the wire (``connection``), what an address means (the application).
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

from kg_service.errors import KgServiceError, RateLimitedError
from kg_service.formats import HTML, Format
from kg_service.model import Text
from kg_service.settings import Settings
from kg_service.store import wire
from kg_service.store.guard import may_have_service
from kg_service.store.pool import Job
from kg_service.store.pooled import PRELOADED
from kg_service.web.answers import acceptable, content_type, entity_tag, file_name, written
from kg_service.web.api import description_links
from kg_service.web.app import HEADERS
from kg_service.web.caching import KEPT_HEADERS
from kg_service.web.errors import ChecksBusyError, QueryTooLargeError, UploadTooLargeError
from kg_service.web.front import wsgi
from kg_service.web.front.cache import ReplyCache
from kg_service.web.front.clients import Networks, RateLimit, client_of
from kg_service.web.front.connection import Connection
from kg_service.web.front.log import AccessLog
from kg_service.web.front.messages import Headers, Reply, Request
from kg_service.web.front.metrics import CONTENT_TYPE, Metrics
from kg_service.web.front.serving import Serving
from kg_service.web.language import split_language
from kg_service.web.problems import PROBLEM_JSON, RETRY_AFTER, Problem, problem_of
from kg_service.web.protocol import QueryRequest, read_query
from kg_service.web.uploads import PATH as UPLOADS
from kg_service.web.uploads import most_bytes

THREADS = 16
"""Requests that the application handles at once in one process."""
ENDPOINT = b"/sparql"
UPLOADS_AT_ONCE = 4
"""Drafts that may be on their way in one process for each that is checked."""

_LINKS: Headers = [("Link", link) for link in description_links()]
_NOT_MODIFIED = ("content-type", "content-disposition")
_REFUSALS: Mapping[int, Text] = {
    400: Text("请求不合 HTTP 协议。", "This is no request of HTTP/1.1."),
    408: Text("请求没有在时限内发完。", "The request did not arrive in time."),
    413: Text("请求正文过大。", "The body of the request is too large."),
    414: Text("请求地址过长。", "The address of the request is too long."),
    431: Text("请求头过大。", "The headers of the request are too large."),
    503: Text("连接数已达上限，请稍后再试。", "There are too many connections; try again shortly."),
}


class Gateway:
    """All that one server process answers."""

    def __init__(
        self,
        serving: Serving,
        settings: Settings,
        *,
        limit: RateLimit,
        metrics: Metrics,
        log: AccessLog,
    ) -> None:
        """
        Args:
            serving: What answers.
            settings: Limits, language, who is trusted.
            limit: How often a client may ask.
            metrics, log: Where each request is noted.
        """
        self.serving, self._settings = serving, settings
        self.following: Callable[[], Serving | None] = lambda: None
        """What answers from now on; None as long as it stays the same."""
        self._limit, self._metrics, self._log = limit, metrics, log
        self._trusted = Networks(settings.trusted_proxies)
        self._unlimited = Networks(settings.unlimited_clients)
        self._cache = ReplyCache(settings.cache_mb << 20)
        self._connections: set[Connection] = set()
        self._jobs: dict[int, Job] = {}
        """Queries in progress by identity of their request."""
        self._held: dict[int, Serving] = {}
        """What answers the requests in progress, by their identity."""
        self.most_upload_bytes = most_bytes(settings.upload_mb)
        self._uploads: set[Connection] = set()
        """Those that send a draft, or wait for what is wrong with it: each takes memory."""
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="application")
        self.most_body_bytes = 3 * settings.max_query_bytes + 65_536  # each byte may be written as %XX
        self.is_stopping = False
        self.date = b""
        self._server = (settings.host, settings.port)
        self._dropped = 0

    # Connections

    def joined(self, connection: Connection) -> bool:
        """Count a new connection; False where it is one too many."""
        self._connections.add(connection)
        return len(self._connections) <= self._settings.connections

    def left(self, connection: Connection) -> None:
        """Forget a connection."""
        self._connections.discard(connection)
        self._uploads.discard(connection)

    def is_upload(self, method: bytes, target: bytes) -> bool:
        """Does a request bring a draft?"""
        return method == b"POST" and split_language(target.partition(b"?")[0])[1] == UPLOADS

    def upload_begun(self, connection: Connection) -> bool:
        """Count an upload; False where it is one too many."""
        if len(self._uploads) >= UPLOADS_AT_ONCE * self._settings.check_processes:
            return False
        self._uploads.add(connection)
        return True

    def upload_over(self, connection: Connection) -> None:
        """Forget it."""
        self._uploads.discard(connection)

    @property
    def connections(self) -> int:
        """How many there are."""
        return len(self._connections)

    def client_of(self, peer: str, headers: Mapping[str, str]) -> str:
        """Address of the client."""
        forwarded = headers.get("x-forwarded-for")
        return client_of(peer, forwarded, self._trusted) if forwarded else peer

    def scheme_of(self, peer: str, headers: Mapping[str, str]) -> str:
        """How the client came to the first of the trusted proxies."""
        said = headers.get("x-forwarded-proto")
        return "https" if said == "https" and self._trusted.hold(peer) else "http"

    def tick(self) -> None:
        """What is to be done every second."""
        now = time.monotonic()
        self.date = f"Date: {formatdate(usegmt=True)}\r\n".encode()
        for connection in tuple(self._connections):
            connection.check_time(now, self._settings.client_seconds)
        self._log.flush()
        self._metrics.state(self.serving.pool, len(self._connections), self._log.dropped - self._dropped)
        self._dropped = self._log.dropped

    async def stop(self, seconds: float) -> None:
        """Let what has begun be finished, for so long at most; then close everything."""
        self.is_stopping = True
        until = time.monotonic() + seconds
        # A request that was sent before the client could know of it may still be on its way.
        await asyncio.sleep(min(0.2, seconds))
        while self._connections and time.monotonic() < until:
            for connection in tuple(self._connections):
                connection.close_when_idle()
            await asyncio.sleep(0.02)
        for connection in tuple(self._connections):
            connection.abort()
        self.threads.shutdown(wait=False, cancel_futures=True)

    def follow(self) -> Serving:
        """What answers a request that begins now."""
        if (following := self.following()) is not None:
            before, self.serving = self.serving, following
            self._cache = ReplyCache(self._settings.cache_mb << 20)
            before.retire()
        return self.serving

    # Requests

    def handle(self, request: Request, connection: Connection) -> None:
        """Answer a request, now or later."""
        if not self._unlimited.hold(request.client) and (wait := self._limit.wait(request.client)):
            connection.reply(request, self._too_many(wait))
            return
        serving = self.follow()
        key = self._key(request, serving)
        if key is not None and (kept := self._cache.get(key)) is not None:
            connection.reply(request, _unless_held(request, kept))
            return
        _, path = split_language(request.path)
        if path == b"/metrics" and self._settings.metrics == "public":
            connection.reply(request, self.metrics_reply(request.method))
            return
        serving.enter()
        self._held[id(request)] = serving
        if path == ENDPOINT and self._ask(request, connection, key, serving):
            return
        self._in_thread(request, connection, key, serving, None)

    def abandoned(self, request: Request) -> None:
        """The client of a request in progress has gone."""
        job, serving = self._jobs.pop(id(request), None), self._held.pop(id(request), None)
        if serving is None:
            return
        if job is not None and serving.pool is not None:
            serving.pool.cancel(job)
            self._metrics.query("abandoned")
        serving.leave()

    def replied(self, request: Request, reply: Reply, sent: int) -> None:
        """A request has been answered: note it."""
        if (serving := self._held.pop(id(request), None)) is not None:
            serving.leave()
        seconds = time.monotonic() - request.since
        self._metrics.request(request.path, request.method, reply.status, seconds, sent, cached=reply.cached)
        if self._log.is_on:
            self._log.add(request, reply, sent, seconds)

    def refused(self, status: int, code: str, peer: str, sent: int) -> None:
        """Note a connection that was refused."""
        self._metrics.request(b"", "other", status, 0.0, sent, cached=False)
        if self._log.is_on:
            self._log.add_failure(peer, status, code)

    def broken(self, request: Request, error: BaseException) -> None:
        """Note an answer that broke off."""
        if self._log.is_on:
            code = error.code if isinstance(error, KgServiceError) else type(error).__name__
            self._log.add_failure(request.client, 200, code)

    def refusal(self, status: int, code: str) -> Reply:
        """The reply to what is no acceptable request."""
        if code == ChecksBusyError.code:
            busy = ChecksBusyError(self._settings.check_processes)
            reply = _reply_of(problem_of(busy, self._settings.lang))
            reply.headers.append(("Retry-After", str(RETRY_AFTER)))
            return reply
        if code == UploadTooLargeError.code:
            return _reply_of(problem_of(UploadTooLargeError(self._settings.upload_mb), self._settings.lang))
        text = _REFUSALS[status].of(self._settings.lang)
        if code == QueryTooLargeError.code:
            text = QueryTooLargeError(self._settings.max_query_bytes).text.of(self._settings.lang)
        return _problem(status, code, text)

    def metrics_reply(self, method: str) -> Reply:
        """The metrics of all processes."""
        if method not in ("GET", "HEAD"):
            refusal = _problem(405, "method-not-allowed", "GET, HEAD")
            return Reply(405, [*refusal.headers, ("Allow", "GET, HEAD")], refusal.body)
        return Reply(200, [("Content-Type", CONTENT_TYPE), ("Cache-Control", "no-store"), *HEADERS.items()],
                     self._metrics.text())  # fmt: skip

    def _too_many(self, wait: float) -> Reply:
        error = RateLimitedError(self._settings.requests_per_minute, int(wait) + 1)
        reply = _reply_of(problem_of(error, self._settings.lang))
        reply.headers.append(("Retry-After", str(error.retry_after_seconds)))
        return reply

    def _key(self, request: Request, serving: Serving) -> tuple[object, ...] | None:
        """What a reply is kept under: all that it depends on. None where it is never kept."""
        get = request.headers.get
        if request.method == "POST":
            if split_language(request.path)[1] != ENDPOINT:
                return None
        elif request.method not in ("GET", "HEAD"):
            return None
        if get("range") is not None:
            return None
        try:
            snapshot = serving.snapshot()
        except KgServiceError:
            return None  # the engine is elsewhere, and can't be asked
        return (
            snapshot, request.target, request.body, request.method == "POST" and get("content-type"),
            get("accept"), get("accept-language"), get("host"), request.scheme,
        )  # fmt: skip

    def _keep(self, request: Request, key: tuple[object, ...] | None, reply: Reply) -> None:
        if key is None or reply.tag is None or reply.status != 200 or not isinstance(reply.body, bytes):
            return
        if request.method == "HEAD":
            return  # its body may have been left out
        size = len(request.target) + len(request.body)
        kept = Reply(200, reply.headers, reply.body, None, reply.tag, reply.query, cached=True)
        self._cache.put(key, size, kept)

    # Queries

    def _ask(
        self, request: Request, connection: Connection, key: tuple[object, ...] | None, serving: Serving
    ) -> bool:
        """Have the query of a request evaluated; False where it holds none that can be."""
        pool = serving.pool
        if pool is None or request.method not in ("GET", "HEAD", "POST"):
            return False
        body = request.body if request.method == "POST" else None
        try:
            asked = read_query(
                request.query, body, request.headers.get("content-type", ""), self._settings.max_query_bytes
            )
            formats = acceptable(asked.format, request.headers.get("accept"))
        except KgServiceError:
            return False  # the application says what is wrong
        query = asked.query
        if query is None or (self._settings.service_allow and may_have_service(query)):
            return False
        is_page = HTML in formats.values()
        tag = None
        if not is_page:
            graphs = (asked.default_graphs, asked.named_graphs)
            tag = entity_tag(
                serving.snapshot(),
                query,
                graphs,
                asked.format,
                request.headers.get("accept"),
                self._settings.lang,
            )
            if tag is not None and request.method != "POST" and _holds(request, f'W/"{tag}"'):
                headers = [("ETag", f'W/"{tag}"'), *KEPT_HEADERS, *HEADERS.items()]
                connection.reply(request, Reply(304, headers, query=query))
                return True
        names = {kind: format.name for kind, format in written(formats).items()}
        asking = wire.Request(query, names, None, asked.default_graphs, asked.named_graphs)

        def done(job: Job) -> None:
            self._jobs.pop(id(request), None)
            self._metrics.query(job.error.code if job.error else "ok")
            if is_page or job.error is not None or not job.header or not job.header.format:
                self._in_thread(request, connection, key, serving, (asking, job), query)
                return
            reply = self._reply(asked, formats[job.header.kind], job, tag)
            reply.query = query
            self._keep(request, key, reply)
            connection.reply(request, reply)

        job = Job(asking, done)
        self._jobs[id(request)] = job
        pool.submit(job)
        return True

    def _reply(self, asked: QueryRequest, chosen: Format, job: Job, tag: str | None) -> Reply:
        headers: Headers = [("Content-Type", content_type(chosen))]
        if (name := file_name(asked.format, chosen)) is not None:
            headers.append(("Content-Disposition", f"attachment; filename={name}"))
        if tag is None:
            headers.append(("Cache-Control", "no-store"))
        else:
            headers += [("ETag", f'W/"{tag}"'), *KEPT_HEADERS]
        headers += _LINKS
        headers += HEADERS.items()
        if isinstance(job.body, list):
            return Reply(200, headers, b"".join(job.body), tag=tag and f'W/"{tag}"')
        job.body.seek(0)
        if tag is not None and self._cache.has_room(job.size):
            with job.body as file:
                return Reply(200, headers, file.read(), tag=f'W/"{tag}"')
        return Reply(200, headers, job.body, job.size, tag and f'W/"{tag}"')

    # The application

    def _in_thread(
        self,
        request: Request,
        connection: Connection,
        key: tuple[object, ...] | None,
        serving: Serving,
        preloaded: tuple[wire.Request, Job] | None,
        query: str | None = None,
    ) -> None:
        def call() -> Reply:
            PRELOADED.set(preloaded)
            return wsgi.call(serving.app, request, self._server)

        def done(future: "asyncio.Future[Reply]") -> None:
            serving.leave()
            if future.cancelled():
                return
            try:
                reply = future.result()
            except Exception:
                reply = _problem(500, "internal-server-error", "…")
            reply.query = query
            self._keep(request, key, reply)
            connection.reply(request, reply)

        # The thread may go on when the client has gone.
        serving.enter()
        asyncio.get_running_loop().run_in_executor(self.threads, call).add_done_callback(done)


def _holds(request: Request, tag: str) -> bool:
    """Does the client hold the answer already? ``*`` says nothing of it: it might be an error."""
    given = request.headers.get("if-none-match", "")
    return bool(given) and tag.removeprefix("W/") in (
        part.strip().removeprefix("W/") for part in given.split(",")
    )


def _unless_held(request: Request, kept: Reply) -> Reply:
    if request.method == "POST" or kept.tag is None or not _holds(request, kept.tag):
        return kept
    headers = [header for header in kept.headers if header[0].lower() not in _NOT_MODIFIED]
    return Reply(304, headers, query=kept.query, cached=True)


def _problem(status: int, code: str, text: str) -> Reply:
    return _reply_of(Problem(status, code, text, text))


def _reply_of(problem: Problem) -> Reply:
    headers: Headers = [
        ("Content-Type", f"{PROBLEM_JSON.media_type}; charset=utf-8"),
        ("Cache-Control", "no-store"),
        *HEADERS.items(),
    ]
    body = json.dumps(problem.document(), ensure_ascii=False).encode() + b"\n"
    return Reply(problem.status, headers, body)
