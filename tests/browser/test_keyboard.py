"""The whole quiz by keyboard alone, always with a visible focus."""

from __future__ import annotations

from itertools import product

import pytest
from support.browsing import DESK, PHONE, Visits
from support.keyboard import Keyboard
from support.owner_actions import result
from support.served_quiz import Site

WAYS = product(("en", "ja"), (PHONE, DESK), (True, False))
EVERYDAY = (("en", PHONE, False), ("ja", DESK, True))
PERSONAS = (
    "student-teacher-elsewhere",
    "judo-coach-with-a-posting",
    "dual-national-translator",
    "former-jet-too-soon",
    "keen-through-france",
    "club-coach-without-a-degree",
    "reader-of-japanese-in-a-cir-only-country",
    "heritage-speaker",
)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "size", "scripts", "persona"),
    [
        pytest.param(
            *way,
            persona,
            id=f"{way[0]}-{way[1]['width']}-{'scripts' if way[2] else 'no scripts'}-{persona}",
            marks=() if way in EVERYDAY else pytest.mark.long,
        )
        for way, persona in zip(WAYS, PERSONAS, strict=True)
    ],
)
def test_the_whole_quiz_is_taken_by_keyboard_alone(
    site: Site,
    visits: Visits,
    language: str,
    size: dict[str, int],
    scripts: bool,
    persona: str,
) -> None:
    page = visits.visit(language, viewport=size, java_script_enabled=scripts)
    keys = Keyboard(page)
    page.goto("/")
    keys.tab_to(".skip")
    keys.press("Enter")
    keys.press("Tab")
    assert keys.look("main .button"), "the link to the content skips what stands before it"
    keys.go()
    answers = site.answers(persona)
    for question, answer in answers.items():
        assert page.url == f"{site.url}/quiz/{question}"
        keys.answer(site.rules.questions[question], answer)
        keys.tab_to("main .button")
        keys.go("Space" if question == "degree" else "Enter")
        if page.url.endswith("/ruled-out"):
            keys.tab_to("main .button")
            keys.go()

    heading = site.heading(persona, language)
    assert heading in page.locator("h1").inner_text()
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".mine dt").count() == len(answers)
    keys.tab_to("#link")

    stranger = visits.visit(language, viewport=size, java_script_enabled=scripts)
    stranger.goto(page.locator("#link").input_value())
    assert heading in stranger.locator("h1").inner_text()
    assert stranger.locator(".mine, .answers, dd").count() == 0


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("language", "size", "scripts"), [("en", PHONE, False), ("ja", DESK, True)]
)
def test_an_owner_decides_closes_opens_and_deletes_with_the_keyboard_alone(
    visits: Visits, site: Site, language: str, size: dict[str, int], scripts: bool
) -> None:
    persona = "quiet-helper"
    page = visits.visit(language, site.answers(persona), viewport=size, java_script_enabled=scripts)
    address = result(page, site)
    keys = Keyboard(page)
    keys.tab_to("a[href$='/link']")
    keys.go()
    keys.tab_to("input[name=reveal]")
    keys.press("ArrowDown")
    assert keys.look("input[value=answers]:checked")
    keys.tab_to("input[name=name]")
    page.keyboard.type("A Name")
    keys.go()

    stranger = visits.visit(language, viewport=size, java_script_enabled=scripts)
    stranger.goto(address)
    assert "A Name" in stranger.locator("h1").inner_text()
    assert stranger.locator("details.mine dt").count() == len(site.answers(persona))

    for what in ("close", "move", "owner-link"):
        keys.tab_to(f"form[action$='/{what}'] button")
        keys.go("Space")
    keys.tab_to("#link")
    page.goto(f"{site.url}/mine")
    keys.tab_to("a[href^='/r/']")
    keys.go()
    assert page.url != address
    for step in ("a[href$='/link']", "a[href$='/delete']", ".danger"):
        keys.tab_to(step)
        keys.go()
    assert page.url.startswith(f"{site.url}/mine")
    assert page.locator("a[href^='/r/']").count() == 0
