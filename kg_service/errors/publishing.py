"""What keeps a dataset from being published; what was published before is still in place."""

from collections.abc import Sequence

from kg_service.errors.base import KgServiceError, UnknownNameError
from kg_service.model import Text


class NotPublishedError(KgServiceError):
    """A folder of snapshots that can't be written: no space, no right, a read-only file system."""

    code = "not-published"

    def __init__(self, folder: str, reason: Text) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(
            Text(
                f"{folder} 没有改动，原来的快照仍在使用：{reason.zh}。",
                f"Nothing was changed in {folder}, the snapshot before is still in use: {reason.en}.",
            )
        )


class PublishBusyError(KgServiceError):
    """Another process publishes into the same folder."""

    code = "publish-busy"

    def __init__(self, folder: str, holder: Text) -> None:
        """*holder* says who it is, which process and since when."""
        self.folder, self.holder = folder, holder
        super().__init__(
            Text(
                f"{folder} 正由另一次发布使用（{holder.zh}）。请等它结束后再试，或加 --wait 秒数。",
                f"{folder} is in use by another publication ({holder.en}). "
                "Try again when it is over, or add --wait SECONDS.",
            )
        )


class PublicationStoppedError(KgServiceError):
    """Findings that keep a dataset from being published."""

    code = "publication-stopped"

    def __init__(self, violations: int, warnings: int, report: object = None) -> None:
        """*report* is what the check came to, for those who show it."""
        self.violations, self.warnings, self.report = violations, warnings, report
        if violations:
            text = Text(
                f"没有发布：有 {violations} 处违反规则，请改正后再发布。",
                f"Not published: {violations} violation{'s' * (violations > 1)} to be mended first.",
            )
        else:
            text = Text(
                f"没有发布：有 {warnings} 处提醒。逐条看过、确认无误后，加 --accept 发布。",
                f"Not published: {warnings} warning{'s' * (warnings > 1)}. "
                "Look at each, and add --accept if they may stand.",
            )
        super().__init__(text)


class EditionChangedError(KgServiceError):
    """An edition that was published, and is another one in what is to be published."""

    code = "edition-changed"

    def __init__(
        self, edition: str, snapshot: str, missing: Sequence[str], added: Sequence[str], differences: int
    ) -> None:
        """
        Args:
            edition: Its name, ``heilongjiang/2024``.
            snapshot: The snapshot that it was published in.
            missing, added: The first triples that are not there any more, and that are new.
            differences: Number of all triples that differ; 0 where the published ones are not at hand.
        """
        self.edition, self.snapshot = edition, snapshot
        self.missing, self.added, self.differences = tuple(missing), tuple(added), differences
        count_zh = f"有 {differences} 条陈述不同" if differences else "内容不同"
        count_en = f"{differences} statements differ" if differences else "its content differs"
        super().__init__(
            Text(
                f"版本 {edition} 已在快照 {snapshot} 中发布，不能再改，只能由新的版本接替；这里{count_zh}。"
                f"若是更正，请加 --correct {edition} --reason 缘由。",
                f"The edition {edition} was published in the snapshot {snapshot}. It can't be changed, only "
                f"superseded by a new one; here {count_en}. "
                f"For a correction, add --correct {edition} --reason WHY.",
            )
        )

    @property
    def statements(self) -> tuple[str, ...]:
        """The first statements that differ, a line each."""
        return (*(f"− {line}" for line in self.missing), *(f"+ {line}" for line in self.added))


class EditionMissingError(KgServiceError):
    """A published edition that is not in what is to be published."""

    code = "edition-missing"

    def __init__(self, editions: Sequence[str], snapshot: str) -> None:
        self.editions, self.snapshot = tuple(editions), snapshot
        super().__init__(
            Text(
                f"已发布的版本 {'、'.join(editions)}（快照 {snapshot}）不在要发布的数据里。"
                "版本一经发布就要保留，请把它们加进去。",
                f"The published edition{'s' * (len(editions) > 1)} {', '.join(editions)} "
                f"(snapshot {snapshot}) would be missing. What was published stays: add them to the data.",
            )
        )


class DamagedSnapshotError(KgServiceError):
    """A snapshot whose files are not what its manifest says."""

    code = "damaged-snapshot"

    def __init__(self, snapshot: str, problems: Sequence[Text]) -> None:
        self.snapshot, self.problems = snapshot, tuple(problems)
        super().__init__(
            Text(
                f"快照 {snapshot} 已损坏：{'；'.join(p.zh for p in problems)}。"
                "请换用另一个快照，或重新发布。",
                f"The snapshot {snapshot} is damaged: {'; '.join(p.en for p in problems)}. "
                "Take another one, or publish again.",
            )
        )


class UnknownSnapshotError(UnknownNameError):
    """A snapshot that a folder does not hold."""

    code = "unknown-snapshot"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(Text("快照", "snapshot"), name, nearest)


class NoEarlierSnapshotError(KgServiceError):
    """A rollback where there is nothing to go back to."""

    code = "no-earlier-snapshot"

    def __init__(self, folder: str, others: Sequence[str] = ()) -> None:
        """*others* are the snapshots that there are besides the current one."""
        self.folder, self.others = folder, tuple(others)
        hint_zh = f"可指明要用的快照：{'、'.join(others)}" if others else "只有这一个快照"
        hint_en = f"Name the one to switch to: {', '.join(others)}" if others else "It is the only one"
        super().__init__(
            Text(
                f"{folder} 的当前快照之前没有可退回的快照。{hint_zh}。",
                f"There is no snapshot before the current one of {folder}. {hint_en}.",
            )
        )
