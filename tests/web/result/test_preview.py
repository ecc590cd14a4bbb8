"""Link previews: title, text and card in the language of the result, with nothing private."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from support.invitations import invite
from support.visitor import Page, Visitor

PUBLIC = "https://quiz.example"


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """The application at a public address."""
    return start_app(public_url=PUBLIC)


@pytest.fixture
def owner(app: Flask) -> Visitor:
    """A visitor whose browser asks for Japanese."""
    visitor = Visitor(app, "ja", base_url=PUBLIC)
    visitor.answer(home="house", likes="melody", skill="some")
    return visitor


def previewed(app: Flask, address: str) -> tuple[Page, dict[str, str]]:
    """Return the page for a client that names no language, and its preview tags."""
    page = Page(app.test_client().get(address, base_url=PUBLIC))
    page.look()
    tags = {a["property"]: a["content"] for a in page.all("meta") if "property" in a}
    return page, {name.removeprefix("og:"): content for name, content in tags.items()}


def card(app: Flask, address: str) -> bytes:
    """Return the card as it is sent to a client without a cookie."""
    answer = app.test_client().get(address, base_url=PUBLIC)
    assert answer.status_code == 200
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)
    return answer.data


def test_a_preview_is_in_the_language_of_the_result_and_has_the_public_address(
    app: Flask, owner: Visitor
) -> None:
    result = owner.finish().path
    page, tags = previewed(app, result)
    assert page.language == "ja"
    assert tags == {
        "type": "website",
        "site_name": page.text("title").partition(" – ")[2],
        "title": f"最も合う職種：{page.text('h1')}（PIANO）",
        "description": ("あなたに合う楽器は？：診断の結果です。この診断は非公式です。"),
        "url": PUBLIC + result,
        "image": f"{PUBLIC}{result}/card.png?lang=ja",
        "image:width": "1200",
        "image:height": "630",
    }
    [described] = [a["content"] for a in page.all("meta") if a.get("name") == "description"]
    assert described == tags["description"]
    in_japanese = card(app, tags["image"])
    assert card(app, f"{result}/card.png") == in_japanese
    assert card(app, f"{result}/card.png?lang=xx") == in_japanese
    assert card(app, f"{result}/card.png?lang=en") != in_japanese


def test_a_card_reveals_no_more_than_the_link_and_never_a_name(app: Flask, owner: Visitor) -> None:
    result = owner.finish().path
    with_strength = card(app, f"{result}/card.png")
    for reveal, shown in (("answers", True), ("recommendation", False), ("reasons", True)):
        owner.send(f"{result}/link", reveal=reveal, name="花子", closes_on="")
        assert (card(app, f"{result}/card.png") == with_strength) == shown
        assert owner.ask(f"{result}/card.png").data == card(app, f"{result}/card.png")
        assert "花子" not in " ".join(previewed(app, result)[1].values())


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("address", ["/", "/rules", "/privacy", "/i", "/i/LEEDS-7K4Q"])
def test_public_pages_have_a_description_and_a_card(
    app: Flask, address: str, language: str
) -> None:
    invite(app.extensions["quiz"].store, code="LEEDS-7K4Q")
    visitor = Visitor(app, language, base_url=PUBLIC)
    page = visitor.open(address)
    tags = {a["property"]: a["content"] for a in page.all("meta") if "property" in a}
    described = [a["content"] for a in page.all("meta") if a.get("name") == "description"]
    assert described == [tags["og:description"]]
    assert len(described[0]) > 20
    assert tags["og:url"] == PUBLIC + address
    assert tags["og:image"] == f"{PUBLIC}/card.png?lang={language}"
    assert tags["og:title"]
    answer = app.test_client().get(tags["og:image"], base_url=PUBLIC)
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)


def test_a_description_has_the_words_of_a_link_and_the_page_the_link(
    start_small: Callable[..., Flask],
) -> None:
    about = "  about: {en: 'See [the concert & more](https://concert.example/).', ja: 演奏会}\n"
    page = Visitor(start_small(about)).open("/")
    [described] = [a["content"] for a in page.all("meta") if a.get("name") == "description"]
    assert described.startswith("See the concert & more. Answer a few questions")
    assert "https://concert.example/" in page.links
    assert page.words.count("Answer a few questions") == 1


def test_the_card_of_the_quiz_is_in_the_language_that_is_named(app: Flask) -> None:
    english, japanese = card(app, "/card.png?lang=en"), card(app, "/card.png?lang=ja")
    assert english != japanese
    assert card(app, "/card.png?lang=xx") == card(app, "/card.png")


def test_json_has_one_choice_as_text_and_the_answer_to_a_multiple_question_as_a_list(
    owner: Visitor,
) -> None:
    result = owner.finish().path
    data = owner.ask(f"{result}/result.json").json
    assert data is not None
    assert data["answers"] == {"home": "house", "likes": ["melody"], "skill": "some"}
