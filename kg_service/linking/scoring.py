"""How well a thing of the other side fits a thing of ours: by its names, its types and what is above it.

Names alone bring things together (the index of ``reconciling``); what else is known raises or lowers the
score. A name that the other side gives second only, while it calls its thing otherwise, says little:
EuroVoc's “migrant child” is another label of *unaccompanied child*.

Not here: what is made of a score (``proposing``), where the things are read from (``sources``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from kg_service.folding import fold
from kg_service.linking.context import Likeness, Linked, Mentioned, Mentions
from kg_service.linking.entities import Entity, Name
from kg_service.linking.other import OtherName, OtherThing, Role, last_part
from kg_service.linking.reconciling import CORE, OTHER_TYPE, SAME, Reconciler
from kg_service.linking.similarity import core, is_han, plain
from kg_service.model import Iri

LEAST_ALIKE = 0.3
"""Likeness of names below which nothing is looked at."""
LEAST_WITHIN = 0.35
"""Likeness from which a label that is a part of our name tells anything."""
WITHIN, WITHIN_MORE = 0.5, 0.25
"""Score of a label that our name contains, and what is added the more of our name it is."""
QUALIFIER = 0.85
"""What that is multiplied by where the label only qualifies ours."""
SECOND_ONLY = 0.5
"""What the score of another name is multiplied by where the label is nothing like ours."""
LIKE_LABEL = 0.35
"""Likeness from which a label is something like ours."""
INDISTINCT = 0.45
"""Most for a name that others have too, such as Yichun or 吉林, unless what is above speaks for it."""
MENTIONED, MENTIONED_MORE = 0.6, 0.05
"""Score of a label that the text of one of our things has in it; what each other such thing takes away."""
LIKENED, LIKENED_MORE = 0.35, 0.5
"""Score where things like ours are linked, and what is added the more of them are."""
LEAST_WITH_LINKS, LINKS_AGREE = 0.45, 0.3
"""Score by words from which it counts beside the links of things like ours; share of what is missing to 1
that is added where all of them are."""
ABOVE_AGREES, ABOVE_DIFFERS = 0.3, 0.4
"""Share of what is missing to 1 that is added, and what the score is multiplied by."""

_KINDS = (
    (
        re.compile(
            r"location|place|area|city|county|province|district|feature|division|[省市县区]$|行政区|地区"
        ),
        "place",
    ),
    (re.compile(r"organi[sz]ation|agency|ministry|department|authority|机构|组织|部门|机关"), "body"),
    (re.compile(r"service|服务|事项"), "service"),
    (re.compile(r"audience|beneficiar|人群|群体|对象"), "group"),
    (re.compile(r"person$|human|film|book|event|taxon|disease|人物|电影|书籍"), "else"),
)
"""What a class says, by its IRI and name, about the kind of its members."""
_AFTER = re.compile(r"\b(?:in|of|with|for|to|by|at|who|whose|aged|and)\b")
"""What follows these qualifies what stands before."""
_STRICT = ("place", "body")
"""Kinds of which nothing of another kind is a likely match."""


class How(StrEnum):
    """What brought two things together."""

    SAME = "same"
    CORE = "core"
    ALIKE = "alike"
    CONTAINED = "contained"
    """Theirs is what ours is a kind of: *child* of migrant children."""
    QUALIFIED = "qualified"
    """Theirs is in our name, but not what it is a kind of: *migrant*."""
    MENTIONED = "mentioned"
    """Theirs is in our text: *预防接种* in that of a health service."""
    LIKENED = "likened"
    """Things like ours are linked to theirs."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A thing of ours that may be what a thing of theirs is linked to."""

    entity: Entity
    score: float
    """From 0 to 1."""
    how: How
    ours: Name
    theirs: OtherName
    alike: float
    """Likeness of the two names, in [0, 1]."""
    type_agrees: bool | None = None
    above_agrees: bool | None = None
    """None where nothing can be said."""
    second_only: bool = False
    """Is it by another name only, the label being nothing like ours?"""
    linked: Linked | None = None
    """Links of things like ours, where they say anything."""


class Scorer:
    """Things of ours, against which things of theirs are held."""

    def __init__(self, entities: Iterable[Entity], links: Iterable[tuple[str, str, str]] = ()) -> None:
        """Hold our things.

        Args:
            entities: All of them.
            links: Subject, predicate and object of the confirmed links outward.
        """
        self._reconciler = Reconciler(entities)
        self._mentions = Mentions(self._reconciler.entities)
        self._likeness = Likeness(self._reconciler.entities, links)

    def score(self, thing: OtherThing) -> tuple[Scored, ...]:
        """The things of ours that *thing* may be linked to, best first."""
        best: dict[str, Scored] = {}
        for found in self._all(thing):
            held = best.get(found.entity.iri)
            if held is None or found.score > held.score:
                best[found.entity.iri] = found
        for linked in self._likeness.of(thing):
            held = best.get(linked.entity.iri)
            if held is None or held.linked is None or held.linked.weight < linked.weight:
                best[linked.entity.iri] = _likened(held, linked, thing)
        return tuple(sorted(best.values(), key=lambda found: (-found.score, found.entity.iri)))

    def _all(self, thing: OtherThing) -> Iterator[Scored]:
        for name in thing.names:
            yield from (self._weighed(found, thing) for found in self._by_name(name, thing))
        yield from (self._weighed(_mentioned(found), thing) for found in self._mentions.of(thing))

    def _by_name(self, name: OtherName, thing: OtherThing) -> Iterator[Scored]:
        for candidate in self._reconciler.named(name.text, LEAST_ALIKE):
            entity = candidate.entity
            if name.role is Role.CODE and not (candidate.same and candidate.distinct):
                continue
            alike, ours = self._reconciler.alike(name.text, entity)
            how = How.SAME if candidate.score >= SAME else How.CORE if candidate.score >= CORE else How.ALIKE
            found = Scored(entity, candidate.score / SAME, how, ours, name, alike)
            if (how is How.SAME and not candidate.distinct) or (
                how is How.CORE and _are_two(ours, name, entity)
            ):
                found = replace(found, score=min(found.score, INDISTINCT))
            elif how is How.ALIKE and name.role is Role.LABEL:
                found = self._contained(found)
            yield self._second(found, thing) if name.role is Role.OTHER else found

    def _contained(self, found: Scored) -> Scored:
        """Is the whole label a part of our name? It is then wider in meaning, or the field of ours."""
        if found.entity.kind in _STRICT or found.alike < LEAST_WITHIN:
            return found
        if not _is_part(found.theirs.text, found.ours.text):
            return found
        score, how = WITHIN + WITHIN_MORE * found.alike, How.CONTAINED
        if not _is_head(found.theirs.text, found.ours.text, found.entity.kind):
            score, how = score * QUALIFIER, How.QUALIFIED
        return replace(found, score=score, how=how) if score > found.score else found

    def _second(self, found: Scored, thing: OtherThing) -> Scored:
        labels = [name.text for name in thing.names if name.role is Role.LABEL]
        if any(self._reconciler.alike(label, found.entity)[0] >= LIKE_LABEL for label in labels):
            return found
        return replace(found, score=found.score * SECOND_ONLY, second_only=True)

    def _weighed(self, found: Scored, thing: OtherThing) -> Scored:
        types, above = _types_agree(found.entity, thing), self._above_agrees(found.entity, thing.above)
        score = found.score
        if above:
            score = score if found.how is not How.SAME or found.second_only else max(score, CORE / SAME)
            score += (1 - score) * ABOVE_AGREES
        elif above is False and found.entity.kind == "place":
            score *= ABOVE_DIFFERS
        else:
            above = None  # a thesaurus may put the same thing elsewhere
        if types is False:
            score *= OTHER_TYPE
        return replace(found, score=score, type_agrees=types, above_agrees=above)

    def _above_agrees(self, entity: Entity, above: tuple[str, ...]) -> bool | None:
        ours = {core(plain(name), entity.kind) for name in self._names_above(entity)}
        theirs = {core(plain(name), entity.kind) for name in above}
        return bool(ours & theirs) if ours and theirs else None

    def _names_above(self, entity: Entity) -> Iterator[str]:
        todo, seen = [entity], {entity.iri}
        while todo:
            for value in todo.pop().of("broader"):
                upper = self._reconciler.get(value.value) if isinstance(value, Iri) else None
                if upper is not None and upper.iri not in seen:
                    seen.add(upper.iri)
                    todo.append(upper)
                    yield from (name.text for name in upper.names)

    def above(self, entity: Entity) -> tuple[str, ...]:
        """What the things right above a thing of ours are called, for people."""
        found = (self._reconciler.get(v.value) for v in entity.of("broader") if isinstance(v, Iri))
        return tuple(upper.label.zh for upper in found if upper is not None)

    def get(self, iri: str) -> Entity | None:
        """A thing of ours."""
        return self._reconciler.get(iri)


def _mentioned(found: Mentioned) -> Scored:
    score = MENTIONED - MENTIONED_MORE * (found.among - 1)
    return Scored(found.entity, score, How.MENTIONED, found.text, found.theirs, 0.0)


def _likened(held: Scored | None, linked: Linked, thing: OtherThing) -> Scored:
    """What was found by words with what things like ours are linked to; or by that alone."""
    score = LIKENED + LIKENED_MORE * linked.weight
    if held is None or held.score < LEAST_WITH_LINKS:
        ours = linked.entity.names[0]
        return Scored(linked.entity, score, How.LIKENED, ours, thing.label, 0.0, linked=linked)
    return replace(held, score=held.score + (1 - held.score) * LINKS_AGREE * linked.weight, linked=linked)


def _are_two(ours: Name, theirs: OtherName, entity: Entity) -> bool:
    """Do two places say of which rank they are, each of another? 吉林市 lies in 吉林省."""
    texts = [plain(ours.text), plain(theirs.text)]
    return entity.kind == "place" and all(core(text, "place") != text for text in texts)


def _is_part(text: str, of: str) -> bool:
    """Are all words of *text* among those of another, whatever their endings? Chinese is one piece."""
    if is_han(text):
        return len(plain(text)) > 1 and plain(text) in plain(of)
    words, others = (re.findall(r"\w+", fold(each)) for each in (text, of))
    return bool(words) and all(any(_is_form(word, other) for other in others) for word in words)


def _is_head(text: str, of: str, kind: str) -> bool:
    """Does the name *of* end with it, what is general and what follows a preposition left out?"""
    if is_han(text):
        return core(plain(of), kind).endswith(plain(text))
    words = re.findall(r"\w+", _AFTER.split(fold(of))[0])
    while len(words) > 1 and words[-1] in ("service", "services"):
        words.pop()
    return bool(words) and _is_form(re.findall(r"\w+", fold(text))[-1], words[-1])


def _is_form(word: str, of: str) -> bool:
    """Is one the other with an ending: *child* and *children*?"""
    short, long = sorted((word, of), key=len)
    return short == long or (len(short) > 3 and long.startswith(short) and len(long) - len(short) <= 3)


def _types_agree(entity: Entity, thing: OtherThing) -> bool | None:
    """Whether its classes say that it is of the kind of *entity*; None where they say nothing of it."""
    said = [
        *map(last_part, thing.types),
        *thing.type_names,
    ]
    kinds = {kind for words, kind in _KINDS for each in said if words.search(each.lower())}
    if not kinds:
        return None
    if entity.kind in kinds:
        return True
    return False if entity.kind in _STRICT or kinds & {*_STRICT, "else"} else None
