"""What takes long the first time is made before anybody asks for it, while there is nothing else to do.

The page of the ontology has every template of pages compiled and the names of things read; the package of an
edition is kept as it is.

Not here: what is kept (the application), when a dataset is a new one (``serving``).
"""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg_service.web.front import wsgi
from kg_service.web.front.messages import Reply, Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from kg_service.web.front.gateway import Gateway
    from kg_service.web.front.serving import Serving

AFTER = 3.0
"""Seconds between two looks whether there is a dataset that is still cold."""
PAGES = ("/zh/ontology", "/en/ontology")
PACKAGES = 4
"""Editions whose package is made; the application keeps so many."""


def ask(app: "WSGIApplication", path: str) -> Reply:
    """Ask *app* for a page, as if a browser on this machine did."""
    request = Request(
        method="GET", target=path.encode(), headers={"host": "localhost", "accept": "text/html, */*;q=0.1"},
        body=b"", peer="127.0.0.1", client="127.0.0.1", version="1.1", keeps_alive=False, scheme="http",
        since=0.0,
    )  # fmt: skip
    return wsgi.call(app, request, ("127.0.0.1", 80))


def warm(app: "WSGIApplication") -> None:
    """Have *app* make what is kept; whatever fails is told to the first who asks for it."""
    for page in PAGES:
        ask(app, page)
    health = ask(app, "/health")
    if health.status == 200 and isinstance(health.body, bytes):
        for edition in json.loads(health.body)["editions"][:PACKAGES]:
            ask(app, f"/id/edition/{edition}/package.zip")


def warmer(gateway: "Gateway") -> Callable[[], None]:
    """What is to be called every ``AFTER`` seconds: warms each dataset that *gateway* answers from, once."""
    warmed: list[Serving] = []

    def look() -> None:
        serving = gateway.serving

        def over(made: "asyncio.Future[None]") -> None:
            serving.leave()
            _ = made.cancelled() or made.exception()  # it is nobody's to hear

        if serving in warmed or gateway.is_stopping:
            return
        warmed[:] = [serving]
        serving.enter()
        made = asyncio.get_running_loop().run_in_executor(gateway.threads, warm, serving.app)
        made.add_done_callback(over)

    return look
