"""Finds and launches Chromium for the browser tests; installs nothing.

Chromium's headless shell, the same engine without a browser's window, is taken where there is
one: it opens and leaves pages in half the time. A test that has no Chromium fails: it is never
skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

HOW_TO_GET_IT = (
    "The browser tests need Chromium, on PATH or under /usr/bin: run tests/install-packages, "
    "or install the package chromium-headless-shell (apt-get install chromium-headless-shell) or "
    "Playwright's own (python -m playwright install chromium), and run them again."
)
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
PLACES = ("/usr/bin", "/usr/local/bin")
ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses its sandbox to root, as which tests often run
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium until the end of the block; fail the test where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(playwright), args=list(ARGUMENTS)
        )
        try:
            yield browser
        finally:
            browser.close()


def program(playwright: Playwright) -> str:
    """Return the path of the system's Chromium, else of the one that Playwright downloaded."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), *PLACES])
    found = next(filter(None, (shutil.which(name, path=folders) for name in NAMES)), None)
    if found is not None:
        return found
    own = playwright.chromium.executable_path
    if not Path(own).exists():
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    return own
