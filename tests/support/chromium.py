"""A Chromium for tests: the one that is here, or else one that is installed now.

Tests never go without it: where there is none and none can be had, they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from support.installing import apt_get

HOW_TO_GET_IT = (
    "The browser tests need Chromium, on PATH or under /usr/bin: install the package chromium "
    "(apt-get install chromium), or Playwright's own (python -m playwright install chromium), "
    "and run them again."
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    """Run a Chromium that shows nothing; a test that cannot have one fails, and says why."""
    _install_japanese()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(playwright), args=list(ARGUMENTS)
        )
        try:
            yield browser
        finally:
            browser.close()


def program(playwright: Playwright) -> str:
    """Return the path of a Chromium, installing one where there is none."""
    found = _installed() or _install_package() or _install_own(playwright)
    if found is None:
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    return found


def _installed() -> str | None:
    folders = os.pathsep.join([os.environ.get("PATH", ""), *PLACES])
    return next(filter(None, (shutil.which(name, path=folders) for name in NAMES)), None)


def _install_package() -> str | None:
    apt_get("chromium")
    return _installed()


def _install_own(playwright: Playwright) -> str | None:
    """Return the Chromium that Playwright downloads; None where it cannot."""
    own = playwright.chromium.executable_path
    if not Path(own).exists():
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            stdout=subprocess.DEVNULL,
            check=False,
        )
    return own if Path(own).exists() else None


def _install_japanese() -> None:
    """Install a font with Japanese letters where none is known; a test looks whether it is used."""
    if shutil.which("fc-list"):
        known = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True, check=False)
        if known.stdout.strip():
            return
    apt_get("fontconfig", "fonts-noto-cjk")
