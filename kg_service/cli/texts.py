"""A query text of the caller's own: its variables take values without a header that declares them.

Not here: named queries (``queries``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg_service.errors import SyntaxProblemError, UnknownParameterError
from kg_service.model import Iri, Lang, Literal, Term
from kg_service.nearest import nearest
from kg_service.queries import NamedQuery, bind
from kg_service.store import Answer, Store
from kg_service.store.tokens import tokens
from kg_service.vocabulary import BASE, XSD, expand

_IRI = re.compile(r"(?:https?|urn|mailto):[^\s<>\"{}|\\^`]+")
_TAGGED = re.compile(r'"(.*)"@([A-Za-z]+(?:-[A-Za-z0-9]+)*)', re.DOTALL)


def ask_text(store: Store, query: NamedQuery, values: Mapping[str, str], lang: Lang, document: str) -> Answer:
    """Ask a text that may have a header.

    Args:
        store: Whom to ask.
        query: The text, its header read.
        values: What the person wrote. Of a declared parameter as ``queries.bind`` takes it; of another
        variable
            of the text as ``term_of`` reads it.
        lang: Value of ``?lang``.
        document: What to call the text in messages.

    Raises:
        UnknownParameterError: The text has no such variable.
        SyntaxProblemError: It does not parse.
        KgServiceError: What ``queries.bind`` and ``Store.query`` raise.
    """
    free = {name: value for name, value in values.items() if query.parameter(name) is None and name != "lang"}
    variables = sorted({word.text[1:] for word in tokens(query.text) if word.kind == "var"})
    for name in free:
        if name not in variables:
            raise UnknownParameterError(query.name, name, nearest(name, variables) or variables)
    declared = {name: value for name, value in values.items() if name not in free}
    bindings = bind(store, query, declared, lang) | {name: term_of(value) for name, value in free.items()}
    try:
        return store.query(query.text, bindings=bindings)
    except SyntaxProblemError as error:
        raise SyntaxProblemError(document, error.line, error.column, error.expected) from error


def term_of(written: str) -> Term:
    """What a value stands for where nothing says its type.

    Args:
        written: ``https://…``, ``<…>``, a prefixed name or a path ``id/…`` for an IRI; ``12``; ``true``;
            ``"…"@zh``; anything else is a plain string.
    """
    if re.fullmatch(r"[+-]?[0-9]{1,18}", written):
        return Literal(written, str(XSD.integer))
    if written in ("true", "false"):
        return Literal(written, str(XSD.boolean))
    if tagged := _TAGGED.fullmatch(written):
        return Literal(tagged[1], lang=tagged[2].lower())
    if written.lstrip("/").startswith("id/"):
        return Iri(BASE + written.lstrip("/"))
    bare = written[1:-1] if written.startswith("<") and written.endswith(">") else written
    iri = expand(bare) or bare
    return Iri(iri) if _IRI.fullmatch(iri) else Literal(written)
