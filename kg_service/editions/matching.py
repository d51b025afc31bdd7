"""Which service of the new edition continues which of the old one: people first, then words, never numbers.

Not here: how alike two services read (``similarity``), what is split and merged (``splitting``), what people
decided (``decided``) and where it applies (``deciding``), what changed (``comparing``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg_service.editions.assignment import assign
from kg_service.editions.decided import NONE, Decisions, mark_of
from kg_service.editions.deciding import Pair, Rulings, rule
from kg_service.editions.similarity import WEIGHTS, Likeness, likeness
from kg_service.editions.splitting import find_parts
from kg_service.errors import DocumentTooLargeError
from kg_service.model import Edition, Match, Matching, Row, Text, Verdict

THRESHOLD = 0.60
"""Least likeness of a pair that is taken."""
ASK_FROM, ASK_TO = 0.45, 0.75
"""A pair in between is put to a person."""
MARGIN = 0.08
"""A pair that is not ahead of every other pairing of its two services by this much is put to a person too."""

_MOST_PAIRS = 400_000
"""Rows of the one times rows of the other that are still compared, those with the same words left out."""
_EQUAL = dict.fromkeys((column.value for column in WEIGHTS), 1.0)


@dataclass(slots=True)
class _Work:
    """Two editions while they are matched."""

    old: Mapping[int, Row]
    new: Mapping[int, Row]
    identity_old: Mapping[int, str | None]
    identity_new: Mapping[int, str | None]
    replaced: Mapping[int, tuple[str, ...]]
    """New number to the continuing services whose place its own took."""
    aliases: Mapping[str, str]
    rulings: Rulings
    pairs: list[Match] = field(default_factory=list)
    unfit: list[Text] = field(default_factory=list)

    def apart(self, old: int, new: int) -> bool:
        """Whether a person, or the data, says that the two are not the same service."""
        one, other = self.identity_old[old], self.identity_new[new]
        known_apart = one is not None and other is not None and not self.is_one(old, new)
        return known_apart or (old, new) in self.rulings.apart

    def is_one(self, old: int, new: int) -> bool:
        """Whether the data says that the one goes on in the other."""
        one = self.identity_old[old]
        return one is not None and (one == self.identity_new[new] or one in self.replaced[new])

    def free_old(self) -> list[int]:
        taken = {pair.old for pair in self.pairs} | self.rulings.withdrawn
        return [number for number in self.old if number not in taken]

    def free_new(self) -> list[int]:
        taken = {pair.new for pair in self.pairs} | self.rulings.new
        return [number for number in self.new if number not in taken]


def match_editions(old: Edition, new: Edition, decisions: Decisions = NONE) -> Matching:
    """Pair the services of two editions, whatever their numbers.

    Args:
        old, new: Editions of one series or of two. Numbers are distinct within each.
        decisions: What a person said; it outweighs everything else.

    Returns:
        Each service is in a pair, or in ``added`` or ``withdrawn``. What a person should look at is in
        ``questions``; of these, what is not alike enough to be taken is in ``doubtful``, and its services
        count as added and withdrawn.

    Raises:
        DocumentTooLargeError: More rows differ than can be compared each with each.

    Source: optimal assignment (Kuhn 1955; ``scipy.optimize.linear_sum_assignment``) over ``likeness``.
    """
    work = _Work(
        {service.row.number: service.row for service in old.services},
        {service.row.number: service.row for service in new.services},
        {service.row.number: service.identity for service in old.services},
        {service.row.number: service.identity for service in new.services},
        {service.row.number: service.replaces for service in new.services},
        {**old.aliases, **new.aliases},
        rule(decisions, old, new),
    )
    work.unfit.extend(work.rulings.unfit)
    _take_decided(work)
    _take_identities(work)
    _take_same_words(work)
    doubtful = _assign(work, new.name)
    parts = _take_parts(work)
    pairs = tuple(sorted(work.pairs, key=lambda pair: (pair.old, pair.new)))
    answered_old, answered_new = {old for old, _ in parts}, {new for _, new in parts}
    return Matching(
        pairs,
        tuple(sorted(work.new.keys() - {pair.new for pair in pairs})),
        tuple(sorted(work.old.keys() - {pair.old for pair in pairs})),
        _several((pair.old, pair.new) for pair in pairs),
        _several((pair.new, pair.old) for pair in pairs),
        tuple(pair for pair in doubtful if pair.old not in answered_old and pair.new not in answered_new),
        tuple(work.unfit),
    )


def _take_decided(work: _Work) -> None:
    for old, new in work.rulings.pairs:
        if (old, new) in work.rulings.unsure:
            like = likeness(work.old[old], work.new[new], work.aliases)
            work.pairs.append(Match(old, new, round(like.score, 4), Verdict.ASK, like.parts))
        else:
            work.pairs.append(Match(old, new, 1.0, Verdict.DECIDED, _EQUAL))
        one, other = work.identity_old[old], work.identity_new[new]
        if one is not None and other is not None and not work.is_one(old, new):
            work.unfit.append(_other_identity(work.old[old], work.new[new]))


def _take_identities(work: _Work) -> None:
    """Pair what is a version of the same continuing service, or of one that took its place."""
    free_old, free_new = work.free_old(), work.free_new()
    by_identity = defaultdict(list)
    for new in free_new:
        identity = work.identity_new[new]
        for iri in dict.fromkeys((identity, *work.replaced[new])):
            by_identity[iri].append(new)
    for old in free_old:
        if work.identity_old[old] is not None:
            for new in by_identity[work.identity_old[old]]:
                if (old, new) not in work.rulings.apart:
                    work.pairs.append(Match(old, new, 1.0, Verdict.DECIDED, _EQUAL))


def _take_same_words(work: _Work) -> None:
    """Pair rows whose words are the same and stand nowhere else: nothing is to be weighed there."""
    marks: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for old in work.free_old():
        marks[mark_of(work.old[old])][0].append(old)
    for new in work.free_new():
        marks[mark_of(work.new[new])][1].append(new)
    for old_ones, new_ones in marks.values():
        if len(old_ones) == len(new_ones) == 1 and not work.apart(old_ones[0], new_ones[0]):
            like = likeness(work.old[old_ones[0]], work.new[new_ones[0]], work.aliases)
            work.pairs.append(Match(old_ones[0], new_ones[0], round(like.score, 4), Verdict.SURE, like.parts))


def _assign(work: _Work, document: str) -> list[Match]:
    """Pair the rest by likeness; what is too little alike to be taken comes back."""
    old, new = work.free_old(), work.free_new()
    if len(old) * len(new) > _MOST_PAIRS:
        what = Text("要逐行对比的内容", "What would be compared row by row")
        raise DocumentTooLargeError(document, what, _MOST_PAIRS, Text("对", "pairs"))
    like: dict[Pair, Likeness] = {}
    for one in old:
        for other in new:
            found = likeness(work.old[one], work.new[other], work.aliases)
            # What is hardly alike would only push good pairs about.
            if found.score >= ASK_FROM and not work.apart(one, other):
                like[one, other] = found
    doubtful: list[Match] = []
    for one, other, margin in assign({pair: found.score for pair, found in like.items()}):
        score = like[one, other].score
        verdict = Verdict.SURE if score >= ASK_TO and margin >= MARGIN else Verdict.ASK
        match = Match(one, other, round(score, 4), verdict, like[one, other].parts)
        (work.pairs if score >= THRESHOLD else doubtful).append(match)
    return doubtful


def _take_parts(work: _Work) -> set[Pair]:
    """Add what a service was split into, or merged from; the pairs that were added come back."""
    fixed = set(work.rulings.pairs)
    found = find_parts(
        work.old,
        work.new,
        {(pair.old, pair.new) for pair in work.pairs},
        {old for old, _ in fixed} | work.rulings.withdrawn,
        {new for _, new in fixed} | work.rulings.new,
        work.apart,
    )
    for part in found:
        like = likeness(work.old[part.old], work.new[part.new], work.aliases)
        verdict = Verdict.SURE if part.is_overwhelming else Verdict.ASK
        work.pairs.append(Match(part.old, part.new, round(part.share, 4), verdict, like.parts))
    return {(part.old, part.new) for part in found}


def _several(pairs: Iterable[Pair]) -> dict[int, tuple[int, ...]]:
    """Those that stand first in more than one pair, with what stands second."""
    seconds: dict[int, list[int]] = defaultdict(list)
    for first, second in pairs:
        seconds[first].append(second)
    return {first: tuple(sorted(found)) for first, found in sorted(seconds.items()) if len(found) > 1}


def _other_identity(old: Row, new: Row) -> Text:
    return Text(
        f"决定说“{old.service}”和“{new.service}”是同一项服务，数据却说不是"
        "（dct:isVersionOf 不同）；这里依决定。",
        f"A decision says that “{old.service}” and “{new.service}” are one service, the data says that they "
        "are not (another dct:isVersionOf); the decision is followed.",
    )
