"""A dataset as a folder: built aside, never changed afterwards, switched to in one step.

Several servers may serve one folder at the same time.

Not here: checking the dataset first (``publishing``).
"""

from pathlib import Path

from kg_service.publish.building import Progress, fill, nothing, seal
from kg_service.publish.folder import changing, draft, install
from kg_service.publish.history import Entry
from kg_service.publish.layout import SnapshotFolder, open_snapshot
from kg_service.publish.records import Record, now

__all__ = ["SnapshotFolder", "build_snapshot", "open_snapshot"]


def build_snapshot(
    dataset: Path | bytes,
    target: Path,
    *,
    disk: bool | None = None,
    progress: Progress = nothing,
    sync: bool = True,
) -> SnapshotFolder:
    """Make a snapshot and let the folder's readers have it. Nothing is checked but that it can be read.

    Args:
        dataset: N-Quads: sorted lines, each once, where they are bytes; any where it is a file.
        target: Folder of snapshots; made where it is not there.
        disk: Whether to build an on-disk store; None decides by size.
        progress: Is told what is being done.
        sync: Whether it has to outlive a failure of the machine.

    Returns:
        The new snapshot, which is the current one now. What was current before is kept.

    Raises:
        SyntaxProblemError: The N-Quads do not parse.
        DatasetProblemError: There is nothing in them.
        UnreadableFileError: A file can't be read.
        NotPublishedError: A file can't be written.
        PublishBusyError: Another process changes the folder.
    """
    with changing(target, ""), draft(target) as folder:
        filled = fill(folder, dataset, disk, progress)
        sealed = seal(filled, Record(when=now(), source="data"), sync=sync)
        return install(target, sealed, lambda a, b: Entry(now(), "", "publish", a, b), sync=sync)[0]
