"""The quiz inside a page of another site, over https, in browsers that are driven.

Both sites are names below `localhost`, which browsers find on this machine and take for two sites.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

from playwright.sync_api import Frame, Page
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import WSGIRequestHandler, make_server

from quiz.settings import Settings
from support.apps import ready_app
from support.browsing import LONGEST_WAIT
from support.certificates import write_certificate
from support.ports import free_port
from support.served_quiz import RULES, Site

OFFICE, QUIZ = "office.localhost", "quiz.localhost"
CONTROL = "third-party=yes; Path=/control; SameSite=None; Secure"
"""A cookie as other sites set them in frames, which is not kept apart for each site."""

PAGE = """<!doctype html>
<html lang="en"><head><title>An office</title><meta name="viewport" content="width=device-width">
</head><body><h1>An office</h1>
{snippet}
<iframe id="control" src="{control}" title="control" width="300" height="60"></iframe>
</body></html>"""


class Quiet(WSGIRequestHandler):
    """Answers requests without a line for each in the output of the tests."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


class Embedding(NamedTuple):
    """A running quiz, and the address of the page of an office that has it in a frame."""

    site: Site
    office: str
    use: Callable[[str], None]
    """Puts a snippet into the page of the office."""


@contextmanager
def embedding(folder: Path) -> Iterator[Embedding]:
    """Serve the quiz and the page of an office from a thread, until the end of the block."""
    port = free_port()
    url, office = f"https://{QUIZ}:{port}", f"https://{OFFICE}:{port}"
    database = folder / "quiz.db"
    app = ready_app(
        Settings(
            rules_path=RULES,
            database_url=f"sqlite:///{database}",
            secret_key="a key for tests, as long as a key must be",  # noqa: S106
            instance=folder,
            public_url=url,
            hosts=(QUIZ,),
        )
    )
    snippets: list[str] = []

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["HTTP_HOST"] != f"{QUIZ}:{port}":
            return _html(start, PAGE.format(snippet=snippets[-1], control=f"{url}/control"))
        if environ["PATH_INFO"] == "/control":
            return _control(environ, start)
        return app(environ, start)

    server = make_server(
        "127.0.0.1",
        port,
        answer,
        threaded=True,
        request_handler=Quiet,
        ssl_context=_certificate(folder),
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Embedding(Site(app, url, database), office, snippets.append)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["quiz"].store.close()


def _control(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Say whether a cookie that was set in this frame before has come back."""
    if environ["QUERY_STRING"] != "again":
        start("303 See Other", [("Location", "/control?again"), ("Set-Cookie", CONTROL)])
        return [b""]
    given = "third-party=yes" in environ.get("HTTP_COOKIE", "")
    return _html(start, f"<title>control</title><p>{'given' if given else 'refused'}")


def _html(start: StartResponse, page: str) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
    return [page.encode()]


def _certificate(folder: Path) -> SSLContext:
    file, key = write_certificate(folder, "tls", QUIZ, OFFICE)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context


def refuse_third_party_cookies(page: Page) -> None:
    """Let Chromium refuse cookies of other sites, as its setting does."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    restricted = {
        "enableThirdPartyCookieRestriction": True,
        "disableThirdPartyCookieMetadata": True,
        "disableThirdPartyCookieHeuristics": True,
    }
    session.send("Network.setCookieControls", restricted)


class ByPlaywright:
    """A page of the office in Chromium, and the frame or the new tab in which something is done."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        page.goto(address)
        page.locator("#control").scroll_into_view_if_needed()
        self.place: Frame = self._frame("/embed/")

    @property
    def control(self) -> str:
        return self._frame("/control").inner_text("p")

    def _frame(self, part: str) -> Frame:
        self._page.wait_for_load_state("load")
        return next(each for each in self._page.frames if part in each.url)

    @property
    def path(self) -> str:
        return str(self.place.evaluate("() => location.pathname"))

    def count(self, selector: str) -> int:
        return self.place.locator(selector).count()

    def text(self, selector: str) -> str:
        return self.place.inner_text(selector)

    def choose(self, choice: str) -> None:
        self.place.click(f"label:has(+ input[value='{choice}']), input[value='{choice}'] + label")

    def select(self, choice: str) -> None:
        self.place.select_option("select[name=answer]", choice)

    def go(self, selector: str) -> None:
        with (
            self._page.expect_event("framenavigated")
            if self.place.parent_frame
            else (self.place.page.expect_navigation())
        ):
            self.place.click(selector)
        self.place.wait_for_load_state()

    def go_to_tab(self, selector: str) -> None:
        with self._page.context.expect_page() as opened:
            self.place.click(selector)
        opened.value.wait_for_load_state()
        self.place = opened.value.main_frame

    def screenshot(self, path: Path) -> None:
        self.place.page.screenshot(path=path)


class BySelenium:
    """A page of the office in Firefox or WebKit, and where something is done, as above."""

    def __init__(self, driver: WebDriver, address: str) -> None:
        self._driver = driver
        driver.get(address)
        self._driver.switch_to.frame(self._driver.find_element(By.CSS_SELECTOR, "#control"))
        self.control = self.text("p")
        self._driver.switch_to.default_content()
        self._driver.switch_to.frame(self._driver.find_element(By.CSS_SELECTOR, "iframe"))

    @property
    def path(self) -> str:
        return str(self._driver.execute_script("return location.pathname"))

    def count(self, selector: str) -> int:
        return len(self._driver.find_elements(By.CSS_SELECTOR, selector))

    def text(self, selector: str) -> str:
        return str(self._element(selector).text)

    def choose(self, choice: str) -> None:
        self._click(f"input[value='{choice}'] + label")

    def select(self, choice: str) -> None:
        self._element(f"option[value='{choice}']").click()

    def go(self, selector: str) -> None:
        here = self._driver.find_element(By.CSS_SELECTOR, "html")
        self._click(selector)
        self._wait().until(staleness_of(here))
        self._wait_for_page()

    def go_to_tab(self, selector: str) -> None:
        before = set(self._driver.window_handles)
        self._click(selector)
        self._wait().until(lambda driver: set(driver.window_handles) - before)
        [opened] = set(self._driver.window_handles) - before
        self._driver.switch_to.window(opened)
        self._wait_for_page()

    def screenshot(self, path: Path) -> None:
        self._driver.save_screenshot(str(path))

    def _wait_for_page(self) -> None:
        """Wait until the page has loaded: Firefox clicks nothing that it has not painted yet."""
        loaded = "return document.readyState === 'complete' && !!document.querySelector('main')"
        self._wait().until(lambda driver: driver.execute_script(loaded))

    def _click(self, selector: str) -> None:
        """Click an element in the middle of the window, where no button covers it."""
        found = self._element(selector)
        self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def _element(self, selector: str) -> Any:
        return self._driver.find_element(By.CSS_SELECTOR, selector)

    def _wait(self) -> WebDriverWait[WebDriver]:
        return WebDriverWait(
            self._driver, LONGEST_WAIT / 1000, 0.05, ignored_exceptions=[WebDriverException]
        )
