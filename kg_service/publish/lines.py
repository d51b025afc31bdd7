"""Sorted N-Quads, line by line, without a parser: canonical N-Quads need none."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

_HELD_BYTES = 32 << 20
"""Bytes of lines that wait: a file is opened for many of them at once, however many graphs there are."""


def graph_of(line: bytes) -> tuple[bytes, bytes | None]:
    """The triple of a line of N-Quads as a line of N-Triples, and the IRI of its graph.

    Args:
        line: Canonical, with or without line end.

    Returns:
        The line without line end; None for the default graph.
    """
    statement = line.rstrip(b"\n").removesuffix(b" .")
    at = statement.rfind(b" <")
    name = statement[at + 2 : -1]
    # An object is the third term. What ends like a graph name may still be an object: an IRI after two terms,
    # the datatype of a literal with " <" in it, or the end of a triple term.
    if not statement.endswith(b">") or b'"' in name or b" " in name or _spaces(statement[:at]) < 2:
        return statement + b" .", None
    return statement[:at] + b" .", name


def _spaces(text: bytes) -> int:
    """Number of spaces in *text*, not more than two."""
    first = text.find(b" ")
    return 0 if first < 0 else 1 if text.find(b" ", first + 1) < 0 else 2


def split_by_graph(nquads: Path, path_of: Callable[[str | None], Path]) -> list[str | None]:
    """Write each graph of a dataset into a file of its own, as sorted N-Triples.

    Args:
        nquads: Sorted lines.
        path_of: File of a graph; None stands for the default graph.

    Returns:
        The graphs by IRI, the default graph first. It is always there.
    """
    waiting: defaultdict[bytes | None, list[bytes]] = defaultdict(list)
    held = 0
    paths: dict[bytes | None, Path] = {None: _fresh(path_of(None))}
    with nquads.open("rb") as lines:
        for line in lines:
            triple, graph = graph_of(line)
            waiting[graph].append(triple + b"\n")
            held += len(line)
            if held > _HELD_BYTES:
                _flush(waiting, paths, path_of)
                held = 0
    _flush(waiting, paths, path_of)
    names = [graph.decode() for graph in paths if graph is not None]
    return [None, *sorted(names)]


def _flush(
    waiting: defaultdict[bytes | None, list[bytes]],
    paths: dict[bytes | None, Path],
    path_of: Callable[[str | None], Path],
) -> None:
    for graph, lines in waiting.items():
        if graph not in paths:
            paths[graph] = _fresh(path_of(None if graph is None else graph.decode()))
        with paths[graph].open("ab") as out:
            out.writelines(lines)
    waiting.clear()


def _fresh(path: Path) -> Path:
    """An empty file at *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return path
