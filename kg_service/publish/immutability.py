"""An edition, once published, is not changed and not taken away: superseded, or corrected with a reason."""

from collections.abc import Collection, Iterable

from kg_service.errors import BadValueError, EditionChangedError, EditionMissingError, UnknownEditionError
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.publish.editions import Difference, EditionGraph, difference
from kg_service.publish.published import Published, PublishedEdition
from kg_service.publish.records import Correction, now


def corrections_of(
    new: Iterable[EditionGraph], published: Published, correct: Collection[str], reason: str, who: str
) -> tuple[Correction, ...]:
    """Hold what is to be published against what was.

    Args:
        new: The editions that are to be published.
        published: What was.
        correct: Names of editions that may differ.
        reason: Why.
        who: Corrects them.

    Returns:
        The corrections that were made before, and then those that are made now.

    Raises:
        EditionMissingError: A published edition is not there.
        EditionChangedError: One differs and is not to be corrected.
        UnknownEditionError: One that is to be corrected is not there.
        BadValueError: It was not published or is the same, or there is no reason.
    """
    editions = {edition.name: edition for edition in new}
    if missing := sorted(published.current.keys() - editions.keys()):
        raise EditionMissingError(missing, published.snapshot)
    for name in correct:
        if name not in editions:
            raise UnknownEditionError(name, nearest(name, editions) or list(editions))
    made = []
    for name, edition in sorted(editions.items()):
        before = published.ever.get(name)
        fingerprint = edition.fingerprint
        if before is None or before.fingerprint == fingerprint:
            continue
        if name not in correct:
            raise _changed(before, edition)
        made.append(Correction(name, reason.strip(), who, now(), before.fingerprint, fingerprint))
    if same := sorted(set(correct) - {each.edition for each in made}):
        expected = Text("已发布而现在有所不同的版本", "an edition that was published and differs now")
        raise BadValueError("--correct", same[0], expected)
    if made and not reason.strip():
        raise BadValueError("--reason", "", Text("更正的缘由", "why it is corrected"))
    return *published.record.corrections, *made


def _changed(before: PublishedEdition, edition: EditionGraph) -> EditionChangedError:
    held = before.load()
    found = difference(held, edition) if held is not None else Difference((), (), 0)
    return EditionChangedError(edition.name, before.snapshot, found.missing, found.added, found.count)
