"""Who a client is, and how often it may ask.

The count is shared by all server processes through a mapped file. It is written without a lock: two processes
that write at the same moment may count one request for two, which a limit survives.

Source: the generic cell rate algorithm, ITU-T I.371
"""

import mmap
import struct
import time
import zlib
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

SLOTS = 65_536
"""Clients that are told apart; two that meet in one slot share its limit."""
_SLOT = struct.Struct("<d")
_MINUTE = 60.0


class Networks:
    """A set of networks."""

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks: tuple[IPv4Network | IPv6Network, ...] = tuple(
            ip_network(network, strict=False) for network in networks
        )
        self.hold = lru_cache(maxsize=4096)(self._hold)

    def _hold(self, address: str) -> bool:
        """Whether an address is in one of them; what is no address is not."""
        try:
            parsed = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(parsed, "ipv4_mapped", None) or parsed
        return any(mapped in network for network in self._networks if network.version == mapped.version)


def client_of(peer: str, forwarded: str, trusted: Networks) -> str:
    """The address of the client behind trusted proxies.

    Args:
        peer: Address at the other end of the connection.
        forwarded: Value of X-Forwarded-For; each proxy has added the address that it saw, on the right.
        trusted: Networks of proxies that are believed.
    """
    client = peer
    for address in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not trusted.hold(client):
            break
        client = address
    return client


class RateLimit:
    """So many requests a minute and client; a minute's worth may come at once."""

    def __init__(self, path: Path, per_minute: int) -> None:
        """
        Args:
            path: Of the file that all processes share; it is made by ``make_file``.
            per_minute: 0 for no limit.
        """
        self.per_minute = per_minute
        self._interval = _MINUTE / per_minute if per_minute else 0.0
        with path.open("r+b") as file:
            self._slots = mmap.mmap(file.fileno(), 0)

    @staticmethod
    def make_file(path: Path) -> None:
        """An empty count."""
        path.write_bytes(bytes(SLOTS * _SLOT.size))

    def wait(self, client: str) -> float:
        """Count a request of *client*: seconds until the next may come where this is too many, else 0."""
        if not self.per_minute:
            return 0.0
        at = zlib.crc32(client.encode()) % SLOTS * _SLOT.size
        now = time.monotonic()
        due = max(_SLOT.unpack_from(self._slots, at)[0], now)
        if (early := due + self._interval - now - _MINUTE) > 1e-9:
            return float(early)
        _SLOT.pack_into(self._slots, at, due + self._interval)
        return 0.0
