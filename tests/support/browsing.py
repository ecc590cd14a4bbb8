"""Opens pages in a real browser, and fails a test for any error that a page causes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from quiz.core.language.model import Answers
from support.served_quiz import Site

PHONE: ViewportSize = {"width": 360, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
LONGEST_WAIT = 60_000
"""Milliseconds after which a page hangs; many times as long as a busy machine takes."""
LOCALES = {"en": "en-GB", "ja": "ja-JP"}


class Visit:
    """One browser context, with its own cookies, and a record of all requests and messages."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context = context
        self.statuses: set[int] = set()
        self.sent_statuses: set[int] = set()
        self.answers: list[Response] = []
        self._site = site
        self._console: list[ConsoleMessage] = []
        self._complaints: list[str] = []
        context.on("console", self._note_words)
        context.on("weberror", lambda error: self._complaints.append(f"a script: {error.error}"))
        context.on("request", self._note_host)
        context.on("requestfailed", self._note_failure)
        context.on("response", self._note_answer)

    def expect(self, *statuses: int) -> None:
        """Accept pages with these HTTP statuses; any other status from 400 on is an error."""
        self.statuses.update(statuses)

    def expect_sent(self, *statuses: int) -> None:
        """Accept these HTTP statuses in answer to what a script of a page sends."""
        self.sent_statuses.update(statuses)

    @property
    def complaints(self) -> list[str]:
        """Failed requests, requests to other hosts, script errors and console warnings."""
        errors = [
            f"{response.status}: {response.url}"
            for response in self.answers
            if response.status >= 400 and not self._expected(response)
        ]
        said = [
            f"{message.type} in the console: {message.text} ({message.location['url']})"
            for message in self._console
            if message.type in ("error", "warning") and not self._about_expected(message)
        ]
        return self._complaints + errors + said

    def _expected(self, response: Response) -> bool:
        loads = response.request.is_navigation_request()
        return response.status in (self.statuses if loads else self.sent_statuses)

    def _about_expected(self, message: ConsoleMessage) -> bool:
        """Return whether it is Chromium's message about a page whose status was expected."""
        return message.text.startswith("Failed to load resource") and any(
            self._expected(response) and response.url == message.location["url"]
            for response in self.answers
        )

    def _note_words(self, message: ConsoleMessage) -> None:
        self._console.append(message)

    def _note_answer(self, response: Response) -> None:
        self.answers.append(response)

    def _note_host(self, request: Request) -> None:
        if f"//{urlsplit(request.url).netloc}" not in self._site.url:
            self._complaints.append(f"asked another host: {request.url}")

    def _note_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a request that leaving the page ended
            self._complaints.append(f"failed: {request.url} ({request.failure})")


class Visits:
    """Opens browser contexts, and fails at the end for the errors recorded in them."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser = browser
        self._site = site
        self._visits: list[Visit] = []

    def visit(self, language: str = "en", answers: Answers | None = None, **options: Any) -> Page:
        """Open an empty page in a new context, whose cookie may already hold answers."""
        options = {"viewport": DESK, "locale": LOCALES[language], **options}
        context = self._browser.new_context(base_url=self._site.url, **options)
        context.set_default_timeout(LONGEST_WAIT)
        if answers is not None:
            cookie = self._site.cookie(answers)
            context.add_cookies([{"name": "quiz", "value": cookie, "url": self._site.url}])
        self._visits.append(Visit(context, self._site))
        return context.new_page()

    def of(self, page: Page) -> Visit:
        """Return the visit to which a page belongs."""
        return next(visit for visit in self._visits if visit.context is page.context)

    def end(self) -> None:
        """Close all contexts, and fail if an error was recorded in one of them."""
        complaints = []
        for visit in self._visits:
            visit.context.close()
            complaints += visit.complaints
        if complaints:
            pytest.fail("\n".join(complaints), pytrace=False)
