"""Where a remote engine is.

A target is ``sparql+`` and the URL of a query endpoint. The two other endpoints that ``kg publish`` needs are
the same URL where nothing is said, as at Apache Jena Fuseki; else they stand behind ``#``, relative to it.

Not here: HTTP (``client``).
"""

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from kg_service.errors import BadValueError
from kg_service.model import Text

SCHEME = "sparql+"
_OTHERS = ("update", "data")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The URLs of one remote dataset."""

    query: str
    update: str
    data: str
    """Of the Graph Store Protocol; takes ``?graph=``."""
    authorization: str = field(default="", repr=False)
    """Value of that header; empty for none."""

    @classmethod
    def of(cls, target: str, name: str = "store") -> "Endpoints":
        """The endpoints that a target names.

        Args:
            target: E.g. ``sparql+http://127.0.0.1:7878/query#update=/update&data=/store``; a user
                and password before the host are sent by HTTP Basic.
            name: What the target was given as.

        Raises:
            BadValueError: It is no such thing.
        """
        try:
            parts = urlsplit(target.strip().removeprefix(SCHEME))
            host, port = parts.hostname, parts.port
        except ValueError:
            parts, host, port = urlsplit(""), None, None
        others = dict(parse_qsl(parts.fragment))
        if (
            not is_remote(target)
            or parts.scheme not in ("http", "https")
            or not host
            or {*others} - {*_OTHERS}
        ):
            expected = Text(
                "sparql+http(s)://主机/路径，其后可有 #update=…&data=…",
                "sparql+http(s)://HOST/PATH, with #update=…&data=… behind it where they differ",
            )
            raise BadValueError(name, without_password(target), expected)
        location = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
        query = urlunsplit((parts.scheme, location, parts.path or "/", parts.query, ""))
        plain = query.partition("?")[0]
        authorization = ""
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = "Basic " + b64encode(pair.encode()).decode("ascii")
        update, data = (urljoin(plain, others.get(other, plain)) for other in _OTHERS)
        return cls(query, update, data, authorization)


def is_remote(target: str) -> bool:
    """Whether a target is a remote engine rather than a folder."""
    return target.strip().startswith(SCHEME)


def without_password(target: str) -> str:
    """A target as it may be shown."""
    before, at, after = target.rpartition("@")
    scheme, slashes, _ = before.partition("://")
    return f"{scheme}{slashes}…@{after}" if at else target
