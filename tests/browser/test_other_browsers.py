"""The whole way in Firefox and in WebKit: quiz, result, other answers, keeping, going back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import unquote

import pytest
from support.driven import Driven
from support.keyboard import VALUE
from support.other_browsers import BROWSERS, NARROW, WIDE
from support.served_quiz import Site

pytestmark = pytest.mark.long

Open = Callable[[str, bool], Driven]

# CI takes the first cases of each test, so that both browsers are among them.
WAYS = [
    ("firefox", False, "en", "judo-coach-with-a-posting"),
    ("webkit", True, "ja", "dual-national-translator"),
    ("webkit", False, "en", "quiet-helper"),
    ("firefox", True, "ja", "keen-through-france"),
    ("firefox", True, "ja", "heritage-speaker"),
    ("webkit", True, "ja", "club-coach-without-a-degree"),
    ("firefox", False, "en", "student-teacher-elsewhere"),
    ("webkit", False, "en", "career-changer"),
]
BOTH = [way[:2] for way in WAYS[:4]]
# On a phone WebKit needs the script of the choices: it does not scroll to one that an arrow key
# chooses.
SIZES = {
    ("firefox", False): NARROW,
    ("firefox", True): WIDE,
    ("webkit", True): NARROW,
    ("webkit", False): WIDE,
}
INVALID = '[aria-invalid="true"], .error'
CHECKED = "name => document.querySelector(`input[name=${name}]:checked`)?.value"
# Firefox lets scripts of the driver see the page's own objects as `wrappedJSObject` only.
PRINT_NOTES_IT = """() => {
  (window.wrappedJSObject ?? window).print = () => { document.body.dataset.printed = "yes"; };
}"""


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Start a browser when it is first asked for; it runs until the last test."""
    running: dict[tuple[str, bool], Driven] = {}
    with ExitStack() as stack:

        def start(name: str, scripts: bool) -> Driven:
            if (name, scripts) not in running:
                folder = tmp_path_factory.mktemp(name)
                size = SIZES[name, scripts]
                driver = stack.enter_context(BROWSERS[name](folder, scripts=scripts, size=size))
                running[name, scripts] = Driven(driver, folder)
                assert driver.execute_script("return outerWidth") == size[0]
            return running[name, scripts]

        yield start


@pytest.fixture
def open_browser(started: Open, site: Site) -> Open:
    """Return a function that returns a browser without cookies."""

    def opened(name: str, scripts: bool) -> Driven:
        page = started(name, scripts)
        page.open(f"{site.url}/privacy")
        page.driver.delete_all_cookies()
        page.wait().until(lambda driver: driver.get_cookies() == [])
        return page

    return opened


def take_the_quiz(page: Driven, site: Site, persona: str, language: str) -> None:
    """Go from the start page to the result with the keyboard alone."""
    page.open(f"{site.url}/?lang={language}")
    page.tab_to("main a.button")
    page.go()
    answers = site.answers(persona)
    for question, answer in answers.items():
        assert page.url == f"{site.url}/quiz/{question}"
        page.answer(site.rules.questions[question], answer)
        page.tab_to("main .button")
        page.go("Space" if question == "degree" else "Enter")
        if page.url.endswith("/ruled-out"):
            page.tab_to("main .button")
            page.go()
    assert "/r/" in page.url


@pytest.mark.parametrize(("name", "scripts", "language", "persona"), WAYS)
def test_from_the_start_to_a_result_that_is_kept_and_tried_with_other_answers(
    open_browser: Open, site: Site, name: str, scripts: bool, language: str, persona: str
) -> None:
    page = open_browser(name, scripts)
    take_the_quiz(page, site, persona, language)
    address = page.url
    assert page.evaluate("() => document.documentElement.lang") == language
    heading = site.heading(persona, language)
    assert heading in page.text("h1")
    assert page.count(".mine dt") == len(site.answers(persona))
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")

    keep(page, address, scripts=scripts)
    stored = site.results
    try_other_answers(page, site, scripts=scripts)
    assert "/try" not in page.url
    assert page.url != address
    assert site.results == stored + 1


def keep(page: Driven, address: str, *, scripts: bool) -> None:
    """Use each way to keep a result, from the top of its page to the end of the link's part."""
    if page.count("a[href$='/calendar.ics']"):
        page.tab_to("a[href$='/calendar.ics']")
        if page.driver.name == "firefox":  # MiniBrowser of WebKit ends at a download
            page.press("Enter")
            page.wait().until(lambda _: [*page.downloads.glob("*.ics")])
            assert page.url == address
    page.tab_to("#link")
    assert page.evaluate(VALUE, "#link") == address
    mail = page.evaluate("each => document.querySelector(each).href", ".share a[href^='mailto:']")
    assert address in unquote(mail)
    assert page.seen("[data-copy=link]") == page.seen("[data-print]") == scripts
    if not scripts:
        page.tab_to(".share a[href^='mailto:']")
        return
    page.tab_to("[data-copy=link]")
    page.press("Enter")
    page.until("() => document.querySelector('#copied').innerText")
    page.evaluate(PRINT_NOTES_IT)
    page.tab_to("[data-print]")
    page.press("Enter")
    page.until("() => document.body.dataset.printed")
    page.tab_to(".share a[href^='mailto:']")


def try_other_answers(page: Driven, site: Site, *, scripts: bool) -> None:
    """Go from a result to its trial, change an answer, and keep the outcome."""
    page.open(page.url)  # so that Tab begins at the top
    page.tab_to("main a[href$='/try']")
    page.go()
    page.tab_to("input[type=radio]")
    field = page.evaluate("() => document.activeElement.name")
    before = page.evaluate(CHECKED, field)
    page.press("ArrowDown")
    if (
        page.evaluate(CHECKED, field) == before
    ):  # the last choice, from which WebKit goes no further
        page.press("ArrowUp")
    page.look(f"input[name={field}]:checked")
    chosen = page.evaluate(CHECKED, field)
    assert chosen != before
    if scripts:
        page.until("() => document.querySelector('#keep button')")
        assert f"{field}={chosen}" in page.url
        while not page.look("#keep button"):  # which stands before the answers
            page.press("Shift+Tab")
    else:
        assert page.count("#keep button") == 0
        page.tab_to("form[role=search] button")
        page.go()
        assert page.evaluate(CHECKED, field) == chosen
        page.tab_to("#keep button")
    assert page.text("#news p")
    page.go()


@pytest.mark.parametrize(("name", "scripts"), BOTH)
def test_back_after_an_error_shows_the_question_as_it_was_answered(
    open_browser: Open, site: Site, name: str, scripts: bool
) -> None:
    page = open_browser(name, scripts)
    page.open(f"{site.url}/")
    page.tab_to("main a.button")
    page.go()
    page.tab_to("main .button")
    page.go()
    assert page.url == f"{site.url}/quiz/duties"
    assert page.count(INVALID) == 1
    page.answer(site.rules.questions["duties"], ["events"])
    page.tab_to("main .button")
    page.go()
    assert page.url == f"{site.url}/quiz/teaching_interest"
    page.back()
    assert page.url == f"{site.url}/quiz/duties"
    # Over http, which the tests have, WebKit keeps a page as it was left even with `no-store`.
    assert page.count(INVALID) == (page.driver.name != "firefox")
    assert page.evaluate(CHECKED, "answer") == "events"
    for _ in range(2):  # browsers may keep one entry for the page and its error
        if page.url != f"{site.url}/":
            page.back()
    assert page.url == f"{site.url}/"


@pytest.mark.parametrize(("name", "scripts"), BOTH)
def test_back_after_a_submission_sends_nothing_again(
    open_browser: Open, site: Site, name: str, scripts: bool
) -> None:
    page = open_browser(name, scripts)
    take_the_quiz(page, site, "quiet-helper", "en")
    address, stored = page.url, site.results
    page.back()
    assert page.url == f"{site.url}/quiz/{list(site.answers('quiet-helper'))[-1]}"
    assert page.count(INVALID) == 0
    page.back()
    page.driver.forward()
    page.driver.forward()
    page.loaded()
    assert page.url == address
    page.driver.refresh()
    page.loaded()
    assert page.url == address
    assert site.results == stored
