"""From IRIs to addresses on this server, and which IRIs may be links at all.

Every IRI under the base answers under the server's root at the same path, so that pages work on any host.
"""

import re
from urllib.parse import quote, urlsplit

from kg_service.vocabulary import BASE

PATH_SAFE = "/~!$&'()*+,;=:@-._"


def iri_of(path: str) -> str:
    """The IRI that the path of a request (without its leading slash, decoded) stands for."""
    return BASE + path


def local_path(iri: str) -> str | None:
    """Path and fragment on this server, from its root; None for an IRI of someone else."""
    if not iri.startswith(BASE):
        return None
    document, hash_, fragment = iri.removeprefix(BASE).partition("#")
    return f"/{quote(document, safe=PATH_SAFE)}{hash_}{quote(fragment, safe=PATH_SAFE + '?/')}"


def href(iri: str, root: str = "") -> str | None:
    """What an ``href`` may hold for *iri*.

    Args:
        iri: From the data, so not to be trusted: only http and https are ever linked.
        root: Where the server is mounted, and in which language: ``/graph/en``.

    Returns:
        An address, or None where the IRI must not be linked (``javascript:``, ``data:``, ``urn:`` …).
    """
    path = local_path(iri)
    if path is not None:
        return root + path
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def natural(text: str) -> list[tuple[bool, int, str]]:
    """A sort key by which ``service/2`` comes before ``service/10``."""
    return [
        (not run.isdecimal(), int(run) if run.isdecimal() else 0, run) for run in re.split(r"(\d+)", text)
    ]
