"""Entity tags and revalidation. A snapshot never changes, so what a request asks of it names the answer.

Source: RFC 9110, section 13, https://www.rfc-editor.org/rfc/rfc9110#section-13
"""

import hashlib

from flask import Request, Response

from kg_service import __version__

KEPT_HEADERS = (("Cache-Control", "no-cache"), ("Vary", "Accept, Accept-Language"))
"""Beside the entity tag, on what a client may keep and has to ask again about."""


def tag_of(*parts: object) -> str:
    """An entity tag for what is made from *parts* by this version of the program."""
    text = "\0".join(str(part) for part in (__version__, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def unchanged(request: Request, tag: str | None) -> Response | None:
    """The response that saves making an answer that the client holds already; None where it does not."""
    if tag is None or request.method not in {"GET", "HEAD"} or not request.if_none_match.contains_weak(tag):
        return None
    # ``*`` says nothing of this answer, which might be an error.
    return None if request.if_none_match.star_tag else cached(Response(status=304), tag)


def cached(response: Response, tag: str | None) -> Response:
    """Mark *response* so that the client may keep it and has to ask whether it still stands.

    The tag is weak: rows without ORDER BY may come in another order from another process.
    """
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Accept", "Accept-Language"))
    return response
