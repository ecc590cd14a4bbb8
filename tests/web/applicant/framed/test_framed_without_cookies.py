"""A browser that gives a frame no cookie: the sitting begins in a new tab, for nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from support.framed import FRAME, SITES, ancestors
from support.invitations import INVITED_ANSWERS, taken
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Store

OWN = {"Origin": "http://localhost"}


def sent_without_a_cookie(app: Flask, visitor: Visitor, **fields: str) -> Page:
    """Send the form of the frame as a browser does that has not taken its cookie."""
    data = {"csrf_token": visitor.open(FRAME).token, **fields}
    browser = Visitor(app, visitor.language)
    page = Page(browser.ask(FRAME, method="POST", data=data, headers=OWN))
    page.look()
    return page


def to_tab(tab: Visitor, page: Page) -> Page:
    """Press the button that opens a new tab."""
    [form] = [form for form in page.forms if form[0].get("target") == "_blank"]
    data = {field["name"]: field["value"] for field in form[1:] if "name" in field}
    address = form[0]["action"]
    opened = Page(tab.ask(address, method="POST", data=data, headers=OWN, follow_redirects=True))
    opened.look()
    return opened


def started(store: Store) -> int:
    found = store.invitations.find("LEEDS-7K4Q")
    assert found is not None
    return found.started


@pytest.mark.usefixtures("fair")
def test_a_browser_that_gives_a_frame_no_cookie_begins_in_a_new_tab(
    app: Flask, store: Store
) -> None:
    page = sent_without_a_cookie(app, Visitor(app, "ja"), name="花子", email="a@b.example")
    assert (page.status, ancestors(page)) == (200, " ".join(SITES))
    assert started(store) == 0
    tab = Visitor(app)
    begun = to_tab(tab, page)
    assert (begun.path, begun.language) == ("/quiz/home", "ja")
    assert tab.client.get_cookie("quiz-entered", path="/i/LEEDS-7K4Q/new-tab") is None
    tab.answer(**INVITED_ANSWERS)
    assert tab.finish().path.startswith("/r/")
    assert (taken(store), started(store)) == (1, 1)
    board = Teams(app)
    assert "花子" in board.visitor(board.administrator("Consulate A")).open("/recruiter").words


@pytest.mark.usefixtures("fair")
def test_the_tab_keeps_what_its_browser_had_even_if_it_sends_the_cookie_only_with_a_get(
    app: Flask, visitor: Visitor
) -> None:
    visitor.answer(**INVITED_ANSWERS)
    own = visitor.finish().path
    page = sent_without_a_cookie(app, Visitor(app))
    [form] = [form for form in page.forms if form[0].get("target") == "_blank"]
    data = {field["name"]: field["value"] for field in form[1:] if "name" in field}
    answer = Visitor(app).ask(form[0]["action"], method="POST", data=data, headers=OWN)
    [cookie] = answer.headers.getlist("Set-Cookie")
    name, _, value = cookie.partition(";")[0].partition("=")
    assert name == "quiz-entered"
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=120" in cookie
    visitor.client.set_cookie(name, value, path="/i/LEEDS-7K4Q/new-tab")
    assert visitor.open(answer.headers["Location"]).path == "/quiz/home"
    assert own in visitor.open("/mine").links


@pytest.mark.usefixtures("fair")
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "https://localhost"}],
)
def test_no_other_site_can_begin_a_sitting_in_a_tab(
    store: Store, visitor: Visitor, headers: dict[str, str]
) -> None:
    address = "/i/LEEDS-7K4Q/new-tab"
    for method in ("POST", "GET"):
        answer = visitor.ask(address, method=method, headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/i/LEEDS-7K4Q")
    visitor.client.set_cookie("quiz-entered", "WyJMRUVEUy03SzRRIl0.forged.cookie", path=address)
    assert visitor.ask(address).headers["Location"] == "/i/LEEDS-7K4Q"
    assert started(store) == 0


@pytest.mark.usefixtures("fair")
def test_what_was_entered_wrongly_in_a_frame_without_cookies_is_shown_again_there(
    app: Flask, visitor: Visitor
) -> None:
    page = sent_without_a_cookie(app, visitor, name="花子", email="nobody")
    assert (page.status, page.path, ancestors(page)) == (422, FRAME, " ".join(SITES))
    assert "花子" in page.html
    assert "enter an address such as" in page.words
