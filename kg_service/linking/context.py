"""What speaks for a link besides names: our text has the other side's name in it, or things like ours are
linked there already.

Not here: names (``scoring``), what is made of it (``proposing``).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg_service.folding import fold
from kg_service.linking.entities import KINDS, Entity, Name
from kg_service.linking.other import OtherName, OtherThing, Role
from kg_service.linking.similarity import is_han, plain
from kg_service.model import Iri, Literal, Text

MOST_MENTIONING = 3
"""What more things than these have in their text, such as 儿童, tells nothing of any of them."""
LEAST_LETTERS = 4
"""Of a name that is looked for in texts; what is shorter, such as *aid*, is a word of many things."""
LEAST_LINKED = 2
"""Links of things like ours from which they tell anything."""
_TEXTS = ("measure", "content")
"""Properties in whose values a name is looked for."""
_LIKE = ("goal", "broader")
"""Properties whose value things that are alike have in common; their kind is another."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A thing of ours whose text has the name of one of theirs in it."""

    entity: Entity
    text: Name
    """In which it stands."""
    theirs: OtherName
    among: int
    """Things of ours of which that is so."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A thing of ours, others like which are linked to one of theirs."""

    entity: Entity
    linked: int
    """How many others."""
    of: int
    """How many others there are."""
    alike: Text
    """What they have in common, for people."""
    predicate: str
    """Of most of these links."""

    @property
    def weight(self) -> float:
        """Share of the others, in [0, 1]; the fewer they are, the less it counts."""
        return self.linked / self.of * self.linked / (self.linked + 1)


class Mentions:
    """The texts of our things, by what stands in them."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._texts: list[tuple[Entity, Name, str]] = []
        self._having: dict[str, set[int]] = defaultdict(set)
        for entity in entities:
            for text in _texts_of(entity):
                at = len(self._texts)
                found = _written(text.text)
                self._texts.append((entity, text, found))
                for part in _parts(found):
                    self._having[part].add(at)

    def of(self, thing: OtherThing) -> Iterator[Mentioned]:
        """Our things that mention *thing* by its label."""
        for name in thing.names:
            if name.role is Role.LABEL:
                found = self._of(name)
                if len(found) <= MOST_MENTIONING:
                    yield from (Mentioned(e, text, name, len(found)) for e, text in found.values())

    def _of(self, name: OtherName) -> Mapping[str, tuple[Entity, Name]]:
        wanted = _written(name.text)
        parts = list(_parts(wanted))
        if not parts or len(plain(name.text)) < (2 if is_han(wanted) else LEAST_LETTERS):
            return {}
        found: dict[str, tuple[Entity, Name]] = {}
        for at in sorted(set.intersection(*(self._having.get(part, set()) for part in parts))):
            entity, text, written = self._texts[at]
            if wanted in written:
                found.setdefault(entity.iri, (entity, text))
        return found


class Likeness:
    """Which of our things are alike, and what they are linked to."""

    def __init__(self, entities: Collection[Entity], links: Iterable[tuple[str, str, str]]) -> None:
        """Hold both.

        Args:
            entities: Our things.
            links: Subject, predicate and object of confirmed links.
        """
        self._titles = {entity.iri: entity.label for entity in entities} | dict(KINDS)
        self._alike: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        for entity in entities:
            for key in _keys(entity):
                self._alike[key].append(entity)
        self._links: dict[str, dict[str, str]] = defaultdict(dict)
        for subject, predicate, object_ in links:
            if subject in self._titles:
                self._links[object_][subject] = predicate

    def of(self, thing: OtherThing) -> Iterator[Linked]:
        """Our things that are not linked to *thing*, while others like them are."""
        links = self._links.get(thing.iri, {})
        if len(links) < LEAST_LINKED:
            return
        for (_, value), members in self._alike.items():
            linked = [member.iri for member in members if member.iri in links]
            if len(linked) < LEAST_LINKED:
                continue
            predicates = [links[iri] for iri in linked]
            commonest = max(sorted(set(predicates)), key=predicates.count)
            for member in members:
                if member.iri not in links:
                    title = self._titles.get(value) or Text(value, value)
                    yield Linked(member, len(linked), len(members) - 1, title, commonest)


def _keys(entity: Entity) -> Iterator[tuple[str, str]]:
    """By what a thing is like others. Places are of one kind, and nothing of one is true of the next."""
    if entity.kind == "place":
        return
    yield entity.kind, entity.kind
    for name in _LIKE:
        yield from ((entity.kind, value.value) for value in entity.of(name) if isinstance(value, Iri))


def _texts_of(entity: Entity) -> Iterator[Name]:
    for name in _TEXTS:
        for value in entity.of(name):
            if isinstance(value, Literal):
                yield Name(value.value, value.lang)


def _written(text: str) -> str:
    """*text* as it is looked for: Chinese plain, else its words without their plural, each between spaces."""
    if is_han(text):
        return plain(text)
    # What stands in capitals has no plural: AIDS is not aid.
    words = (
        fold(word) if word.isupper() else re.sub(r"(?<=[^s\W]{3})s$", "", fold(word))
        for word in re.findall(r"\w+", text)
    )
    return f" {' '.join(words)} "


def _parts(text: str) -> Iterator[str]:
    """Parts by which a text is found: words, or pairs of Chinese characters."""
    if is_han(text):
        yield from (text[at : at + 2] for at in range(len(text) - 1))
    else:
        yield from text.split()
