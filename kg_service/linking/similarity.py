"""How alike two names are.

Chinese has no spaces between words, so characters and pairs of them are compared; of other scripts, three
letters of a word at a time. What few names have weighs more: 流动儿童 is in most names of groups and tells
little.

Not here: which things have the names (``reconciling``).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from kg_service.folding import fold

_HAN = re.compile("[\u3400-\u9fff]")
_FORMAL = re.compile("^中华人民共和国(?=..)")
"""What formal names begin with, of bodies and of laws, and that tells none of them from another."""
_DROPPED = re.compile(r"(?<=\d)([-.])(?=\d)|[\W_]")
_NUMBER = re.compile(r"\d+")
OTHER_NUMBERS = 0.5
"""What the likeness of names with different numbers is multiplied by."""
_GENERIC = {
    "service": re.compile("服务$"),
    "place": re.compile("(?:(?:壮族|回族|维吾尔|朝鲜族|蒙古族)?自治[区州县]|特别行政区|地区|[省市县区])$"),
    "body": re.compile("^(?:黑龙江)?省"),
}
"""By kind, what a name may be without."""


def plain(text: str) -> str:
    """*text* folded, without spaces and punctuation but that between digits: 3-6 is not 36."""
    return _DROPPED.sub(lambda found: found[1] or "", fold(text).replace("~", "-"))


def core(text: str, kind: str) -> str:
    """A plain name without what names of its kind have in common; the name where too little would be left."""
    generic = _GENERIC.get(kind)
    short = generic.sub("", text) if generic else text
    return short if len(short) > 1 else text


def is_han(text: str) -> bool:
    """Has it a Chinese character?"""
    return bool(_HAN.search(text))


def grams(text: str) -> Iterator[str]:
    """The parts of a name that are compared, as often as they are in it."""
    if is_han(text):
        short = _FORMAL.sub("", plain(text))
        yield from short
        yield from (short[at : at + 2] for at in range(len(short) - 1))
        return
    for word in re.findall(r"\w+", fold(text)):
        padded = f"_{word}_"
        yield from (padded[at : at + 3] for at in range(len(padded) - 2))


@lru_cache(maxsize=16_384)
def parts(text: str) -> Counter[str]:
    """The same, counted; not to be changed."""
    return Counter(grams(text))


@lru_cache(maxsize=16_384)
def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(plain(text))


class Weights:
    """What each part of a name tells, by how many names have it."""

    def __init__(self, names: Iterable[str]) -> None:
        all_ = [set(parts(name)) for name in names]
        counts = Counter(gram for each in all_ for gram in each)
        self._rare = math.log(1 + len(all_)) or 1.0
        self._weights: Mapping[str, float] = {
            gram: math.log(1 + len(all_) / count) for gram, count in counts.items()
        }
        # A name is held against many others, and a pair is asked for again where it is among the best.
        self._whole = lru_cache(maxsize=16_384)(lambda name: self._sum(parts(name)))
        self.alike = lru_cache(maxsize=16_384)(self._alike)

    def _alike(self, first: str, second: str) -> float:
        """Weighted share of what two names have in common, in [0, 1].

        Source: Dice's coefficient over n-grams, weighted by inverse document frequency (Spärck Jones 1972).
        """
        whole = self._whole(first) + self._whole(second)
        share = 2 * self._sum(parts(first) & parts(second)) / whole if whole else 0.0
        return share if _numbers(first) == _numbers(second) else share * OTHER_NUMBERS

    def telling(self, name: str, least: float) -> list[str]:
        """The parts of *name* of which any name that is alike by *least* has one: the commonest are left out.

        Source: prefix filtering (Chaudhuri, Ganti and Kaushik 2006)
        """
        weights = sorted((self._sum(Counter({gram: n})), gram) for gram, n in parts(name).items())
        spare = least / 2 * self._whole(name)
        kept = []
        for weight, gram in weights:
            spare -= weight
            if spare <= 0:
                kept.append(gram)
        return kept

    def _sum(self, counted: Counter[str]) -> float:
        return sum(self._weights.get(gram, self._rare) * count for gram, count in counted.items())
