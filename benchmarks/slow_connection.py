"""Measures how long pages take on a slow connection: 2 s latency and 400 kbit/s, in Chromium.

A visitor opens the start page with an empty cache, answers every question as a persona of
rules.yaml does, and opens the result and the page on which other answers are tried. A page is
usable when it is parsed and first drawn with its styles; all pages work before their scripts
have come. Chromium slows down each request, as
`Network.emulateNetworkConditions` of its DevTools has it: a page that needs one request after
another takes a latency for each. Times are by the clock.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

LATENCY = 2000  # milliseconds
SPEED = 400_000 // 8  # bytes a second, in each direction
PERSONA = "torn-between-two"
LONGEST = 60_000  # milliseconds
GOALS = {"start page": 7.0, "result, after the last answer": 6.0}
USABLE = """() => new Promise(usable => {
  const drawn = () => document.readyState !== "loading"
    && performance.getEntriesByName("first-contentful-paint").length;
  const look = () => drawn() ? usable() : setTimeout(look, 20);
  look();
})"""


def main() -> None:
    """Measure and print."""
    root = Path(__file__).parents[1]
    sys.path.insert(0, str(root / "tests"))  # the server and the browser of the tests
    from support.chromium import chromium
    from support.served_quiz import serving

    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, chromium() as run:
        context = run.new_context(base_url=site.url, locale="en-GB")
        context.set_default_timeout(LONGEST)
        page = context.new_page()
        slow_down(page)

        def measure(name: str, action: Callable[[], object]) -> None:
            begun = time.monotonic()
            action()
            page.evaluate(USABLE)
            taken.setdefault(name, []).append(time.monotonic() - begun)

        def follow(selector: str) -> Callable[[], object]:
            def act() -> None:
                with page.expect_navigation(wait_until="commit"):
                    page.click(selector, no_wait_after=True)

            return act

        measure("start page", lambda: page.goto("/", wait_until="commit"))
        page.wait_for_load_state()
        measure("first question", follow("main a.button"))
        answers = site.answers(PERSONA)
        for number, choices in enumerate(answers.values(), 1):
            choose(page, choices)
            page.wait_for_load_state()
            last = number == len(answers)
            name = "result, after the last answer" if last else "next question, after an answer"
            measure(name, follow("form[action^='/quiz/'] button.button"))
        page.wait_for_load_state()
        measure("other answers, opened", follow("main a[href$='/try']"))
    print(f"Until a page is usable, with {LATENCY / 1000:.0f} s latency and 400 kbit/s\n")
    print(f"{'':<34}{'median':>8}{'most':>8}{'goal':>8}  seconds")
    for name, each in taken.items():
        goal = GOALS.get(name)
        end = "" if goal is None else f"{goal:>8.1f}" + ("" if max(each) <= goal else "  missed")
        print(f"{name:<34}{median(each):>8.2f}{max(each):>8.2f}{end}")


def slow_down(page: Page) -> None:
    """Give the page a slow connection."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": SPEED,
            "uploadThroughput": SPEED,
        },
    )


def choose(page: Page, choices: tuple[str, ...]) -> None:
    """Choose these choices of the question that is shown."""
    if page.locator("select[name=answer]").count():
        page.select_option("select[name=answer]", choices[0])
        return
    for choice in choices:
        page.check(f"input[value={choice}]", force=True)
