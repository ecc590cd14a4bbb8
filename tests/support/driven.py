"""A page in a browser that Selenium drives, operated by keyboard alone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from support.browsing import LONGEST_WAIT
from support.keyboard import Keyboard

KEYS = {
    "ArrowDown": Keys.ARROW_DOWN,
    "ArrowUp": Keys.ARROW_UP,
    "Enter": Keys.ENTER,
    "Escape": Keys.ESCAPE,
    "Space": Keys.SPACE,
    "Tab": Keys.TAB,
}


class Driven(Keyboard):
    """Presses keys in a browser, and reads what its page then is."""

    def __init__(self, driver: WebDriver, downloads: Path) -> None:
        self.driver = driver
        self.downloads = downloads

    @property
    def url(self) -> str:
        return self.driver.current_url.partition("#")[0]

    def press(self, key: str) -> None:
        held, _, last = key.rpartition("+")
        actions = ActionChains(self.driver, duration=0)
        modifier = {"": None, "Control": Keys.CONTROL, "Shift": Keys.SHIFT}[held]
        if modifier:
            actions = actions.key_down(modifier)
        actions = actions.send_keys(KEYS.get(last, last))
        if modifier:
            actions = actions.key_up(modifier)
        actions.perform()

    def evaluate(self, function: str, argument: str = "") -> Any:
        """Return what a function of JavaScript returns on the page."""
        return self.driver.execute_script(f"return ({function})(arguments[0])", argument)

    def focus(self, wanted: str) -> Any:
        """Wait for the focused element to be in sight: WebKit scrolls to it a moment later."""
        for _ in range(40):
            found = super().focus(wanted)
            if found["inSight"]:
                break
            time.sleep(0.05)
        return found

    def go(self, key: str = "Enter") -> None:
        here = self.driver.find_element(By.CSS_SELECTOR, "html")
        self.press(key)
        self.wait().until(staleness_of(here))
        self.loaded()

    def back(self) -> None:
        """Go back, and fail if the browser shows a page of its own."""
        self.driver.back()
        self.loaded()
        assert self.count("main#main") == 1, self.driver.page_source

    def open(self, address: str) -> None:
        self.driver.get(address)
        self.loaded()

    def loaded(self) -> None:
        """Wait until the page is complete and takes keys."""
        self.until("() => document.readyState === 'complete' && document.hasFocus()")

    def wait(self) -> WebDriverWait[WebDriver]:
        return WebDriverWait(
            self.driver, LONGEST_WAIT / 1000, 0.05, ignored_exceptions=[WebDriverException]
        )

    def until(self, function: str, argument: str = "") -> None:
        """Wait until a function of JavaScript returns something true."""
        self.wait().until(lambda _: self.evaluate(function, argument))

    def count(self, selector: str) -> int:
        return int(self.evaluate("each => document.querySelectorAll(each).length", selector))

    def text(self, selector: str) -> str:
        return str(self.evaluate("each => document.querySelector(each).innerText", selector))

    def seen(self, selector: str) -> bool:
        """Return whether the first element that a selector matches is shown."""
        return bool(
            self.evaluate(
                "each => document.querySelector(each)?.checkVisibility() ?? false", selector
            )
        )
