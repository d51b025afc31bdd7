"""A page under test."""

from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Visit:
    """A page, where the server is, and what went wrong on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    """Console messages, script errors, failed requests and requests to anyone else."""

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page
