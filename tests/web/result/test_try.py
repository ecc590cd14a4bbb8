"""Trying other answers: what the page says, whom it is for, and that it stores nothing unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import SMALL
from flask import Flask
from support.invitations import invite
from support.owner import Owner
from support.teams import Teams
from support.trial import Fit, attempt, fits
from support.visitor import Page, Visitor

PIANO_BEST = "PIANO is still the best match."


def questions(page: Page) -> list[str]:
    """Return the questions of the form in the order of the page."""
    return [a["data-question"] for _, a in page.elements if "data-question" in a]


def test_the_page_shows_the_answers_of_the_result_and_its_verdict(owner: Owner) -> None:
    page = owner.open(f"{owner.result}/try")
    assert page.chosen == ["melody", "house", "some"]
    assert page.text("h2").startswith("Piano player (PIANO)")
    assert fits(page) == {
        "PIANO": Fit("100 %", None, ("Best match",)),
        "DRUMS": Fit("40 %", None, ("Possible",)),
    }
    assert "Keep this as a new result" not in page.words, "nothing is tried yet"
    assert owner.result in page.links


def test_another_choice_moves_the_bars_and_says_what_changed_and_why(owner: Owner) -> None:
    page = attempt(owner, owner.result, likes="rhythm")
    assert page.chosen == ["rhythm", "house", "some"]
    assert fits(page) == {
        "PIANO": Fit("40 %", "100 %", ("Possible",)),
        "DRUMS": Fit("100 %", "40 %", ("Best match",)),
    }
    assert "Now DRUMS is the best match. This is why:" in page.words
    assert "Now counts for DRUMS (+3): You like rhythm." in page.words
    assert "No longer counts for PIANO (−3): You like melodies." in page.words
    assert "What else is different" not in page.words


def test_a_change_that_leaves_the_best_match_says_what_is_different(owner: Owner) -> None:
    page = attempt(owner, owner.result, skill="none")
    assert PIANO_BEST in page.words
    assert "This is why" not in page.words
    assert "No longer counts for PIANO (−2) and DRUMS (−2): You play already." in page.words
    assert fits(page)["DRUMS"] == Fit("0 %", "40 %", ("Possible",))


def test_an_exact_tie_is_two_best_matches(owner: Owner) -> None:
    page = attempt(owner, owner.result, likes=["melody", "rhythm"])
    assert "Now PIANO and DRUMS are the best matches. This is why:" in page.words
    assert page.text("h2").startswith("Piano player (PIANO) · Drum player (DRUMS)")
    assert "Now counts for DRUMS (+3): You like rhythm." in page.words
    assert [fit.chips for fit in fits(page).values()] == [("Best match",), ("Best match",)]


def test_what_rules_out_is_named_and_so_is_that_nothing_fits(owner: Owner) -> None:
    page = attempt(owner, owner.result, home="tent")
    assert "Now no position fits these answers. PIANO and DRUMS are no longer possible." in (
        page.words
    )
    assert "Now rules out PIANO: No piano fits into a tent." in page.words
    assert "What else is different: Now rules out DRUMS: Rain ruins drums." in page.words
    back = Owner(owner.client.application, home="tent", likes="melody", skill="some")
    page = attempt(back, back.result, home="house")
    assert "Now PIANO is the best match. DRUMS becomes possible. This is why:" in page.words
    assert "No longer rules out PIANO: No piano fits into a tent." in page.words
    page = attempt(back, back.result, likes="rhythm")
    assert "Still no position fits." in page.words


def test_a_question_that_opens_has_to_be_answered_before_anything_is_said(owner: Owner) -> None:
    page = attempt(owner, owner.result, home="flat")
    assert questions(page) == ["likes", "home", "neighbours", "skill"], "after what opened it"
    assert "Answer this too to see what changes: Do your neighbours like music?" in page.words
    assert "#q-neighbours" in page.links
    assert fits(page)["PIANO"] == Fit("100 %", None, ("Best match",)), "as it was"
    assert "Keep this as a new result" not in page.words
    page = attempt(owner, owner.result, home="flat", neighbours="love")
    assert "Now to be confirmed for PIANO: Ask when you may play." in page.words
    assert fits(page)["PIANO"] == Fit("100 %", None, ("Best match", "Check one thing"))
    page = attempt(owner, owner.result, home="flat", neighbours="hate")
    assert f"{PIANO_BEST} DRUMS is no longer possible." in page.words


def test_the_answer_to_a_question_that_closes_is_dropped(app: Flask) -> None:
    owner = Owner(app, home="flat", neighbours="hate", likes="rhythm", skill="some")
    page = attempt(owner, owner.result, home="house", neighbours="hate")
    assert "neighbours" not in questions(page)
    assert "No longer rules out DRUMS: Your neighbours would complain." in page.words
    page = owner.send(f"{owner.result}/try?q-home=house&q-neighbours=hate", page)
    assert "Do your neighbours like music?" not in page.words


def test_answers_that_cannot_stand_together_or_are_none_are_asked_for(owner: Owner) -> None:
    page = attempt(owner, owner.result, likes=["", "melody", "nothing"])
    assert "These answers contradict each other. Choose one or the other: What do you like?" in (
        page.words
    )
    assert page.chosen == ["melody", "nothing", "house", "some"], "as they were sent"
    page = attempt(owner, owner.result, likes="")
    assert "Answer this too to see what changes: What do you like?" in page.words
    assert page.chosen == ["house", "some"]
    assert "Undo all changes" in page.words


@pytest.mark.parametrize(
    "query",
    [
        "q-home=palace",
        "q-home=house&q-home=tent",
        "q-nowhere=1",
        "home=tent",
        "q-skill=",
        "q-likes=rhythm&q-likes=noise",
        "q-home=%FF%00",
        "=&&&;",
        "q-likes[]=rhythm",
        "q-neighbours=love",
        "q-home=" + "x" * 2000,
    ],
)
def test_what_is_no_answer_leaves_the_answers_of_the_result(owner: Owner, query: str) -> None:
    page = owner.open(f"{owner.result}/try?{query}")
    assert page.status == 200
    assert page.chosen == ["melody", "house", "some"]
    assert fits(page)["PIANO"] == Fit("100 %", None, ("Best match",))
    assert "Keep this as a new result" not in page.words


def test_the_fewest_changes_are_offered_as_links_that_make_the_position_the_best_match(
    owner: Owner,
) -> None:
    page = owner.open(f"{owner.result}/try")
    [offer] = page.links_to(f"{owner.result}/try?")
    assert offer.endswith("/try?q-likes=rhythm")
    tried = owner.open(offer)
    assert "Now DRUMS is the best match." in tried.words
    current = [a["href"] for a in tried.all("a") if "aria-current" in a]
    assert current == [offer]


def test_answers_that_decide_come_first_and_the_others_are_folded(app: Flask) -> None:
    owner = Owner(app, home="house", likes=["melody", "rhythm"], skill="some")
    page = owner.open(f"{owner.result}/try")
    # How well one plays counts for both; where one lives decides but cannot be changed.
    assert questions(page) == ["likes", "home", "skill"]
    assert page.elements.index(("details", {})) < next(
        place for place, (_, a) in enumerate(page.elements) if a.get("data-question") == "skill"
    )
    moved = attempt(owner, owner.result, skill="much", likes="rhythm")
    assert questions(moved) == ["likes", "home", "skill"], "no question moves while one tries"


def test_a_device_in_booth_mode_is_led_back_to_the_booth(app: Flask) -> None:
    teams = Teams(app)
    fair = invite(teams.store, "Consulate A", code="LEEDS-7K4Q")
    tablet = teams.visitor(teams.recruiter("Consulate A"))
    tablet.answer(home="house", likes="melody", skill="some")
    address = f"{tablet.finish().path}/try"
    assert tablet.open(address).status == 200
    tablet.send(f"/recruiter/invitations/{fair.id}/booth")
    assert tablet.ask(address).status_code == 303
    assert tablet.ask(address, method="POST").status_code == 303


def test_the_page_is_in_the_language_of_whoever_reads_it(app: Flask) -> None:
    visitor = Visitor(app, "ja")
    visitor.answer(home="house", likes="melody", skill="some")
    address = visitor.finish().path
    page = attempt(visitor, address, likes="rhythm")
    assert "最も合う職種がDRUMSになります。" in page.words
    assert "新たにDRUMS（+3）に合う理由になります： リズムが好きだからです。" in page.words
    other = [link for link in page.links if link.endswith("lang=en")]
    assert other == ["?q-likes=rhythm&lang=en"], "the tried answers stay"


class Changed(NamedTuple):
    """A browser that owns a result, after the rules file was changed."""

    visitor: Visitor
    result: str


@pytest.fixture
def after_change(
    owner: Owner, tmp_path: Path, start_app: Callable[..., Flask]
) -> Callable[..., Changed]:
    def change_rules(*replacements: tuple[str, str]) -> Changed:
        text = SMALL.read_text()
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        file = tmp_path / "changed.yaml"
        file.write_text(text)
        again = Visitor(start_app(rules_path=file))
        again.client._cookies = owner.client._cookies  # noqa: SLF001 - the same browser
        return Changed(again, owner.result)

    return change_rules


def test_a_result_of_other_rules_is_tried_by_those_of_today(
    after_change: Callable[..., Changed], tmp_path: Path
) -> None:
    visitor, result = after_change(
        ("points: {PIANO: 3}", "points: {PIANO: 1}"),
        ("points: {PIANO: 2, DRUMS: 2}", "points: {DRUMS: 2}"),
        ('edition: "2030"', 'edition: "2031"'),
        ("least_fit: 30", "least_fit: 0"),
    )
    page = visitor.open(f"{result}/try")
    assert "This result is from edition 2030." in page.words
    assert page.chosen == ["melody", "house", "some"]
    address = f"{result}/try?q-likes=rhythm"
    page = visitor.open(address)
    assert fits(page)["DRUMS"] == Fit("100 %", "40 %", ("Best match",))
    assert "No longer counts for PIANO (−1): You like melodies." in page.words
    assert "Edition 2031" in visitor.send(address, page).words


def test_an_answer_that_todays_rules_do_not_know_is_asked_for(
    after_change: Callable[..., Changed],
) -> None:
    visitor, result = after_change(("house: {en: In a house", "villa: {en: In a house"))
    page = visitor.open(f"{result}/try")
    assert "The rules have changed since then" in page.words
    assert "An answer is missing" in page.words
    assert "Answer this too to see what changes: Where do you live?" in page.words
    page = attempt(visitor, result, home="villa")
    assert fits(page)["PIANO"] == Fit("100 %", None, ("Best match",))
    assert "Keep this as a new result" in page.words
