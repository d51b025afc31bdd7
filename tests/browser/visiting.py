"""A page under test, and the server that it comes from."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from long_run import part
from playwright.sync_api import Page
from werkzeug.serving import make_server

WAYS = part(
    (
        pytest.param((True, 1200), id="script-desk"),
        pytest.param((True, 390), id="script-phone"),
        pytest.param((False, 1200), id="no-script-desk"),
        pytest.param((False, 390), id="no-script-phone"),
    ),
    3,
)
"""Ways to read a page: is there a script, and the width of the window in CSS pixels."""


@dataclass
class Visit:
    """A page, where the server is, and what went wrong on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    """Console messages, script errors, failed requests and requests to anyone else."""

    def write(self, text: str) -> None:
        """Write a query in place of the one in the editor, with the keyboard."""
        self.page.get_by_label("查询", exact=True).focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of *app* on a free port of this machine, in a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
