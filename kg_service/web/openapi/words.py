"""Texts of the document in one language or in both: OpenAPI has one string where we have two."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from kg_service.model import Lang, Text

Object: TypeAlias = dict[str, Any]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Say:
    """Chooses among the languages of a text."""

    lang: Lang | None = None
    """None for both, Chinese first."""

    def line(self, text: Text) -> str:
        """For a title or a summary."""
        return self._joined(text, " · ")

    def block(self, text: Text) -> str:
        """For a description."""
        return self._joined(text, "\n\n")

    def _joined(self, text: Text, separator: str) -> str:
        if self.lang is not None:
            return text.of(self.lang)
        return text.zh if text.zh == text.en else f"{text.zh}{separator}{text.en}"
