"""Saved views of a team: saved from the filter, counted, renamed, replaced, deleted, recorded."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from support.board_results import statements
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.store.saved_views import MOST_VIEWS

BOARD = "/recruiter"
VIEWS = "/recruiter/views"
FILTER = "answer-skill=some&answer-skill=much&email=yes"
VIEW = re.compile(
    r'<li><a href="([^"]+)"( aria-current="page")?>([^<]*) <span class="soft">(.*?)</span>'
)


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    """A recruiter with three results: none, some and much; some and none have an e-mail address."""
    who = teams.recruiter()
    fair = teams.invitation(who, title="Fair")
    for name, email in (("none", "n@mail.example"), ("some", "s@mail.example"), ("much", None)):
        given = {"home": ("house",), "likes": ("melody",), "skill": (name,)}
        teams.result(who, given, fair, name=name, email=email)
    return who


@pytest.fixture
def visitor(teams: Teams, who: Recruiter) -> Visitor:
    return teams.visitor(who)


def views(page: Page) -> dict[str, str]:
    """Return the counts of the views that the board lists, by their names."""
    return {unescape(name): number for _, _, name, number in VIEW.findall(page.html)}


def address(page: Page, name: str) -> str:
    return next(unescape(url) for url, _, each, _ in VIEW.findall(page.html) if each == name)


def shown(page: Page) -> list[str]:
    return [unescape(name) for _, here, name, _ in VIEW.findall(page.html) if here]


def names(page: Page) -> list[str]:
    return sorted(row[1] for row in page.rows[1:])


def save(visitor: Visitor, name: str, query: str = FILTER) -> Page:
    return visitor.send(f"{VIEWS}?{query}", visitor.open(f"{BOARD}?{query}"), view_name=name)


def actions(teams: Teams, who: Recruiter) -> list[tuple[str, object]]:
    found = teams.store.audit.page(who.team_id)
    return [(each.action, each.detail) for each in reversed(found) if "view" in each.action]


def test_a_view_is_saved_from_the_filter_and_found_with_its_count(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    page = visitor.open(BOARD)
    assert views(page) == {}, "nothing is listed before there is a view"
    assert f"{VIEWS}?" not in page.html, "without conditions there is nothing to save"
    page = save(visitor, "  Plays, with e-mail ")
    assert "Done: the view “Plays, with e-mail” is saved." in page.words
    assert names(page) == ["some"]
    assert views(page) == {"All results": "3", "Plays, with e-mail": "1"}
    assert shown(page) == ["Plays, with e-mail"]
    page = visitor.open(BOARD)
    assert shown(page) == ["All results"]
    link = address(page, "Plays, with e-mail")
    assert sorted(parse_qsl(urlsplit(link).query)) == sorted(parse_qsl(FILTER))
    assert names(visitor.open(link)) == ["some"]
    assert actions(teams, who) == [("view saved", {"view": "Plays, with e-mail"})]
    # Its count is live, and it is there for the whole team, in both languages.
    given = {"home": ("house",), "likes": ("melody",), "skill": ("much",)}
    teams.result(who, given, 1, email="new@mail.example")
    colleague = teams.visitor(teams.recruiter(), "ja")
    assert views(colleague.open(BOARD)) == {"すべての結果": "4", "Plays, with e-mail": "2"}
    other = teams.visitor(teams.recruiter("Consulate B"))
    assert views(other.open(BOARD)) == {}


def test_what_is_searched_for_is_not_saved(teams: Teams, who: Recruiter, visitor: Visitor) -> None:
    page = save(visitor, "Plays", f"{FILTER}&name=so&sort=fit")
    assert names(page) == ["some"]
    [view] = teams.store.saved_views.of_team(who.team_id)
    assert sorted(parse_qsl(view.query)) == sorted([*parse_qsl(FILTER), ("sort", "fit")])
    assert shown(page) == [], "with the search it is not that view"
    page = visitor.open(f"{BOARD}?name=so")
    assert f'action="{VIEWS}' not in page.html, "a search alone is no view"


def test_the_name_of_a_view_that_there_is_replaces_it_after_asking(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    save(visitor, "Plays")
    colleague = teams.recruiter()
    page = save(teams.visitor(colleague), "Plays", "best=none&not=best&least-skill=much")
    assert page.status == 200
    assert "Replace the view “Plays”?" in page.words
    assert (
        "Until now: E-mail address: given · How well do you play?: A little or Well."
        " From now on: Best match: not No position · How well do you play?: at least Well."
    ) in page.words
    assert views(visitor.open(BOARD))["Plays"] == "1", "nothing is changed yet"
    assert actions(teams, who) == [("view saved", {"view": "Plays"})]
    [form] = [form for form in page.forms if "/replace" in form[0].get("action", "")]
    page = teams.visitor(colleague).send(form[0]["action"])
    assert page.status == 200
    assert "Done: the view “Plays” is saved." in page.words
    assert names(visitor.open(address(page, "Plays"))) == ["much"]
    assert actions(teams, who)[1:] == [("view replaced", {"view": "Plays"})]
    [view] = teams.store.saved_views.of_team(who.team_id)
    assert view.by == colleague.name


def test_any_recruiter_renames_and_deletes_a_view(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    save(visitor, "Plays")
    save(visitor, "Beginners", "answer-skill=none")
    colleague = teams.visitor(teams.recruiter())
    page = colleague.open(address(colleague.open(BOARD), "Plays"))
    page = colleague.open(f"{VIEWS}/1")
    assert f"Saved by {who.name}" in page.words
    assert "E-mail address: given · How well do you play?: A little or Well" in page.words
    page = colleague.send(f"{VIEWS}/1", page, view_name="Beginners")
    assert page.status == 422
    assert "There is another view with this name." in page.words
    page = colleague.send(f"{VIEWS}/1", page, view_name=" ")
    assert page.status == 422
    page = colleague.send(f"{VIEWS}/1", page, view_name="Players")
    assert "Saved." in page.words
    page = colleague.open(f"{VIEWS}/1/delete")
    assert "Delete the view “Players”?" in page.words
    assert views(visitor.open(BOARD)) == {"All results": "3", "Players": "1", "Beginners": "1"}
    page = colleague.send(f"{VIEWS}/1/delete", page)
    assert "Done: the view is deleted." in page.words
    assert views(page) == {"All results": "3", "Beginners": "1"}
    assert actions(teams, who)[2:] == [
        ("view renamed", {"was": "Plays", "view": "Players"}),
        ("view deleted", {"view": "Players"}),
    ]
    log = teams.visitor(teams.administrator()).open("/recruiter/audit").words
    assert "Renamed the view “Plays” to “Players”" in log


@pytest.mark.parametrize(("name", "said"), [("", "enter something"), ("x" * 61, "at most 60")])
def test_a_view_needs_a_name_and_its_filter_stays(visitor: Visitor, name: str, said: str) -> None:
    page = save(visitor, name)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert said in page.words
    assert names(page) == ["some"]
    assert "#view_name" in page.links


def test_a_team_that_has_all_its_views_is_told_to_delete_one(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    for number in range(MOST_VIEWS):
        now = datetime.now(UTC)
        assert teams.store.saved_views.add(who.team_id, who.id, str(number), "best=PIANO", now)
    page = save(visitor, "one more")
    assert page.status == 422
    assert f"A team has at most {MOST_VIEWS} views." in page.words
    assert len(views(page)) == 1 + MOST_VIEWS


@pytest.mark.parametrize(
    ("query", "gone", "left"),
    [
        ("answer-gone=x&email=yes", "answer-gone", "email=yes"),
        ("answer-skill=gone&email=yes", "How well do you play?", "email=yes"),
        ("least-home=tent", "least-home", ""),
        ("best=SEA", "Best match", ""),
        ("has_status=gone&email=no", "Status", "email=no"),
        ("invitation=1&best=PIANO", "Invitation", "best=PIANO"),
    ],
)
def test_a_view_of_what_is_gone_says_so(
    teams: Teams, who: Recruiter, query: str, gone: str, left: str
) -> None:
    now = datetime.now(UTC)
    teams.store.saved_views.add(who.team_id, who.id, "Old", query, now)
    teams.store.saved_views.add(who.team_id, who.id, "Good", "email=no", now)
    teams.store.removals.remove_invitation(who.team_id, who.id, 1, now)
    visitor = teams.visitor(who)
    page = visitor.open(BOARD)
    assert views(page) == {"All results": "0", "Old": "can no longer be used", "Good": "0"}
    page = visitor.open(address(page, "Old"))
    assert page.status == 200
    assert "This view cannot be shown" in page.words
    assert f"no longer exists: {gone}." in page.words
    assert (f"{BOARD}?{left}" if left else BOARD) in page.links
    assert visitor.open(page.links_to(BOARD)[-1]).status in (200, 404)
    japanese = teams.visitor(who, "ja").open(f"{VIEWS}/1")
    assert "条件の対象がなくなっています" in japanese.words


def test_a_view_of_a_retired_stage_still_finds_what_is_in_it(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    save(visitor, "New", "has_status=new")
    new = teams.store.stages.names(who.team_id)[0].id
    assert teams.store.stages.retire(who.team_id, new, datetime.now(UTC))
    assert views(visitor.open(BOARD))["New"] == "3"


def test_views_of_another_team_do_not_exist(teams: Teams, who: Recruiter, visitor: Visitor) -> None:
    save(visitor, "Plays")
    other = teams.visitor(teams.recruiter("Consulate B"))
    for path in (f"{VIEWS}/1", f"{VIEWS}/1/replace?best=PIANO", f"{VIEWS}/1/delete"):
        assert other.ask(path).status_code == 404
        assert other.send(path, other.open(BOARD), view_name="Mine").status == 404
    assert [view.name for view in teams.store.saved_views.of_team(who.team_id)] == ["Plays"]


def test_an_invalid_filter_is_not_saved(visitor: Visitor) -> None:
    page = visitor.open(BOARD)
    for query in ("best=SEA", "answer-gone=x", "best=PIANO&fit=0"):
        assert visitor.send(f"{VIEWS}?{query}", page, view_name="A").status == 404, query
    assert views(visitor.open(BOARD)) == {}


def test_all_views_are_counted_by_one_statement(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    for number in range(5):
        teams.store.saved_views.add(
            who.team_id,
            who.id,
            str(number),
            f"least-skill=some&fit={number + 1}",
            datetime.now(UTC),
        )
    with statements() as sent:
        page = visitor.open(BOARD)
    assert len(views(page)) == 6
    assert len(sent) <= 10, "two more than without views: the list of them, and their counts"
