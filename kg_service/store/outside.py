"""The one way out for a query: endpoints on a list, within bounds of time and size.

An address is looked at after its name was resolved and the connection is made to that very address, so that a
name can't lead somewhere else in between. A redirect is followed to an endpoint on the list only.

Not here: which part of a query goes out (``federation``), the engine that is this service's own (``client``).
"""

import http.client
import socket
import ssl
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from kg_service import __version__
from kg_service.errors import RefusedQueryError, RemoteFailedError
from kg_service.model import Text

MOST_REDIRECTS = 3
_JSON = "application/sparql-results+json"
_REDIRECTS = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}


class Outside:
    """The endpoints that may be asked."""

    def __init__(self, allowed: Sequence[str], *, seconds: float, most_bytes: int) -> None:
        """
        Args:
            allowed: URLs of endpoints, and networks whose private addresses a name may lead to.
            seconds: For one question, all of its redirects included.
            most_bytes: Longest answer.
        """
        urls = [entry for entry in allowed if "://" in entry]
        self._urls = {_normal(url) for url in urls}
        self._networks: list[IPv4Network | IPv6Network] = [
            ip_network(entry, strict=False) for entry in allowed if "://" not in entry
        ]
        self._seconds, self._most_bytes = seconds, most_bytes
        self._resolving = ThreadPoolExecutor(4, thread_name_prefix="resolve")

    def __bool__(self) -> bool:
        return bool(self._urls)

    def select(self, endpoint: str, query: str) -> bytes:
        """Ask a SELECT.

        Args:
            endpoint: Its URL.
            query: The text.

        Returns:
            SPARQL Results JSON.

        Raises:
            RefusedQueryError: The endpoint, or one that it redirects to, is not on the list.
            RemoteFailedError: It does not answer as it should, in time and within the size.
        """
        deadline = time.monotonic() + self._seconds
        url, method = endpoint, "POST"
        for _ in range(MOST_REDIRECTS + 1):
            if _normal(url) not in self._urls:
                raise _not_listed(url)
            status, location, body = self._request(method, url, query, deadline)
            if status not in _REDIRECTS:
                break
            url = urljoin(url, location)
            method = "GET" if status == 303 else method
        else:
            raise RemoteFailedError(endpoint, Text("重定向过多", "it redirects too often"))
        if status != 200:
            raise RemoteFailedError(endpoint, Text(f"状态码 {status}", f"its status was {status}"))
        return body

    def _request(self, method: str, url: str, query: str, deadline: float) -> tuple[int, str, bytes]:
        parts = urlsplit(url)
        connection = self._connect(parts, url, deadline)
        form = urlencode({"query": query})
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Accept": _JSON,
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": f"care-checklist-kg/{__version__}",
        }
        try:
            if method == "POST":
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", target, form.encode("ascii"), headers)
            else:
                joint = "&" if parts.query else "?"
                connection.request("GET", f"{target}{joint}{form}", headers=headers)
            self._bound(connection, deadline)
            response = connection.getresponse()
            body = b"" if response.status in _REDIRECTS else self._read(connection, response, url, deadline)
            return response.status, response.getheader("Location", ""), body
        except TimeoutError as error:
            raise _late(url, self._seconds) from error
        except (OSError, http.client.HTTPException) as error:
            raise RemoteFailedError(url, Text("连接中断", "the connection broke off")) from error
        finally:
            connection.close()

    def _read(
        self,
        connection: http.client.HTTPConnection,
        response: http.client.HTTPResponse,
        url: str,
        deadline: float,
    ) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            self._bound(connection, deadline)
            part = response.read1(65_536)
            if not part:
                return b"".join(parts)
            size += len(part)
            if size > self._most_bytes:
                said = f"{self._most_bytes >> 20} MB"
                raise RemoteFailedError(url, Text(f"答案超过 {said}", f"its answer is longer than {said}"))
            parts.append(part)

    def _bound(self, connection: http.client.HTTPConnection, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        # At the end of an answer the connection is already off its socket.
        if connection.sock is not None:
            connection.sock.settimeout(left)

    def _connect(self, parts: SplitResult, url: str, deadline: float) -> http.client.HTTPConnection:
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        looked_up = self._resolving.submit(_address_of, host, port)
        try:
            address = looked_up.result(max(0.0, deadline - time.monotonic()))
        except Late as error:
            raise _late(url, self._seconds) from error
        except OSError as error:
            raise RemoteFailedError(url, Text("找不到该主机", "there is no such host")) from error
        if not self._may_connect(host, address):
            raise RefusedQueryError(
                "SERVICE",
                Text(
                    f"{url} 指向内网地址，而该网络未列入 KG_SERVICE_ALLOW。",
                    f"{url} leads to a private address, whose network KG_SERVICE_ALLOW does not list.",
                ),
            )
        connection = http.client.HTTPConnection(host, port)
        try:
            plain = socket.create_connection((address, port), max(0.001, deadline - time.monotonic()))
            secure = parts.scheme == "https"
            connection.sock = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
            )
        except TimeoutError as error:
            raise _late(url, self._seconds) from error
        except OSError as error:
            raise RemoteFailedError(url, Text("连接不上", "it can't be reached")) from error
        return connection

    def _may_connect(self, host: str, address: str) -> bool:
        parsed = ip_address(address.partition("%")[0])
        parsed = getattr(parsed, "ipv4_mapped", None) or parsed
        # A listed URL that is itself written with an address of this machine or network says what is meant.
        if parsed.is_global or host == "localhost" or host == address:
            return True
        return any(parsed in network for network in self._networks if network.version == parsed.version)


def _address_of(host: str, port: int) -> str:
    return str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])


def _normal(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    shown = "" if port in (None, _PORTS.get(scheme)) else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{host}{shown}{parts.path or '/'}{query}"


def _not_listed(url: str) -> RefusedQueryError:
    return RefusedQueryError(
        "SERVICE",
        Text(
            f"{url} 不在允许访问的端点之列（KG_SERVICE_ALLOW）。",
            f"{url} is not among the endpoints that may be asked (KG_SERVICE_ALLOW).",
        ),
    )


def _late(url: str, seconds: float) -> RemoteFailedError:
    return RemoteFailedError(
        url, Text(f"{seconds:g} 秒内没有应答", f"it did not answer within {seconds:g} seconds")
    )
