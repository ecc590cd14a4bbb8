"""The page on which an owner sees the cards before posting them, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from conftest import ROOT
from flask import Flask
from PIL import Image
from support.visitor import Page, Visitor

from quiz.core.decide.engine import Engine
from quiz.core.load.loader import load
from quiz.core.prove.proof import persona_answers
from quiz.web.result.result_card import result_card, strengths
from quiz.web.wording.edition import Edition

PUBLIC = "https://quiz.example"


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """The application at a public address."""
    return start_app(public_url=PUBLIC)


@pytest.fixture
def owner(app: Flask) -> Visitor:
    """A visitor with a result."""
    visitor = Visitor(app, base_url=PUBLIC)
    visitor.answer(home="house", likes="melody", skill="some")
    return visitor


def images(page: Page) -> list[str]:
    return [image["src"] for image in page.all("img")]


def choices(page: Page) -> list[str]:
    """Return the numbers of the strengths that the page offers."""
    return [
        a["href"].partition("strength=")[2] for a in page.all("a") if "/card?strength=" in a["href"]
    ]


def test_the_owner_sees_both_cards_and_can_download_them(owner: Visitor) -> None:
    result = owner.finish().path
    page = owner.open(f"{result}/card")
    assert page.text("h1") == "A card to post"
    assert "It shows quiz.example, the address of the quiz" in page.words
    assert images(page) == [
        f"{result}/card.png?size={size}&strength=1&lang=en" for size in ("post", "story")
    ]
    sizes = []
    for address in images(page):
        shown, sent = owner.ask(address), owner.ask(f"{address}&download=1")
        assert shown.data == sent.data
        assert "Content-Disposition" not in shown.headers
        assert sent.headers["Content-Disposition"].startswith('attachment; filename="quiz-')
        assert Image.open(BytesIO(shown.data)).format == "PNG"
        sizes.append(Image.open(BytesIO(shown.data)).size)
    assert sizes == [(1200, 630), (1080, 1920)]


def test_the_owner_chooses_what_the_cards_say(owner: Visitor) -> None:
    result = owner.finish().path
    page = owner.open(f"{result}/card")
    values = choices(page)
    assert values == [*map(str, range(1, len(values))), "0"]
    assert len(values) > 2
    drawn = [owner.ask(f"{result}/card.png?strength={value}").data for value in values]
    assert len(set(drawn)) == len(values)
    chosen = owner.open(f"{result}/card?strength=0")
    assert [a["href"] for a in chosen.all("a") if a.get("aria-current") == "true"] == [
        f"{result}/card?strength=0"
    ]
    assert images(chosen)[0] == f"{result}/card.png?size=post&strength=0&lang=en"


@pytest.mark.parametrize("given", ["", "99", "9999999999", "-1", "x", "１"])
def test_a_strength_that_there_is_not_is_the_first(owner: Visitor, given: str) -> None:
    result = owner.finish().path
    first = owner.ask(f"{result}/card.png?strength=1").data
    assert owner.ask(f"{result}/card.png", query_string={"strength": given}).data == first


def test_the_cards_of_a_recommendation_alone_say_nothing_else(owner: Visitor) -> None:
    result = owner.finish().path
    owner.send(f"{result}/link", reveal="recommendation", name="", closes_on="")
    page = owner.open(f"{result}/card")
    assert "Your link shows the recommendation only" in page.words
    assert choices(page) == []
    drawn = {owner.ask(f"{result}/card.png?strength={number}").data for number in (0, 1, 2)}
    assert len(drawn) == 1


def test_others_do_not_see_the_page(app: Flask, owner: Visitor) -> None:
    result = owner.finish().path
    assert Visitor(app, base_url=PUBLIC).ask(f"{result}/card").status_code == 404


def test_the_link_page_leads_to_the_card(owner: Visitor) -> None:
    result = owner.finish().path
    assert f"{result}/card" in [a.get("href") for a in owner.open(f"{result}/link").all("a")]


def test_other_sites_may_show_a_card_and_nothing_else(app: Flask, owner: Visitor) -> None:
    result = owner.finish().path
    name = "Cross-Origin-Resource-Policy"
    for address, policy in {
        f"{result}/card.png": "cross-origin",
        "/card.png": "cross-origin",
        result: "same-origin",
        f"{result}/code.svg": "same-origin",
    }.items():
        assert owner.ask(address).headers.getlist(name) == [policy]


@pytest.fixture(scope="module")
def real() -> Engine:
    """The engine of the real rules."""
    engine, problems = load((ROOT / "rules.yaml").read_bytes())
    assert engine, problems
    return engine


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_card_of_a_persona_says_what_stands_in_the_way(
    start_app: Callable[..., Flask], real: Engine, language: str
) -> None:
    app = start_app(rules_path=ROOT / "rules.yaml")
    edition: Edition = app.extensions["quiz"].editions.today
    localized = edition.localizations[language]
    kinds = set()
    for name in real.rules.personas:
        outcome = real.outcome(persona_answers(real, name))
        offered = strengths(outcome, localized)
        for strength in (None, *offered):
            card = result_card(
                outcome, edition, localized, strength, address="quiz.example", reasons=True
            )
            names = [localized.positions[id_].name for id_ in (outcome.best, *outcome.tied) if id_]
            assert [match.name for match in card.matches] == names
            said = [match.strength for match in card.matches if match.strength]
            assert said == ([strength.says] if strength else [])
        because = {
            row.says for rows in localized.rows.values() for row in rows.values()
            if row.effect == "points"
        }  # fmt: skip
        assert {each.says for each in offered} <= because
        kinds.add(len(names))
    assert {0, 1} <= kinds
