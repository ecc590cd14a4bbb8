# ruff: noqa: E501 - a row says a query, and what is found by it
"""The filter of the board: conditions as chips, any of several, scales, and not."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from support.teams import Teams
from support.visitor import Page, Visitor

BOARD = "/recruiter"
NOW = datetime.now(UTC)
CHIP = re.compile(
    r'<li><a href="([^"]+)"><span class="unseen">.*?</span>(.*?)<span .*?<b>(.*?)</b>'
)
LIKES = {"likes": ("melody",)}


@pytest.fixture
def visitor(teams: Teams) -> Visitor:
    """A recruiter with results none, some and much of two invitations, all three different."""
    who = teams.recruiter()
    fair, online = (teams.invitation(who, title=title) for title in ("Fair", "Online"))
    none = {"home": ("tent",), "skill": ("none",), **LIKES}
    some = {"home": ("house",), "skill": ("some",), **LIKES}
    much = {"home": ("flat",), "neighbours": ("love",), "likes": ("rhythm",), "skill": ("much",)}
    teams.result(who, none, fair, name="none")
    noted = teams.result(who, some, fair, name="some", email="some@mail.example")
    mine = teams.result(who, much, online, name="much")
    teams.store.notes.add(who.team_id, noted, who.id, "plays well", NOW)
    teams.store.work.change(who.team_id, [mine], who.id, {"in_charge": who.id}, NOW)
    return teams.visitor(who)


def names(page: Page) -> list[str]:
    return sorted(row[1] for row in page.rows[1:])


def chips(page: Page) -> dict[str, str]:
    """Return the addresses of the chips by their words."""
    return {
        unescape(f"{about}: {words}"): unescape(link)
        for link, about, words in CHIP.findall(page.html)
    }


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("query", "expected", "said"),
    [
        ("answer-skill=some&answer-skill=much", "much some", "How well do you play?: A little or Well"),
        ("answer-home=tent&answer-home=flat", "much none", "Where do you live?: In a flat or In a tent"),
        ("least-skill=some", "much some", "How well do you play?: at least A little"),
        ("least-skill=none", "much none some", "How well do you play?: at least Not at all"),
        ("most-skill=some", "none some", "How well do you play?: at most A little"),
        ("most-skill=none", "none", "How well do you play?: at most Not at all"),
        ("answer-skill=some&not=answer-skill", "much none", "How well do you play?: not A little"),
        ("answer-neighbours=love&not=answer-neighbours", "none some", "Do your neighbours like music?: not They love it"),
        ("best=PIANO&best=DRUMS", "much some", "Best match: PIANO or DRUMS"),
        ("best=none&not=best", "much some", "Best match: not No position"),
        ("standing=closed:PIANO&standing=check:PIANO", "much none", "Standing: PIANO: Check or PIANO: Not open"),
        ("standing=closed:PIANO&not=standing", "much some", "Standing: not PIANO: Not open"),
        ("has_status=new&has_status=contacted", "much none some", "Status: New or Contacted"),
        ("has_status=new&not=has_status", "", "Status: not New"),
        ("invitation=2&not=invitation", "none some", "Invitation: not Online"),
        ("invitation=1&invitation=2", "much none some", "Invitation: Online or Fair"),
        ("in_charge=none", "none some", "In charge: Nobody"),
        ("in_charge=none&not=in_charge", "much", "In charge: not Nobody"),
        ("in_charge=1", "much", "In charge: R 1"),
        ("fit=100", "much some", "Fit of the best match: at least 100 %"),
        ("fit=1&not=fit", "none", "Fit of the best match: less than 1 %"),
        ("email=yes", "some", "E-mail address: given"),
        ("email=no", "much none", "E-mail address: not given"),
        ("notes=yes", "some", "Notes: with notes"),
        ("notes=no", "much none", "Notes: without notes"),
    ],
)  # fmt: skip
def test_each_condition_is_a_chip_that_says_it_and_is_taken_off_by_its_link(
    visitor: Visitor, query: str, expected: str, said: str
) -> None:
    said = said.replace(" %", "\xa0%")
    page = visitor.open(f"{BOARD}?sort=fit&best=&{query}")
    assert (page.status, names(page)) == (200, expected.split())
    [(words, link)] = chips(page).items()
    assert words == said
    assert parse_qsl(urlsplit(link).query) == [("sort", "fit")]
    assert names(visitor.open(link)) == ["much", "none", "some"]
    # The form has it too: what is added to it keeps what was there.
    [form] = [form for form in page.forms if form[0].get("role") == "search"]
    sent = {(a.get("name"), a.get("value")) for a in form if "checked" in a}
    chosen = {pair for pair in parse_qsl(query) if pair[0] in {name for name, _ in sent}}
    assert sent == chosen


def test_all_conditions_have_to_hold_and_each_chip_takes_off_its_own(visitor: Visitor) -> None:
    query = "answer-skill=none&answer-home=house&not=answer-skill&not=answer-home&email=no"
    page = visitor.open(f"{BOARD}?{query}&lang=ja")
    page = visitor.open(f"{BOARD}?{query}&lang=en")
    assert names(page) == ["much"]
    links = chips(page)
    assert len(links) == 3
    left = parse_qsl(urlsplit(links["Where do you live?: not In a house"]).query)
    assert sorted(left) == [("answer-skill", "none"), ("email", "no"), ("not", "answer-skill")]
    assert BOARD in page.links, "to show all results"


def test_filters_survive_a_result_a_change_of_language_and_a_sign_in(visitor: Visitor) -> None:
    query = "answer-skill=some&answer-skill=none&least-skill=none&not=answer-skill&email=no"
    asked = sorted(parse_qsl(query))
    page = visitor.open(f"{BOARD}?{query}")
    assert names(page) == ["much"]
    [link] = [link for link in page.links if link.startswith(f"{BOARD}/results/")]
    [back] = visitor.open(link).links_to(f"{BOARD}?")[:1]
    assert sorted(parse_qsl(urlsplit(back).query)) == asked
    assert names(visitor.open(back)) == ["much"]
    [japanese] = [link for link in page.links if "lang=ja" in link]
    page = visitor.open(f"{BOARD}{japanese}")
    assert names(page) == ["much"]
    assert "以外" in page.words
    visitor.client.delete_cookie("recruiter")
    answer = visitor.ask(f"{BOARD}?{query}")
    back = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["next"]
    assert sorted(parse_qsl(urlsplit(back).query)) == asked


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("answer-skill=some&answer-skill=gone", "#answer-skill"),
        ("least-skill=gone", "#least-skill"),
        ("most-skill=gone", "#most-skill"),
        ("best=PIANO&best=SEA", "#best"),
        ("fit=0", "#fit"),
        ("fit=101", "#fit"),
        ("fit=all", "#fit"),
        ("email=maybe", "#email"),
        ("not=answer-gone", "#not"),
        ("in_charge=99", "#in_charge"),
    ],
)
def test_a_condition_that_is_not_offered_is_an_error(
    visitor: Visitor, query: str, link: str
) -> None:
    page = visitor.open(f"{BOARD}?{query}")
    assert page.status == 422
    assert link in page.links
    assert page.rows == []


@pytest.mark.parametrize("name", ["answer-gone", "least-gone", "least-home", "most-likes"])
def test_a_condition_on_what_is_not_asked_any_more_is_an_error_and_not_left_out(
    visitor: Visitor, name: str
) -> None:
    page = visitor.open(f"{BOARD}?{name}=some")
    assert page.status == 422
    assert f"This condition can no longer be used: {name}" in page.words
    assert page.rows == []
    assert visitor.ask(f"{BOARD}/export.csv?{name}=some").status_code == 422
    assert visitor.open(f"{BOARD}?{name}=").status == 200


def test_a_negation_of_nothing_does_not_filter(visitor: Visitor) -> None:
    page = visitor.open(f"{BOARD}?not=best")
    assert names(page) == ["much", "none", "some"]
    assert chips(page) == {}


def test_the_activity_log_says_the_conditions_of_an_export(teams: Teams) -> None:
    admin = teams.administrator()
    visitor = teams.visitor(admin)
    query = "best=PIANO&best=none&not=best&least-skill=some&fit=70&email=yes&answer-gone="
    assert visitor.ask(f"{BOARD}/export.csv?{query}").status_code == 200
    page = visitor.open("/recruiter/audit")
    for said in (
        "Best match: not PIANO or No position",
        "How well do you play? at least A little",
        "Fit of the best match: at least 70 %",
        "E-mail address: given",
    ):
        assert said in page.words.replace("\xa0", " "), said
