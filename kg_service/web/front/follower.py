"""One server process makes the next dataset ready when it is told to, and takes the step with all others.

Not here: who tells it (``web.switching``).
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from kg_service.errors import EngineFailedError, KgServiceError
from kg_service.web.front.gateway import Gateway
from kg_service.web.front.serving import Generations, Serving
from kg_service.web.front.warming import ask

LOOK = 0.03
"""Seconds between two looks at what is wanted."""


class Follower:
    """Has the next dataset ready beside the one that is served."""

    def __init__(
        self, gateway: Gateway, generations: Generations, make: Callable[[int], Awaitable[Serving]]
    ) -> None:
        """
        Args:
            gateway: Answers the requests.
            generations: Says what is wanted and what is served.
            make: Makes what answers from a generation.
        """
        self._gateway, self._generations, self._make = gateway, generations, make
        self._ready: Serving | None = None
        self._tried = gateway.serving.generation
        gateway.following = self._following

    async def run(self) -> None:
        """Follow for ever."""
        while True:
            await asyncio.sleep(LOOK)
            self._gateway.follow()
            wanted = self._generations.read().wanted
            if wanted == self._tried:
                continue
            self._drop()
            self._tried = wanted
            if wanted != self._gateway.serving.generation:
                await self._prepare(wanted)

    def _following(self) -> Serving | None:
        ready = self._ready
        if ready is None or self._generations.serving != ready.generation:
            return None
        self._ready = None
        return ready

    async def _prepare(self, wanted: int) -> None:
        try:
            made = await self._make(wanted)
            try:
                await self._try(made)
            except BaseException:
                made.retire()
                raise
        except Exception as error:
            said = error.text.en if isinstance(error, KgServiceError) else f"{type(error).__name__}: {error}"
            self._generations.say("failed", wanted, said)
            return
        self._ready = made
        self._generations.say("ready", wanted)

    async def _try(self, made: Serving) -> None:
        """Ask it how it is, which asks the dataset; that also has its pages and processes warm."""
        health = partial(ask, made.app, "/health")
        made.enter()
        try:
            reply = await asyncio.get_running_loop().run_in_executor(self._gateway.threads, health)
        finally:
            made.leave()
        if reply.status != 200:
            raise EngineFailedError

    def _drop(self) -> None:
        """Let go of what was made ready and is not wanted any more."""
        if self._ready is not None:
            self._ready.retire()
            self._ready = None
