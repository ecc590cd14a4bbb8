"""Finds and starts Firefox and WebKit for the browser tests, with scripts or without.

Firefox is Debian's, spoken to in its own protocol (`marionette.py`), because Debian has no
geckodriver. WebKit is MiniBrowser of WebKitGTK, through WebKitWebDriver; it needs a screen, which
Xvfb is. A test whose browser is missing fails: it is never skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest
from selenium.webdriver import FirefoxOptions, WebKitGTK, WebKitGTKOptions, WebKitGTKService
from selenium.webdriver.remote.webdriver import WebDriver

from support.marionette import Marionette
from support.ports import free_port

HOW_TO_GET_IT = (
    "This browser test needs {what}: run tests/install-packages, or install the package {package} "
    "(apt-get install {package}), and run it again."
)
FOLDERS_OF_WEBKIT = "usr/lib*/*/webkit2gtk-4*"
LONGEST_START = 120  # seconds
LONGEST_COMMAND = 60  # seconds; a page that hangs would hold a test for minutes
NARROW = 360, 740
WIDE = 1280, 900
NARROW_FIREFOX = ":root { min-width: 0 !important; }"
NARROW_WEBKIT = "* { min-width: 0; padding: 0; margin: 0; border: 0; }"
"""Styles of the browsers' own windows, which would not become as narrow as a phone."""
PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.download.alwaysOpenPanel": False,  # which would take the focus
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.useDownloadDir": True,
    "browser.download.folderList": 2,  # the folder of `browser.download.dir`
    "browser.helperApps.neverAsk.saveToDisk": "text/calendar",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.legacyUserProfileCustomizations.stylesheets": True,
    "toolkit.telemetry.enabled": False,
}


@contextmanager
def firefox(
    folder: Path,
    *,
    scripts: bool,
    size: tuple[int, int] = NARROW,
    more: Mapping[str, int | bool] = MappingProxyType({}),
) -> Iterator[WebDriver]:
    """Run a headless Firefox whose profile and downloads are in a folder.

    `size` is the width and height of its window in pixels; `more` are further preferences of it.
    """
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if found is None:
        _missing("Firefox", "firefox-esr")
    port = free_port()
    preferences = {
        **PREFERENCES,
        "browser.download.dir": str(folder),
        "javascript.enabled": scripts,
        "marionette.port": port,
        **more,
    }
    lines = [
        f"user_pref({_quoted(name)}, {_quoted(value)});" for name, value in preferences.items()
    ]
    (folder / "user.js").write_text("\n".join(lines))
    _write(folder / "chrome" / "userChrome.css", NARROW_FIREFOX)
    options = ["--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    with _started([str(found), *options]):
        connection = Marionette(port, patience=LONGEST_START)
        driver = WebDriver(command_executor=connection, options=FirefoxOptions())
        try:
            driver.set_window_rect(0, 0, *size)
            yield driver
        finally:
            driver.quit()


@contextmanager
def webkit(folder: Path, *, scripts: bool, size: tuple[int, int] = WIDE) -> Iterator[WebDriver]:
    """Run WebKit's MiniBrowser, whose home folder is this one, on a screen of its own.

    `size` is the width and height in pixels of the screen and of its window: nothing but the
    window is below the pointer, so the window has the focus.
    """
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    folders = [path.parent for path in Path("/").glob(f"{FOLDERS_OF_WEBKIT}/MiniBrowser")]
    if driver is None or not folders:
        _missing("WebKit (WebKitWebDriver, MiniBrowser)", "webkit2gtk-driver")
    if screen is None:
        _missing("a screen for WebKit (Xvfb)", "xvfb")
    options = WebKitGTKOptions()
    options.binary_location = str(folders[-1] / "MiniBrowser")
    options.add_argument("--automation")
    options.accept_insecure_certs = True
    if not scripts:  # scripts of pages are left out, while those of the driver run
        options.add_argument("--enable-javascript-markup=false")
    _write(folder / ".config" / "gtk-3.0" / "gtk.css", NARROW_WEBKIT)
    width, height = size
    command = [str(screen), "-displayfd", "1", "-screen", "0", f"{width}x{height}x24"]
    with _started(command, subprocess.PIPE) as shown:
        assert shown.stdout
        environment = {
            **os.environ,
            "DISPLAY": f":{int(shown.stdout.readline())}",
            "GDK_BACKEND": "x11",
            "HOME": str(folder),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            # Without a graphics card, the other way draws a page that scrolls again and again, as
            # long as it is open: half of a core.
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # it refuses its sandbox to root
        }
        service = WebKitGTKService(str(driver), env=environment)
        with warnings.catch_warnings():
            # Selenium's own class of this browser uses what Selenium has deprecated.
            warnings.filterwarnings("ignore", "setting remote_server_addr", DeprecationWarning)
            running = WebKitGTK(options=options, service=service)
        try:
            running.command_executor.client_config.timeout = LONGEST_COMMAND
            running.set_window_rect(0, 0, width, height)
            yield running
        finally:
            running.quit()


BROWSERS = {"firefox": firefox, "webkit": webkit}


def _missing(what: str, package: str) -> None:
    pytest.fail(HOW_TO_GET_IT.format(what=what, package=package), pytrace=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text)


def _quoted(value: str | int | bool) -> str:
    return json.dumps(value)


@contextmanager
def _started(
    command: list[str], said: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the end of the block."""
    process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()
