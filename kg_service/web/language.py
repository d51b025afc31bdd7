"""Which language a reader gets: what the address says, else what the browser asks for.

Every address is there three times: as it is, in the language of the browser; under ``/zh`` and under ``/en``,
in that language. ``?lang=`` says it as well, where a program puts an address together.

Not here: links that stay in a language (``view``).
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from flask import Request
from markupsafe import Markup, escape

from kg_service.errors import BadValueError
from kg_service.model import LANGS, Lang, Text

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HAN = r"[々〇㐀-鿿豈-\ufaff\U00020000-\U0003ffff]"
_CHINESE = re.compile(f"{_HAN}(?:[，、。；：“”（）…·]*{_HAN})*")
_SPOKEN = "kg_service.language"
"""Key of the WSGI environment: the language that stood before the path."""
_BEGINNINGS = {f"/{lang}".encode(): lang for lang in LANGS}


def split_language(path: bytes) -> tuple[Lang | None, bytes]:
    """The language that stands before a path, and the path: ``/en/services`` is ``/services`` in English."""
    lang = _BEGINNINGS.get(path[:3]) if path[3:4] in (b"", b"/") else None
    return (None, path) if lang is None else (lang, path[3:] or b"/")


class LanguagePaths:
    """An application that has each address of another one in every language, too.

    Only the path is another: data name the addresses without a language, which are the IRIs.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Source: PEP 3333, https://peps.python.org/pep-3333/#environ-variables"""
        lang, path = split_language(environ.get("PATH_INFO", "").encode("latin-1"))
        if lang is not None:
            environ |= {"PATH_INFO": path.decode("latin-1"), _SPOKEN: lang}
        return self._app(environ, start_response)


def chosen_language(request: Request) -> Lang | None:
    """The language that the address itself names; None where it names none."""
    lang = request.environ.get(_SPOKEN) or request.args.get("lang")
    return lang if lang in LANGS else None


def root_of(request: Request) -> str:
    """What stands before every path that a page links on this server: a language that was chosen stays so."""
    lang = chosen_language(request)
    return f"{request.script_root}/{lang}" if lang else request.script_root


def language_of(request: Request, default: Lang = "zh") -> Lang:
    """The language to answer *request* in.

    Args:
        request: Its path goes before ``?lang=``, which goes before Accept-Language.
        default: For a request that asks for neither zh nor en.

    Source: RFC 9110, section 12.5.4, https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
    """
    order = (default, *(lang for lang in LANGS if lang != default))
    wanted = request.accept_languages.best_match(order) if request.accept_languages else None
    return chosen_language(request) or cast(Lang, wanted or default)


def known_language(request: Request, default: Lang = "zh") -> Lang:
    """See ``language_of``.

    Raises:
        BadValueError: ``lang`` is given and is neither zh nor en.
    """
    written = request.args.get("lang", "")
    if written not in ("", *LANGS):
        raise BadValueError("lang", written[:40], Text("zh 或 en", "zh or en"))
    return language_of(request, default)


def with_chinese_tagged(text: str, lang: str) -> Markup:
    """*text* in *lang*, escaped; the Chinese words in it are tagged as such where *lang* is another.

    Source: WCAG 2.2, 3.1.2 Language of Parts, https://www.w3.org/TR/WCAG22/#language-of-parts
    """
    safe = escape(text)
    if lang.startswith("zh"):
        return safe
    return Markup(_CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', str(safe)))
