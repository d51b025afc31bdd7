"""A server in a thread and Debian's Chromium; without Chromium skipped on a desk, failed where CI says so."""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from long_run import part
from playwright.sync_api import Browser, expect, sync_playwright
from visiting import Visit, served

from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.web import create_app

CHROMIUM = os.environ.get("KG_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def address(store: EmbeddedStore, settings: Settings, catalogue: Catalogue) -> Iterator[str]:
    """Where the pages are served."""
    with served(create_app(store, settings, catalogue)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests."""
    if not os.access(CHROMIUM, os.X_OK):
        reason = f"there is no Chromium at {CHROMIUM}: install the Debian package chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # A machine whose cores are all busy is slow, and not wrong.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(params=part([pytest.param(1200, id="desk"), pytest.param(390, id="phone")], 2))
def width(request: pytest.FixtureRequest) -> int:
    """Width of the window in CSS pixels. On a phone, ``test_quality`` sees a page of each kind in any run."""
    return int(request.param)


@pytest.fixture
def visit(browser: Browser, address: str, width: int) -> Iterator[Visit]:
    """A fresh window; a test may look at what it complains of, and every complaint fails it."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
    context.set_default_timeout(15_000)
    visit = Visit(context.new_page(), address)
    host = urlsplit(address).netloc
    visit.page.on("console", lambda message: visit.complaints.append(f"{message.type}: {message.text}"))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    # What the page itself gave up, since the visit was over, is no complaint.
    visit.page.on(
        "requestfailed",
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"
            else visit.complaints.append(f"failed: {request.url} {request.failure}")
        ),
    )
    visit.page.on(
        "request",
        lambda request: (
            None
            if urlsplit(request.url).netloc == host
            else visit.complaints.append(f"elsewhere: {request.url}")
        ),
    )
    yield visit
    context.close()
    assert visit.complaints == []
