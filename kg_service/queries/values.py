"""From what a person wrote to typed values, and to the answer."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from kg_service.errors import BadValueError, MissingParameterError, UnknownParameterError, UnknownValueError
from kg_service.formats import Format
from kg_service.model import LANGS, Iri, Lang, Literal, Term, Text
from kg_service.nearest import nearest
from kg_service.queries.choices import Choice, choices
from kg_service.queries.header import LANG, NamedQuery, Parameter, Type
from kg_service.store import READ, Answer, Kind, Store
from kg_service.store.preparing import bound
from kg_service.vocabulary import BASE, XSD, expand

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$")
URL = re.compile(r'^https?://[^\s<>"{}|\\^`/]+(/[^\s<>"{}|\\^`]*)?$')
"""What an endpoint has to be; JSON Schema reads the pattern as well."""
_MOST_DIGITS = 18
MOST_CHARACTERS = 1_000
"""Of a string; nobody looks for more, and the engine compares it with every text."""
_BOOLEANS = {
    "true": "true", "1": "true", "yes": "true", "是": "true",
    "false": "false", "0": "false", "no": "false", "否": "false",
}  # fmt: skip


def run(
    store: Store,
    query: NamedQuery,
    values: Mapping[str, str],
    lang: Lang,
    formats: Mapping[Kind, Format] = READ,
) -> Answer:
    """Ask a named query; see ``bind`` for the arguments and what it raises, and ``Store.query``."""
    return store.query(query.text, bindings=bind(store, query, values, lang), formats=formats)


def written(store: Store, query: NamedQuery, values: Mapping[str, str], lang: Lang) -> str:
    """A named query as SPARQL with its values in it, which gives the same answer anywhere; see ``bind``."""
    terms = bind(store, query, values, lang)
    if terms[LANG] == Literal("zh"):
        del terms[LANG]  # what the queries take by themselves
    return bound(query.text, terms)


def bind(store: Store, query: NamedQuery, values: Mapping[str, str], lang: Lang) -> dict[str, Term]:
    """Values for the variables of a named query.

    Args:
        store: Knows the choices.
        query: Knows its parameters.
        values: What a person wrote, by parameter. Of a choice its IRI, CURIE, label in zh or en, alternative
            label, identifier, notation or the end of its IRI. An empty value is none. ``lang`` may be one.
        lang: Language of labels where the values do not say.

    Returns:
        Terms by variable name, ``lang`` included; optional parameters without a value are not there.

    Raises:
        UnknownParameterError: The query takes no such parameter.
        MissingParameterError: A required one has no value.
        BadValueError: A value is not of the parameter's type.
        UnknownValueError: A value is none of the choices.
    """
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    known = [*(p.name for p in query.parameters), LANG]
    for name in values:
        if name not in known:
            raise UnknownParameterError(query.name, name, nearest(name, known) or known)
    wanted = given.pop(LANG, lang)
    if wanted not in LANGS:
        raise BadValueError(LANG, wanted, Text("zh 或 en", "zh or en"))
    for parameter in query.parameters:
        if parameter.default is not None:
            given.setdefault(parameter.name, parameter.default)
    missing = [p.name for p in query.parameters if p.required and p.name not in given]
    if missing:
        raise MissingParameterError(query.name, missing)
    terms: dict[str, Term] = {LANG: Literal(wanted)}
    for parameter in query.parameters:
        if parameter.name in given:
            terms[parameter.name] = _value(
                store, parameter, given[parameter.name], "en" if wanted == "en" else "zh"
            )
    return terms


def _value(store: Store, parameter: Parameter, written: str, lang: Lang) -> Term:
    if parameter.choices is not None:
        return Iri(_choose(parameter, choices(store, parameter), written, lang).iri)
    if parameter.type == "integer":
        return _integer(parameter, written)
    return _READERS[parameter.type](parameter.name, written)


def _choose(parameter: Parameter, offered: list[Choice], written: str, lang: Lang) -> Choice:
    """The choice that is meant: by IRI first, then by label, then by any other name."""
    key = _folded(written)
    ways: tuple[Callable[[Choice], bool], ...] = (
        lambda choice: choice.iri in (written, expand(written), BASE + written.lstrip("/")),
        lambda choice: key in (_folded(choice.label.zh), _folded(choice.label.en)),
        lambda choice: key in map(_folded, choice.names),
    )
    for way in ways:
        fitting = [choice for choice in offered if way(choice)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            # One name for several: only their IRIs tell them apart.
            several = [choice.iri for choice in fitting]
            raise UnknownValueError(parameter.name, written, several, several)
    # Looked up by any name, offered by label.
    labels = {name: choice.label.of(lang) for choice in offered for name in choice.names}
    labels |= {
        label: choice.label.of(lang) for choice in offered for label in (choice.label.zh, choice.label.en)
    }
    close = dict.fromkeys(labels[name] for name in nearest(written, labels))
    allowed = [choice.label.of(lang) for choice in offered]
    raise UnknownValueError(parameter.name, written, tuple(close), allowed)


def _folded(name: str) -> str:
    """Without what a person may write either way: width, case, white space."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _iri(name: str, written: str) -> Term:
    iri = expand(written) or (
        BASE + written.lstrip("/") if written.lstrip("/").startswith("id/") else written
    )
    if not _ABSOLUTE.match(iri):
        raise BadValueError(name, written, Text("IRI 或前缀名", "an IRI or a prefixed name"))
    return Iri(iri)


def _endpoint(name: str, written: str) -> Term:
    if not URL.fullmatch(written):
        expected = Text("SPARQL 端点的 URL（http 或 https）", "the URL of a SPARQL endpoint (http or https)")
        raise BadValueError(name, written, expected)
    return Iri(written)


def _integer(parameter: Parameter, written: str) -> Term:
    digits, least, most = unicodedata.normalize("NFKC", written), parameter.least, parameter.most
    whole = re.fullmatch(r"[+-]?[0-9]+", digits) and len(digits) <= _MOST_DIGITS
    if not whole or not (least is None or least <= int(digits)) or not (most is None or int(digits) <= most):
        raise BadValueError(parameter.name, written, expected_integer(parameter))
    return Literal(str(int(digits)), str(XSD.integer))


def expected_integer(parameter: Parameter) -> Text:
    """What the value of an integer parameter has to be, in words."""
    if parameter.least is None or parameter.most is None:
        return Text("整数", "a whole number")
    low, high = parameter.least, parameter.most
    return Text(f"整数，从 {low} 到 {high}", f"a whole number from {low} to {high}")


def _boolean(name: str, written: str) -> Term:
    if written.lower() not in _BOOLEANS:
        raise BadValueError(name, written, Text("true 或 false", "true or false"))
    return Literal(_BOOLEANS[written.lower()], str(XSD.boolean))


def _string(name: str, written: str) -> Term:
    if len(written) > MOST_CHARACTERS:
        expected = Text(f"不超过 {MOST_CHARACTERS} 个字符", f"a text of at most {MOST_CHARACTERS} characters")
        raise BadValueError(name, f"{written[:40]}…", expected)
    return Literal(written)


_READERS: Mapping[Type, Callable[[str, str], Term]] = {
    "iri": _iri,
    "boolean": _boolean,
    "string": _string,
    "endpoint": _endpoint,
}
