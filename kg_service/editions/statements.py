"""The triples of an edition, by what a person calls it: a name in the dataset, or a file of any form.

Not here: what an edition is for comparing (``opening``).
"""

from pathlib import Path

from kg_service.editions.decisions import NONE, Decisions
from kg_service.editions.export import known_editions
from kg_service.formats import NTRIPLES
from kg_service.model import Edition
from kg_service.store import Store
from kg_service.vocabulary import edition_graph_iri, edition_iri


def statements_of(
    what: str, store: Store, home: Path, *, before: Edition | None = None, decisions: Decisions = NONE
) -> tuple[bytes, ...]:
    """The graph of an edition as canonical N-Triples, a line each.

    Args:
        what: ``heilongjiang/2024``, a document, or an RDF file.
        store, home: The dataset and its files.
        before: What a document follows.
        decisions: What people said about which service continues which.

    Raises:
        UnreadableFileError, UnreadableDocumentError, SyntaxProblemError: The file can't be read.
    """
    name = what.strip().strip("/")
    if name in known_editions(store):
        text = (home / "queries" / "pages" / "graph.rq").read_text(encoding="utf-8")
        graph = edition_graph_iri(edition_iri(*name.split("/")))
        answer = store.query(text, default_graphs=(graph,))
        return tuple(line for line in answer.serialize(NTRIPLES).split(b"\n") if line)
    from kg_service.editions.opening import draft_file
    from kg_service.editions.reading.files import MAX_BYTES, read_document
    from kg_service.regular import bytes_of
    from kg_service.store.turtle import read_turtle

    path = Path(what)
    reading = read_document(path)
    if reading.format == "rdf" and path.suffix.lower() in (".ttl", ".turtle", ".nt"):
        return read_turtle(bytes_of(path, MAX_BYTES), path.name, is_given=True)
    draft = draft_file(path, home, before=before, decisions=decisions, reading=reading)
    return read_turtle(draft.turtle().encode("utf-8"), path.name)
