"""Property paths over an index: where they lead to, and from where they lead to a given node.

Source: SHACL, section 2.3.1, https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from kg_service.store.index import Index


@dataclass(frozen=True, slots=True)
class Step:
    """One property, walked forwards or backwards."""

    predicate: ox.NamedNode
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """One path after the other; with no parts, staying where one is."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Any one of several paths."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path again and again (``*``, ``+``), or once at most (``?``)."""

    part: Path
    zero: bool
    many: bool


Path: TypeAlias = Step | Chain | Choice | Repeat
Walk: TypeAlias = Callable[[int], Sequence[int]]

HERE = Chain(())


def chain(*parts: Path) -> Path:
    """Paths one after the other, without chains inside the chain."""
    flat: list[Path] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Chain) else (part,))
    return flat[0] if len(flat) == 1 else Chain(tuple(flat))


def inverted(path: Path) -> Path:
    """The path that leads back."""
    match path:
        case Step():
            return Step(path.predicate, not path.inverse)
        case Chain():
            return Chain(tuple(inverted(part) for part in reversed(path.parts)))
        case Choice():
            return Choice(tuple(inverted(part) for part in path.parts))
        case Repeat():
            return Repeat(inverted(path.part), path.zero, path.many)


def walk(path: Path, index: Index) -> Walk:
    """A function from a node to the nodes that the path leads to, each of them once."""
    match path:
        case Step():
            column = index.column(path.predicate)
            side = column.backward if path.inverse else column.forward
            find = side.get

            def step(node: int) -> Sequence[int]:
                return find(node, ())

            return step
        case Chain():
            walks = [walk(part, index) for part in path.parts]

            def follow(node: int) -> Sequence[int]:
                nodes: Sequence[int] = (node,)
                for each in walks:
                    nodes = each(nodes[0]) if len(nodes) == 1 else _all(each, nodes)
                return nodes

            return follow
        case Choice():
            walks = [walk(part, index) for part in path.parts]
            return lambda node: list(dict.fromkeys(found for each in walks for found in each(node)))
        case Repeat():
            inner = walk(path.part, index)

            def repeat(node: int) -> Sequence[int]:
                found = dict.fromkeys((node,)) if path.zero else {}
                waiting = list(inner(node))
                while waiting:
                    reached = waiting.pop()
                    if reached not in found:
                        found[reached] = None
                        if path.many:
                            waiting.extend(inner(reached))
                return list(found)

            return repeat


def _all(each: Walk, nodes: Sequence[int]) -> Sequence[int]:
    return list(dict.fromkeys(found for node in nodes for found in each(node)))


def reach(path: Path, nodes: set[int], index: Index, most: int) -> set[int] | None:
    """Every node that the path leads to from any of *nodes*; None where a step has more than *most*."""
    if len(nodes) > most:
        return None
    match path:
        case Chain():
            for part in path.parts:
                found = reach(part, nodes, index, most)
                if found is None:
                    return None
                nodes = found
            return nodes
        case Choice():
            reached: set[int] = set()
            for part in path.parts:
                one = reach(part, nodes, index, most)
                if one is None:
                    return None
                reached |= one
            return reached if len(reached) <= most else None
        case _:
            each, reached = walk(path, index), set()
            for node in nodes:
                reached.update(each(node))
                if len(reached) > most:
                    return None
            return reached


def steps(path: Path) -> Iterator[tuple[Path, Step, Path]]:
    """Each property that walking the path looks up, between the ways before it and after it."""
    match path:
        case Step():
            yield HERE, path, HERE
        case Chain():
            for number, part in enumerate(path.parts):
                for before, step, after in steps(part):
                    yield (
                        chain(*path.parts[:number], before),
                        step,
                        chain(after, *path.parts[number + 1 :]),
                    )
        case Choice():
            for part in path.parts:
                yield from steps(part)
        case Repeat():
            again = Repeat(path.part, zero=True, many=path.many) if path.many else HERE
            for before, step, after in steps(path.part):
                yield chain(again, before), step, chain(after, again)
