"""What the file of a graph is called, below the folder of dumps and in its address alike."""

import hashlib
import re

from kg_service.vocabulary import BASE

WHOLE_STEM = "dataset"
DEFAULT_STEM = "default"

_GRAPHS = BASE + "id/graph/"
_PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*")


def stem_of(graph: str) -> str:
    """Path of the dump of a named graph without its ending: ``graphs/edition/heilongjiang/2024``.

    A graph whose IRI would not make a harmless path is called by a hash.
    """
    name = graph.removeprefix(_GRAPHS)
    if graph.startswith(_GRAPHS) and _PLAIN.fullmatch(name):
        return f"graphs/{name}"
    return f"graphs/by-hash/{hashlib.sha256(graph.encode()).hexdigest()[:16]}"
