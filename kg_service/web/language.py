"""Which language a reader gets: what the address says (``?lang=``), else what the browser asks for."""

from typing import cast

from flask import Request

from kg_service.model import LANGS, Lang


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
