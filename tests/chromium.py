"""A real browser for tests marked `real`: Debian's Chromium, which Playwright drives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a headless browser; the tests that ask for it are skipped where there is none.

    For one module each, as Playwright's event loop runs as long as the browser, and would be in the way of others.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not installed at {CHROMIUM}")
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]  # its sandbox refuses to run as root
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        yield browser
        browser.close()
