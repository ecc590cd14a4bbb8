"""Addresses as people paste and type them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from support.invitations import invite
from support.owner import Owner
from support.visitor import Visitor

from quiz.web.framework.link_tokens import new_token, stop_token
from quiz.web.framework.route import PLACEHOLDER
from quiz.web.routes import ROUTES

WITH_TOKENS = [
    route.path for route in ROUTES if route.method == "GET" and route.path.endswith("token>")
]


@pytest.fixture
def code(app: Flask) -> str:
    return invite(app.extensions["quiz"].store, code="LEEDS-7K4Q").code


@pytest.mark.parametrize(
    "pasted",
    [
        *("{}.", "{}。", "{}、", "{},", "{})", "{}）", "{}」", "{}/", "{}//", "{}!", "{}?"),
        *("{}%E3%81%A7%E3%81%99", "{}です。", "{}>", '{}"', "{}*", "{};", "{}:", "{}…", "{}’s"),
        *("{}%20", "{}%C2%A0", "{}\u200b", "{}\ufeff.", "{}.)", "{}.%0A", "{}'"),
        *("{}_", "{}-", "{}__", "{}_.", "{}*_", "{}<br>", "{}&utm_source=x", "{}&amp;x=1.y"),
        *(
            "{}](https://quiz.example{})",
            "{}|Leeds",
            "{};jsessionid=1",
            "{}=",
            "{} is mine",
            "/ {}",
        ),
    ],
)
def test_what_was_pasted_after_a_link_is_left_out(app: Flask, pasted: str) -> None:
    result = Owner(app).result
    for path in (result, result.upper(), f"/r/{result[3:].upper()}"):
        page = Visitor(app).open(pasted.format(path, result))
        assert (page.status, page.path) == (200, result), path


@pytest.mark.parametrize("path", WITH_TOKENS)
def test_every_address_with_a_token_is_found_in_what_was_pasted(
    visitor: Visitor, path: str
) -> None:
    token = stop_token("secret", "a@home.example") if "/stop/" in path else new_token()
    meant = PLACEHOLDER.sub(token, path)
    small, capitals = meant.removesuffix(token), token.upper()
    for pasted in (f"{meant}_", f"{meant}&x=1", f"{meant}。", f"{small}{capitals}", meant.upper()):
        answer = visitor.ask(pasted)
        assert (answer.status_code, answer.headers.get("Location")) == (302, meant), pasted
    assert visitor.ask(meant).status_code != 302, "it is plain"


@pytest.mark.parametrize("junk", ["", "_", "。", "&x=1", "<br>"])
def test_a_wrong_token_is_counted_once_whatever_was_pasted_with_it(
    start_app: Callable[..., Flask], junk: str
) -> None:
    visitor = Visitor(start_app(people_per_hour=2))
    found = [visitor.open(f"/r/{new_token().upper()}{junk}").status for _ in range(3)]
    assert found == [404, 404, 429]


@pytest.mark.parametrize(
    "typed",
    [
        *("/i/LEEDS-7K4Q/", "/I/LEEDS-7K4Q", "/I/leeds-7k4q/", "/i/leeds7k4q.", "/i/LEEDS-7K4Q。"),
        *("/i/ＬＥＥＤＳ－７Ｋ４Ｑ", "/i/LEEDSー7K4Q", "/i/LEEDS–7K4Q", "/i/LEEDS 7K4Q"),
        *("/ｉ/LEEDS-7K4Q", "/i/ LEEDS-7K4Q", "/i/LEEDS-7K4Qから", "/i/\u2060LEEDS-7K4Q"),
        *("/i/LEEDS-7K4Q_", "/i/LEEDS-7K4Q-", "/i/LEEDS-7K4Q&utm_source=x", "/i/LEEDS-7K4Q<br>"),
        *("/i/LEEDS-7K4Q](https://quiz.example/i/LEEDS-7K4Q)", "/i/「LEEDS-7K4Q」"),
    ],
)
def test_an_invitation_opens_however_its_address_is_typed(
    visitor: Visitor, code: str, typed: str
) -> None:
    page = visitor.open(typed)
    assert (page.status, page.path) == (200, f"/i/{code}")


@pytest.mark.parametrize("typed", ["/i/leeds7k4q", "/I/LEEDS-7K4Q。"])
def test_the_query_goes_on_to_the_invitation(visitor: Visitor, code: str, typed: str) -> None:
    for query in ("lang=ja", "lang=ja&_scheme=javascript&code=x&_external=1"):
        page = visitor.open(f"{typed}?{query}")
        assert (page.status, page.path, page.query) == (200, f"/i/{code}", query)
        assert page.language == "ja"


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("/RULES", "/rules"),
        ("/Privacy/", "/privacy"),
        ("/rules。", "/rules"),
        ("/。", "/"),
        ("/Recruiter/Sign-In", "/recruiter/sign-in"),
        ("/I/", "/i"),
        ("/i.", "/i"),
    ],
)
def test_every_page_opens_however_its_address_is_typed(
    visitor: Visitor, typed: str, opened: str
) -> None:
    page = visitor.open(typed)
    assert (page.status, page.path) == (200, opened)


def test_the_query_of_an_address_is_kept(visitor: Visitor) -> None:
    answer = visitor.ask("/rules.?lang=ja&x=%E5%B1%B1")
    assert answer.headers["Location"] == "/rules?lang=ja&x=%E5%B1%B1"


def test_a_link_that_was_pasted_with_a_mark_is_not_counted_as_unknown(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(people_per_hour=1)
    result = Owner(app).result
    assert [Visitor(app).open(f"{result}.").status for _ in range(4)] == [200] * 4


@pytest.mark.parametrize(
    "address",
    [
        *("/nowhere.", "/r/abc.", "/x。。/y", "/static/..%2f", "/ＮＯ", "/<script>", "/(x)"),
        *("/r/_", "/ nowhere", f"/r/{'a' * 25}_", f"/r/{'a' * 27}_", f"/r/{'a' * 25}1_"),
    ],
)
def test_what_leads_nowhere_either_way_is_a_404(visitor: Visitor, address: str) -> None:
    assert visitor.open(address).status == 404


def test_no_address_leads_to_another_site(visitor: Visitor) -> None:
    for address in (
        "//other.example.",
        "/%5Cother.example.",
        "/／other.example/",
        "/.//x.example/",
    ):
        location = visitor.ask(address).headers.get("Location", "/")
        assert location.replace("http://localhost", "")[:2] not in ("//", "/\\"), address


@pytest.mark.parametrize(
    "typed",
    [
        "leeds 7k4q",
        "ＬＥＥＤＳ－７Ｋ４Ｑ",
        "https://quiz.example/i/LEEDS-7K4Q?lang=ja",
        "https://cp-fhkm.example/i/leeds-7k4q?utm_source=x-cdf3",
        "LEEDS-7K4Q。",
        "「LEEDS-7K4Q」",
        "コード：LEEDS-7K4Q",
        "コードはＬＥＥＤＳ７Ｋ４Ｑです",
        "Code: LEEDS-7K4Q",
        "code LEEDS 7K4Q, please",
        "L E E D S – 7 K 4 Q",
        "*LEEDS-7K4Q*",
        "_LEEDS_7K4Q_",
        "LEEDS-7K4Q<br>",
        "[LEEDS-7K4Q](https://quiz.example/i/LEEDS-7K4Q)",
    ],
)
def test_the_page_without_a_code_asks_for_it(visitor: Visitor, code: str, typed: str) -> None:
    page = visitor.open("/i")
    assert page.text("h1") == "Your invitation"
    assert visitor.send("/i", page, code=typed).path == f"/i/{code}"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Code: enter something here."),
        ("LEEDS-7K4X", "Code: there is no invitation with this code."),
        ("https://[", "Code: there is no invitation with this code."),
        ("LEEDS-7K4QX", "Code: there is no invitation with this code."),
        ("LEEDSLEEDS-7K4Q", "Code: there is no invitation with this code."),
    ],
)
def test_a_code_that_is_none_is_shown_again(
    visitor: Visitor, code: str, typed: str, says: str
) -> None:
    page = visitor.send("/i", code=typed)
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert says in page.words


def test_guessing_codes_is_limited_as_opening_unknown_links_is(
    start_app: Callable[..., Flask],
) -> None:
    visitor = Visitor(start_app(people_per_hour=2))
    assert [visitor.send("/i", code="LEEDS-7K4X").status for _ in range(3)] == [422, 422, 429]


def test_the_start_page_leads_to_it(visitor: Visitor) -> None:
    assert 'method="get" action="/i"' in visitor.open("/").html
