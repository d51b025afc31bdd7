"""The things that can be reconciled with, read from the default graph once for a snapshot.

Not here: what they are used for (``answering``).
"""

from collections.abc import Iterator

from kg_service.linking.entities import Entity, Name
from kg_service.model import Iri, Literal, Text
from kg_service.publish import build_store
from kg_service.settings import Settings
from kg_service.web.asking import Pages
from kg_service.web.links import natural

_NAMING = ("label", "alt-name", "name", "code")

Values = dict[str, list[Iri | Literal]]


def read_entities(pages: Pages) -> Iterator[Entity]:
    """The things of the default graph, by IRI; a thing of two kinds is of the first of them."""
    kinds: dict[str, str] = {}
    known: dict[str, Values] = {}
    for kind, thing in pages.answer("entity-kinds", ()).rows():
        kinds[str(thing)] = max(str(kind), kinds.get(str(thing), ""))
    for thing, property_, value in pages.answer("entities", ()).rows():
        if str(thing) in kinds and isinstance(value, Iri | Literal):
            known.setdefault(str(thing), {}).setdefault(str(property_), []).append(value)
    for row in pages.rows("earlier-names"):
        if (values := known.get(str(row["thing"]))) is not None and isinstance(name := row["name"], Literal):
            values.setdefault("name", []).append(name)
    for iri in sorted(known, key=natural):
        yield _entity(iri, kinds[iri], known[iri])


def entities_of(settings: Settings) -> list[Entity]:
    """The things of the dataset that a home makes."""
    return list(read_entities(Pages(build_store(settings), settings.home)))


def _entity(iri: str, kind: str, values: Values) -> Entity:
    kept = {name: tuple(sorted(set(all_), key=_order)) for name, all_ in values.items()}
    texts = {
        property_: [text for text in kept.get(property_, ()) if isinstance(text, Literal)]
        for property_ in _NAMING
    }
    label = texts["label"] or texts["name"] or [Literal(iri.rpartition("/")[2])]
    # A code is a name where it is known beyond this graph.
    names = dict.fromkeys(
        Name(text.value, text.lang, _is_distinct(kind, property_, text, "broader" in kept))
        for property_ in (_NAMING if kind == "place" else _NAMING[:-1])
        for text in (label if property_ == "label" else texts[property_])
    )
    kept["name"] = tuple(dict.fromkeys((*label, *texts["name"])))
    return Entity(iri, kind, _text(label), tuple(names), kept)


def _is_distinct(kind: str, property_: str, text: Literal, is_part: bool) -> bool:
    """A place below a province shares its romanized name with others that are not here."""
    return kind != "place" or property_ == "code" or text.lang != "en" or not is_part


def _text(label: list[Literal]) -> Text:
    by_lang = {text.lang: text.value for text in reversed(label)}
    any_ = label[0].value
    return Text(by_lang.get("zh", any_), by_lang.get("en", any_))


def _order(term: Iri | Literal) -> tuple[bool, bool, list[tuple[bool, int, str]]]:
    lang = term.lang if isinstance(term, Literal) else None
    return isinstance(term, Iri), lang != "zh", natural(str(term))
