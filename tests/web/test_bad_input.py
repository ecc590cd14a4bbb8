"""Invalid input shows the same page with what to do, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from support.invitations import invite
from support.mails import MAIL_SERVER
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import NewDigest

FAULTS = {
    "nothing chosen": ("home", [], "Choose one answer to continue."),
    "nothing chosen of several": ("likes", [], "Choose at least one answer to continue."),
    "an unknown choice": ("home", ["castle"], "Choose from the answers on this page."),
    "an unknown choice of several": (
        "likes",
        ["melody", "silence"],
        "Choose from the answers on this page.",
    ),
    "two choices for one": ("home", ["house", "tent"], "Choose one answer only."),
    "an exclusive one beside another": (
        "likes",
        ["melody", "nothing"],
        "Choose either “None of these” or the other answers, not both.",
    ),
    "control characters": ("home", ["house\x00"], "Choose from the answers on this page."),
    "a very long choice": ("home", ["h" * 60_000], "Choose from the answers on this page."),
}


@pytest.mark.parametrize(("question", "choices", "cure"), FAULTS.values(), ids=FAULTS)
def test_an_invalid_answer_shows_the_same_page_with_what_to_do(
    visitor: Visitor, question: str, choices: list[str], cure: str
) -> None:
    visitor.answer(home="house", likes="rhythm")
    page = visitor.send(f"/quiz/{question}", answer=choices)
    assert page.status == 422
    assert page.path == f"/quiz/{question}"
    assert page.title.startswith("Error: ")
    assert page.text("a").count(cure) == 1, "the summary links to the field"
    assert "#answer" in page.links
    assert page.words.count(cure) == 2, "and the field says it too"
    assert visitor.open("/quiz/home").chosen == ["house"], "nothing is lost"
    assert visitor.open("/quiz/likes").chosen == ["rhythm"]


@pytest.mark.parametrize("choice", [b"%ED%B3%A9", b"%00", b"%FF"])
def test_bytes_that_are_not_text_are_not_an_answer(visitor: Visitor, choice: bytes) -> None:
    token = visitor.open("/quiz/home").token.encode()
    body = b"csrf_token=" + token + b"&answer=" + choice
    page = seen(visitor, "/quiz/home", body, content_type="application/x-www-form-urlencoded")
    assert page.status == 422


def test_what_was_chosen_stays_chosen_beside_the_error(visitor: Visitor) -> None:
    visitor.answer(home="house")
    assert visitor.send("/quiz/likes", answer=["melody", "nothing"]).chosen == [
        "melody",
        "nothing",
    ]
    assert visitor.send("/quiz/home", answer=["house", "tent"]).chosen == []


def test_a_choice_sent_twice_counts_once(visitor: Visitor) -> None:
    assert visitor.send("/quiz/home", answer=["house", "house"]).path == "/quiz/likes"


def test_errors_are_shown_in_japanese(app: Flask) -> None:
    visitor = Visitor(app, language="ja")
    page = visitor.send("/quiz/home")
    assert page.title.startswith("エラー：")
    assert page.words.count("答えを1つ選んでから次へ進んでください。") == 2
    visitor.answer(home="house")
    page = visitor.send("/quiz/likes", answer=["melody", "nothing"])
    assert "「どれでもない」とほかの答えは同時に選べません。どちらかにしてください。" in page.words


@pytest.mark.parametrize("token", [None, "", "forged", "日本語", "somebody else's"])
def test_a_form_without_the_visitors_own_token_is_shown_again(
    app: Flask, visitor: Visitor, token: str | None
) -> None:
    if token == "somebody else's":  # noqa: S105 - not a password but whose it is
        token = Visitor(app).open("/quiz/home").token
    visitor.answer(home="house", likes="melody")
    for question, chosen in (("home", "tent"), ("likes", "rhythm")):
        data = {"answer": chosen} if token is None else {"answer": chosen, "csrf_token": token}
        page = seen(visitor, f"/quiz/{question}", data)
        assert page.status == 400
        assert page.title.startswith("Error: ")
        assert "Nothing is lost: press the button again." in page.words
        assert page.chosen == [chosen], "what was chosen stays chosen"
        assert visitor.send(f"/quiz/{question}", page, answer=chosen).status == 200
    assert visitor.open("/quiz/home").chosen == ["tent"]


def test_every_form_is_refused_without_its_token(start_app: Callable[..., Flask]) -> None:
    app = start_app(mail=MAIL_SERVER)
    visitor = Visitor(app)
    invitation = f"/i/{invite(app.extensions['quiz'].store).code}"
    visitor.send(invitation)
    visitor.answer(home="house", likes="melody", skill="some")
    result = visitor.finish().path
    shown = visitor.send(f"{result}/owner-link", visitor.open(f"{result}/link"))
    owner_link = shown.links_to("/own/")
    teams = Teams(app)
    who = teams.recruiter()
    _, personal, stop = teams.recipient(who, teams.invitation(who))
    digest = NewDigest("day", "en", "seed", "d" * 26)
    teams.store.digests.choose(who.id, who.team_id, digest, datetime.now(UTC))
    addresses = [
        rule.rule.replace("<question>", "home")
        .replace("/r/<token>", result)
        .replace("/own/<owner_token>", owner_link[0])
        .replace("/i/<code>", invitation)
        .replace("/invited/<token>", f"/invited/{personal}")
        .replace("/stop/<token>", f"/stop/{stop}")
        .replace("/digest/<token>", f"/digest/{'d' * 26}")
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and not rule.rule.endswith("/opened")  # sent by a script, not by a form
        and not rule.rule.startswith("/recruiter")  # see recruiters/test_guard.py
        and not rule.rule.startswith("/operator")  # see operator/test_operator_pages.py
        and not rule.rule.startswith("/booth")  # see booth/test_booth.py
        and not rule.rule.startswith("/embed")  # see applicant/framed/test_framed.py
        and not rule.rule.endswith("/new-tab")  # needs the Origin of the quiz, see there too
        and not rule.rule.startswith("/api/")  # no forms, and no cookies
        and not rule.rule.endswith("/again")  # of answers just given, it leads on to them
    ]
    assert len(addresses) > 8
    for address in addresses:
        page = seen(visitor, address, {"answer": "house"})
        assert (page.status, page.title[:7]) == (400, "Error: "), address
    check = visitor.open("/check-answers")
    assert "In a house" in check.words, "the answers are kept"


def test_a_browser_that_has_lost_its_cookie_presses_the_button_once_more(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.open("/quiz/home")
    visitor.client.delete_cookie("quiz")
    page = visitor.send("/quiz/home", page, answer="house")
    assert (page.status, page.path, page.chosen) == (400, "/quiz/home", ["house"])
    assert "This page was out of date. Nothing is lost: press the button again." in page.words
    assert visitor.send("/quiz/home", page, answer="house").path == "/quiz/likes"


@pytest.mark.parametrize("address", ["/quiz/home", "/recruiter/sign-in", "/i"])
def test_a_browser_that_refuses_cookies_is_told_so_at_once(app: Flask, address: str) -> None:
    visitor = Visitor(app)
    visitor.client = app.test_client(use_cookies=False)
    page = visitor.send(f"{address}?lang=ja", visitor.open(address), answer="house")
    assert (page.status, page.path) == (400, "/cookies")
    assert page.text("h1") == "Your browser refuses cookies"
    assert "Allow cookies for this site" in page.words
    assert f"{address}?lang=ja" in page.links, "to try again"


@pytest.mark.parametrize("address", ["//x.example", "/\\x.example", "https://x.example", ""])
def test_the_page_about_cookies_leads_to_no_other_site(visitor: Visitor, address: str) -> None:
    assert visitor.open("/cookies", query_string={"next": address}).links[-2] != address
    visitor.open("/quiz/home")
    answer = visitor.ask("/cookies", query_string={"next": address})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[]", "application/json"),
        (b'"answer"', "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe%%%=", "application/x-www-form-urlencoded"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"answer=house", "text/plain"),
    ],
)
def test_a_body_that_is_not_a_form_counts_as_a_form_without_token(
    visitor: Visitor, body: bytes, kind: str
) -> None:
    page = seen(visitor, "/quiz/home", body, content_type=kind)
    assert page.status == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_over_64_kib_is_refused(visitor: Visitor, kind: str) -> None:
    visitor.answer(home="house")
    page = seen(visitor, "/quiz/home", {"answer": "a" * 65_536}, content_type=kind)
    assert page.status == 413
    assert page.text("h1") == "Too much was sent"
    assert visitor.open("/quiz/home").chosen == ["house"], "nothing is lost"


@pytest.mark.parametrize(
    "address",
    ["/quiz/nothing", "/quiz/", "/r/abc", "/r/" + "a" * 26, "/r/" + "A" * 26, "/nowhere", "/r/é"],
)
def test_an_unknown_address_is_a_404(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    assert page.status == 404
    assert page.text("h1") == "Page not found"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_404_is_in_the_readers_language(app: Flask) -> None:
    page = Visitor(app, language="ja").open("/nowhere")
    assert (page.language, page.text("h1")) == ("ja", "ページが見つかりません")


def test_a_page_opened_with_a_wrong_method_is_a_405(visitor: Visitor) -> None:
    page = visitor.open("/start-again")
    assert page.status == 405
    assert "POST" in page.headers["Allow"]
    assert seen(visitor, "/", {}).status == 405


def test_an_internal_error_is_a_500_in_the_sites_design(app: Flask) -> None:
    def fail() -> str:
        raise LookupError("for the log only")

    app.add_url_rule("/faulty", "healthz_faulty", fail)
    page = Visitor(app).open("/faulty")
    assert page.status == 500
    assert page.text("h1") == "Something went wrong on our side"
    assert "for the log only" not in page.html


def test_a_forged_cookie_is_ignored(visitor: Visitor) -> None:
    visitor.answer(home="house")
    cookie = visitor.client.get_cookie("quiz")
    assert cookie is not None
    visitor.client.set_cookie("quiz", cookie.value[:-2] + "xx")
    assert visitor.open("/quiz/likes").path == "/quiz/home"
    visitor.client.set_cookie("quiz", "e30.é.x")
    assert visitor.open("/quiz/home").chosen == []


def seen(visitor: Visitor, address: str, body: object, **options: object) -> Page:
    page = Page(visitor.ask(address, method="POST", data=body, follow_redirects=True, **options))
    page.look()
    return page
