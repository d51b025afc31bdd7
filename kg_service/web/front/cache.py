"""Replies that may be sent again. A snapshot never changes, so that none of them goes stale."""

from collections import OrderedDict
from collections.abc import Hashable

from kg_service.web.front.messages import Reply

SHARE = 16
"""A reply may take this part of the cache at most."""
_OVERHEAD = 1_000
"""Bytes that an entry takes besides its body, about."""


class ReplyCache:
    """The replies that were used last, within a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._replies: OrderedDict[Hashable, tuple[Reply, int]] = OrderedDict()

    def has_room(self, size: int) -> bool:
        """Whether a reply of so many bytes would be kept."""
        return size + _OVERHEAD <= self._most // SHARE

    def get(self, key: Hashable) -> Reply | None:
        """The reply that is kept under *key*."""
        found = self._replies.get(key)
        if found is None:
            return None
        self._replies.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, key_bytes: int, reply: Reply) -> None:
        """Keep a whole reply, unless it is too large; others leave for it."""
        if not isinstance(reply.body, bytes):
            return
        if not self.has_room(len(reply.body) + key_bytes):
            return
        size = len(reply.body) + key_bytes + _OVERHEAD
        if (old := self._replies.pop(key, None)) is not None:
            self._bytes -= old[1]
        self._replies[key] = reply, size
        self._bytes += size
        while self._bytes > self._most:
            _, (_, gone) = self._replies.popitem(last=False)
            self._bytes -= gone

    @property
    def bytes(self) -> int:
        """How much is kept."""
        return self._bytes
