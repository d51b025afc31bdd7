"""An RDF patch that turns the graph of the old edition into that of the new one.

Source: https://afs.github.io/rdf-delta/rdf-patch.html
"""

import uuid
from collections.abc import Iterable

_SPACE = uuid.UUID("6f6d0a4e-5a34-4f0c-9c6b-1d1a2a7f6c11")
"""Patches are named after what they do; the same one has the same name."""


def to_patch(old: Iterable[bytes], new: Iterable[bytes]) -> str:
    """The patch: one transaction, deletions before additions, both sorted.

    Args:
        old, new: The two graphs as lines of canonical N-Triples, with or without line ends.
    """
    before, after = ({line.strip().decode() for line in lines if line.strip()} for lines in (old, new))
    body = [f"D {line}" for line in sorted(before - after)] + [f"A {line}" for line in sorted(after - before)]
    name = uuid.uuid5(_SPACE, "\n".join(body))
    return "\n".join([f"H id <urn:uuid:{name}> .", "TX .", *body, "TC ."]) + "\n"
