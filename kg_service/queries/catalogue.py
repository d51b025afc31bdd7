"""The queries that are offered to people."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg_service.errors import UnknownQueryError, UnreadableFileError
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.queries.header import TOPICS, NamedQuery, parse_query


class Catalogue:
    """Named queries, by name."""

    def __init__(self, queries: Iterable[NamedQuery]) -> None:
        self._queries = {query.name: query for query in sorted(queries, key=lambda query: query.name)}

    @classmethod
    def load(cls, home: Path) -> "Catalogue":
        """Read ``queries/catalogue/`` of a home; a query is called by its file.

        Raises:
            UnreadableFileError: The folder is missing, or a file can't be read.
            SyntaxProblemError: A header is not as it should be.
        """
        folder = home / "queries" / "catalogue"
        if not folder.is_dir():
            raise UnreadableFileError(str(folder), Text("不存在", "it is not there"))
        queries = []
        for path in sorted(folder.glob("*.rq")):
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise UnreadableFileError(str(path), Text(str(error), str(error))) from error
            queries.append(parse_query(text, path.stem, path.relative_to(home).as_posix(), whole=True))
        return cls(queries)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all queries, in alphabetical order."""
        return tuple(self._queries)

    def get(self, name: str) -> NamedQuery:
        """The query of that name.

        Raises:
            UnknownQueryError: There is none.
        """
        if name not in self._queries:
            raise UnknownQueryError(name, nearest(name, self._queries))
        return self._queries[name]

    def sections(self) -> tuple[tuple[Text, tuple[NamedQuery, ...]], ...]:
        """The queries by topic, topics in the order in which they are offered, none of them empty."""
        by_topic = ((title, tuple(q for q in self if q.topic == topic)) for topic, title in TOPICS.items())
        return tuple((title, queries) for title, queries in by_topic if queries)

    def __iter__(self) -> Iterator[NamedQuery]:
        return iter(self._queries.values())

    def __len__(self) -> int:
        return len(self._queries)

    def __contains__(self, name: object) -> bool:
        return name in self._queries
