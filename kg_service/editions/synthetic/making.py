"""The table of an invented edition: a real one, told otherwise.

A place has a *generosity*, from which follows how many services and measures it leaves out, weakens, firms up
or adds. A seed gives the same table on every machine. Which row continues which is written down, not guessed.

Not here: the words (``words``), the graph (``writing``).
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg_service.editions.synthetic.words import ADDED, INSERTED, MEASURES, NAMES, SYNONYMS
from kg_service.model import Edition, Row, Service

GOALS = ("幼有所育", "学有所教", "病有所医", "住有所居", "弱有所扶", "发展保障")
"""In the order in which they are printed."""
_LEVEL = re.compile("^省|(?<=团)省")
_LEAGUE = re.compile("^团(?:自治区|特别行政区)委$")
_WEAK = re.compile("^(?:有条件的地方|支持|倡导|鼓励|符合条件的)")


@dataclass(frozen=True, slots=True)
class Invented:
    """A row that was made up."""

    row: Row
    origin: int | None
    """Number of the row that it continues; None for a new service."""


def invent(base: Edition, zh: str, seed: str) -> tuple[Invented, ...]:
    """Make up the list of a place.

    Args:
        base: The edition that it is told after.
        zh: Name of the place, ``吉林省``; its last characters say what its bodies' names begin with.
        seed: The same seed gives the same list.

    Returns:
        The rows by number.
    """
    chance = random.Random(seed)
    generosity = chance.random()
    rows = [
        Invented(_told(service, zh, generosity, chance), service.row.number)
        for service in base.services
        if chance.random() > 0.2 * (1 - generosity)
    ]
    names = {made.row.service for made in rows}
    bodies_known = {body for service in base.services for body in service.row.departments}
    for name, goal, content, printed in chance.sample(ADDED, round(4 * generosity)):
        bodies = printed.split("、")
        if name not in names and bodies_known.issuperset(bodies):
            # A place's own; what two places add is not the same service for its name.
            row = Row(0, goal, "流动儿童", _short(zh) + name, content, _leveled(bodies, zh))
            rows.append(Invented(row, None))
    # A list is printed goal by goal; inside of one, every place has its own order.
    order = {goal: number for number, goal in enumerate(GOALS)}
    rows.sort(key=lambda made: (order.get(made.row.goal, len(order)), chance.random() > 0.8))
    return tuple(
        replace(made, row=replace(made.row, number=number)) for number, made in enumerate(rows, start=1)
    )


def _told(service: Service, zh: str, generosity: float, chance: random.Random) -> Row:
    row = service.row
    content = _content(service, generosity, chance)
    name = (
        chance.choice(NAMES[row.service]) if row.service in NAMES and chance.random() < 0.15 else row.service
    )
    bodies = row.departments
    if len(bodies) > 1 and chance.random() < 0.1:
        bodies = bodies[:-1]
    return replace(
        row,
        service=name,
        content=content.replace("龙江", _short(zh)),
        departments=_leveled(bodies, zh),
    )


def _content(service: Service, generosity: float, chance: random.Random) -> str:
    parts = _parts(service)
    if len(parts) > 1 and chance.random() < 0.15 * (1 - generosity):
        del parts[chance.randrange(len(parts))]
    told = [(_measure(title, generosity, chance), after) for title, after in parts]
    text = "".join(title + after for title, after in told).rstrip("；，、或")
    if chance.random() < 0.15 * generosity:
        text = f"{text.rstrip('。')}；{chance.choice(MEASURES)[0]}"
    return text


def _parts(service: Service) -> list[tuple[str, str]]:
    """The measures of a service, each with what stands between it and the next."""
    content, at, parts = service.row.content, 0, list[tuple[str, str]]()
    for measure in service.measures:
        begin = content.find(measure.title, at)
        if begin < 0:
            continue
        if parts:
            parts[-1] = (parts[-1][0], content[at:begin])
        at = begin + len(measure.title)
        parts.append((measure.title, ""))
    if not parts:
        return [(content, "")]
    parts[-1] = (parts[-1][0], content[at:])
    return parts


def _measure(title: str, generosity: float, chance: random.Random) -> str:
    if chance.random() < 0.12 * (1 - generosity) and not _WEAK.match(title):
        return chance.choice(("有条件的地方", "鼓励", "支持")) + title
    if chance.random() < 0.3 * generosity:
        title = _WEAK.sub("", title) or title
    found = [word for word in SYNONYMS if word in title]
    if found and chance.random() < 0.35:
        word = chance.choice(found)
        return title.replace(word, chance.choice(SYNONYMS[word]), 1)
    verb = next((word for word in ("提供", "开展", "发放", "免除", "建立") if word in title), None)
    if verb and chance.random() < 0.15:
        return title.replace(verb, chance.choice(INSERTED) + verb, 1)
    return title


def _leveled(bodies: Sequence[str], zh: str) -> tuple[str, ...]:
    level = next((kind for kind in ("特别行政区", "自治区", "市", "省") if zh.endswith(kind)), "省")
    return tuple(_LEAGUE.sub("团区委", _LEVEL.sub(level, body)) for body in bodies)


def _short(zh: str) -> str:
    """内蒙古 for 内蒙古自治区."""
    return re.sub("(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$", "", zh)
