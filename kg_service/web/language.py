"""Which language a reader gets: what the address says (``?lang=``), else what the browser asks for."""

import re
from typing import cast

from flask import Request
from markupsafe import Markup, escape

from kg_service.errors import BadValueError
from kg_service.model import LANGS, Lang, Text

_HAN = r"[々〇㐀-鿿豈-\ufaff\U00020000-\U0003ffff]"
_CHINESE = re.compile(f"{_HAN}(?:[，、。；：“”（）…·]*{_HAN})*")


def chosen_language(request: Request) -> Lang | None:
    """The language that the address itself names; None where it names none."""
    lang = request.args.get("lang")
    return lang if lang in LANGS else None


def language_of(request: Request, default: Lang = "zh") -> Lang:
    """The language to answer *request* in.

    Args:
        request: ``?lang=`` goes before Accept-Language.
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
