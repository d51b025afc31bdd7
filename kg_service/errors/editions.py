"""What keeps a document from becoming an edition."""

from kg_service.errors.base import KgServiceError
from kg_service.model import Text


class EditionExistsError(KgServiceError):
    """A new edition under the name of one that is there already: an edition never changes."""

    code = "edition-exists"

    def __init__(self, name: str) -> None:
        self.name = name
        series = name.partition("/")[0]
        super().__init__(
            Text(
                f"已有版本 {name}，版本公布后不再更改。新的一版请另起名称，如 {series}/年份；"
                "更正已公布的版本用 kg publish --correct。",
                f"There is an edition {name} already, and an edition never changes. Call the new one "
                f"otherwise, such as {series}/YEAR; to correct a published one use kg publish --correct.",
            )
        )
