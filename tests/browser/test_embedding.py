"""The quiz in a page of another site, in browsers that refuse cookies of other sites.

Chromium and Firefox, which keeps cookies of frames apart for each site, give the frame its cookie:
the quiz is taken there. Firefox that is set to refuse all cookies of other sites, and WebKit, give
it none: the quiz goes on in a new tab.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, ViewportSize
from support.accessibility import ColorScheme, check_frame
from support.browsing import DESK, LONGEST_WAIT, PHONE
from support.embedding import (
    ByPlaywright,
    BySelenium,
    Embedding,
    embedding,
    refuse_third_party_cookies,
)
from support.invitations import invite
from support.other_browsers import firefox, webkit

from quiz.web.recruiters.invitations.invitation import snippet

PERSONA = "quiet-helper"
CODE = "FAIR-7K4Q"
TEAM = "A consulate"


class Way(NamedTuple):
    """How a browser treats cookies of other sites, and where the quiz is then taken.

    `control` is whether a cookie as other sites set it comes back from the frame; `behaviour`
    the setting of Firefox: 1 refuses them all, 5 keeps them apart for each site.
    """

    name: str
    scripts: bool
    control: str
    place: str
    behaviour: int = 0


WAYS = [
    Way("firefox", scripts=True, control="given", place="frame", behaviour=5),
    Way("webkit", scripts=False, control="refused", place="tab"),
    Way("firefox", scripts=False, control="refused", place="tab", behaviour=1),
    Way("webkit", scripts=True, control="refused", place="tab"),
    Way("firefox", scripts=True, control="refused", place="tab", behaviour=1),
    Way("firefox", scripts=False, control="given", place="frame", behaviour=5),
]


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedding]:
    """A quiz whose invitation an office has put into its page, with the code that it copied."""
    with embedding(tmp_path_factory.mktemp("embedding")) as running:
        store = running.site.app.extensions["quiz"].store
        fair = invite(store, TEAM, code=CODE, asks_name=True, asks_email=False)
        store.invitations.allow_sites(fair.team, fair.id, [running.office])
        with running.site.app.test_request_context():
            running.use(snippet(fair))
        yield running


def taken(framed: Embedding) -> int:
    found = framed.site.app.extensions["quiz"].store.invitations.find(CODE)
    assert found is not None
    return int(found.taken)


def take(framed: Embedding, page: ByPlaywright | BySelenium) -> str:
    """Take the quiz from the page of the office on; return where, and leave the result shown."""
    page.go("main form .button")
    place = "frame"
    if page.count("form[target=_blank]"):
        place = "tab"
        page.go_to_tab("form[target=_blank] .button")
    for question, answer in framed.site.answers(PERSONA).items():
        assert page.path.endswith(f"/quiz/{question}")
        for choice in answer:
            listed = page.count("select[name=answer]")
            page.select(choice) if listed else page.choose(choice)
        page.go("main .onward .button")
    assert framed.site.heading(PERSONA, "en") in page.text("h1")
    if place == "frame":
        assert page.path == f"/embed/{CODE}/result"
        page.go_to_tab("main a.button")
        page.go("main form .button")
    return place


@pytest.mark.thorough
@pytest.mark.parametrize("scripts", [True, False])
def test_the_quiz_is_taken_in_the_frame_in_chromium_without_third_party_cookies(
    browser: Browser, framed: Embedding, scripts: bool
) -> None:
    with browser.new_context(
        ignore_https_errors=True, viewport=PHONE, java_script_enabled=scripts, locale="en-GB"
    ) as context:
        context.set_default_timeout(LONGEST_WAIT)
        tab = context.new_page()
        refuse_third_party_cookies(tab)
        page = ByPlaywright(tab, framed.office)
        assert page.control == "refused"
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        before = taken(framed)
        assert take(framed, page) == "frame"
        assert page.path.startswith("/r/")
        assert taken(framed) == before + 1
        again = ByPlaywright(tab, framed.office)
        again.go("main .banner a")
        assert framed.site.heading(PERSONA, "en") in again.text("h1"), "the frame has kept it"


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_the_quiz_is_taken_in_the_frame_or_in_a_new_tab_in_other_browsers(
    framed: Embedding, tmp_path: Path, way: Way
) -> None:
    with ExitStack() as stack:
        if way.name == "firefox":
            more = {"network.cookie.cookieBehavior": way.behaviour}
            driver = stack.enter_context(firefox(tmp_path, scripts=way.scripts, more=more))
        else:
            driver = stack.enter_context(webkit(tmp_path, scripts=way.scripts))
        before = taken(framed)
        for number in (1, 2):  # the second time, the browser has a cookie of the quiz
            page = BySelenium(driver, framed.office)
            assert page.control == way.control
            assert take(framed, page) == way.place
            assert page.path.startswith("/r/")
            assert taken(framed) == before + number
            driver.get(f"{framed.site.url}/mine")
            assert page.count("main a[href^='/r/']") == number


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("stranger.localhost", f"/embed/{CODE}"),
        ("office.localhost", f"/i/{CODE}"),
        ("office.localhost", "/recruiter/sign-in"),
        ("office.localhost", "/mine"),
    ],
)
def test_no_other_site_can_frame_the_quiz_and_no_site_the_other_pages(
    browser: Browser, framed: Embedding, host: str, path: str
) -> None:
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        page.goto(framed.office.replace("office.localhost", host))
        page.evaluate(
            "address => { document.querySelector('iframe').src = address; }",
            f"{framed.site.url}{path}",
        )
        page.wait_for_function("() => true")
        with page.expect_event("framenavigated", lambda frame: "chrome-error" in frame.url):
            page.evaluate(
                "() => { const frame = document.querySelector('iframe'); frame.src = frame.src; }"
            )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "size", "colours"), [("en-GB", PHONE, "light"), ("ja-JP", DESK, "dark")]
)
def test_the_pages_of_a_frame_are_accessible(
    browser: Browser, framed: Embedding, language: str, size: ViewportSize, colours: ColorScheme
) -> None:
    with browser.new_context(
        ignore_https_errors=True, viewport=size, locale=language, color_scheme=colours
    ) as context:
        context.set_default_timeout(LONGEST_WAIT)
        page = ByPlaywright(context.new_page(), framed.office)
        check_frame(page.place)
        context.clear_cookies()
        page.go("main form .button")
        assert page.count("form[target=_blank]") == 1
        check_frame(page.place)
        page.go("main a.quiet")
        page.go("main form .button")
        check_frame(page.place)
        page.go("main .onward .button")
        assert page.count(".error-summary") == 1
        check_frame(page.place)
        for question, answer in framed.site.answers(PERSONA).items():
            assert page.path.endswith(f"/quiz/{question}")
            for choice in answer:
                listed = page.count("select[name=answer]")
                page.select(choice) if listed else page.choose(choice)
            page.go("main .onward .button")
        check_frame(page.place)
