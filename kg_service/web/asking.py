"""The questions that pages ask the store: one file in ``queries/pages/`` each.

They see every named graph as one, so that things of superseded editions have their pages too.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg_service.errors import UnknownQueryError
from kg_service.model import Term
from kg_service.store import Answer, Store
from kg_service.web.statements import Statements


class Pages:
    """The queries of ``queries/pages/`` over one store."""

    def __init__(self, store: Store, home: Path) -> None:
        files = sorted((home / "queries" / "pages").glob("*.rq"))
        self._store = store
        self._texts = {file.stem: file.read_text(encoding="utf-8") for file in files}
        self.graphs = store.graphs()

    @property
    def snapshot(self) -> str:
        """Identity of the dataset that is asked."""
        return self._store.snapshot

    def answer(self, name: str, graphs: Sequence[str] | None = None, /, **bindings: Term) -> Answer:
        """Ask one query.

        Args:
            name: Of the file, without ending.
            graphs: What is seen as the default graph, in place of all named graphs; empty for
                the store's own.
            bindings: Values by variable name.

        Raises:
            UnknownQueryError: There is no such file.
        """
        if name not in self._texts:
            raise UnknownQueryError(name)
        everything = self.graphs if graphs is None else ()
        return self._store.query(
            self._texts[name],
            bindings=bindings,
            default_graphs=everything if graphs is None else graphs,
            named_graphs=everything,
        )

    def rows(self, name: str, /, **bindings: Term) -> list[Mapping[str, Term]]:
        """Solutions by variable; what is unbound is left out."""
        answer = self.answer(name, **bindings)
        return [
            {name: term for name, term in zip(answer.variables, row, strict=True) if term is not None}
            for row in answer.rows()
        ]

    def statements(self, name: str, /, **bindings: Term) -> Statements:
        """The triples of a CONSTRUCT."""
        return Statements(self.answer(name, **bindings).triples())

    def holds(self, name: str, /, **bindings: Term) -> bool:
        """The answer of an ASK."""
        return bool(self.answer(name, **bindings).boolean)
