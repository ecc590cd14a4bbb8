"""A recruiter shares results by a link, and revokes it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from support.team_shares import SharingSite
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.settings import Settings
from quiz.store import hash_token
from quiz.web.framework.days import today

MELODY = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
RHYTHM = {"home": ("flat",), "neighbours": ("love",), "likes": ("rhythm",), "skill": ("much",)}
TENT = {"home": ("tent",), "likes": ("nothing",), "skill": ("none",)}


class RecruiterSite(NamedTuple):
    """The browser of a recruiter, and the team whose results are shared."""

    visitor: Visitor
    team: SharingSite
    app: Flask

    def make(self, *results: int, **fields: object) -> Page:
        """Share results as a recruiter does, and return the page that follows."""
        page = self.visitor.open(f"/recruiter/shares/new?{results_query(*results)}")
        assert page.status == 200, page.words
        given = {"label": "Embassy", "reveal": "answers", "result": [str(id_) for id_ in results]}
        return self.visitor.send("/recruiter/shares", page, **{**given, **fields})

    def link(self, *results: int, **fields: object) -> str:
        """Share results and return the path of the link."""
        page = self.make(*results, **fields)
        assert page.path.startswith("/recruiter/shares/"), page.words
        [field] = [a for a in page.all("input") if a.get("id") == "link"]
        return field["value"].removeprefix(self.app.extensions["quiz"].settings.public_url)


def results_query(*results: int) -> str:
    return "&".join(f"result={id_}" for id_ in results)


@pytest.fixture
def site(app: Flask, teams: Teams) -> RecruiterSite:
    who = teams.recruiter()
    return RecruiterSite(teams.visitor(who), SharingSite(app, who), app)


def test_one_shared_result_is_shown_as_its_page(site: RecruiterSite) -> None:
    result = site.team.told(MELODY, name="花子", email="hanako@mail.example")
    stranger = Visitor(site.app)
    hidden = stranger.open(site.link(result))
    assert hidden.status == 200
    assert hidden.text("h1").endswith("Piano player")
    assert "花子" not in hidden.html
    named = stranger.open(site.link(result, names="yes"))
    assert "Best match for 花子" in named.words
    assert "R 1 shares this in the name of Consulate A. It can be opened until" in named.words
    assert "Unofficial: the embassy or consulate decides." in named.words
    assert "hanako@mail.example" not in named.html
    assert "/r/" not in named.html
    assert "data-opened" in named.html


def test_several_shared_results_are_compared_in_their_order(site: RecruiterSite) -> None:
    first = site.team.told(RHYTHM, name="次郎")
    second = site.team.told(MELODY)
    third = site.team.told(TENT, name="Ada")
    page = Visitor(site.app).open(site.link(third, first, second, names="yes"))
    assert page.text("h2") == "Ada 次郎 Result 3"
    assert [a["href"] for a in page.all("a") if a["href"].startswith("#result-")] == [
        "#result-1",
        "#result-2",
        "#result-3",
    ]
    assert "You like rhythm." in page.words
    assert "Rain ruins drums." in page.words
    assert "Do your neighbours like music?" not in page.words, "own links show reasons at most"
    japanese = Visitor(site.app, "ja").open(page.path)
    assert japanese.language == "ja"
    assert "リズムが好きだからです。" in japanese.words


@pytest.mark.parametrize("own", ["recommendation", "reasons", "answers"])
@pytest.mark.parametrize("shared", ["recommendation", "reasons", "answers"])
@pytest.mark.parametrize("several", [False, True])
def test_a_share_reveals_no_more_than_its_setting_and_the_applicants_link(
    site: RecruiterSite, own: str, shared: str, several: bool
) -> None:
    result = site.team.told(MELODY)
    site.team.store.links.change(result, reveal=own, name=None, closes_at=None)
    results = [result, site.team.told(MELODY)] if several else [result]
    if several:
        site.team.store.links.change(results[1], reveal=own, name=None, closes_at=None)
    page = Visitor(site.app).open(site.link(*results, reveal=shared))
    assert page.status == 200
    assert "Piano player" in page.words
    both = {own, shared}
    assert ("You like melodies." in page.words) is ("recommendation" not in both)
    assert ("Where do you live?" in page.words) is (both == {"answers"})


def test_changes_to_the_applicants_link_affect_shares_at_once(site: RecruiterSite) -> None:
    closed, other = site.team.told(MELODY, name="Ada"), site.team.told(RHYTHM)
    stranger = Visitor(site.app)
    link = site.link(closed, other, names="yes")
    assert "Ada" in stranger.open(link).words
    links, now = site.team.store.links, datetime.now(UTC)
    links.close(closed, now)
    page = stranger.open(link)
    assert page.status == 200
    assert "Ada" not in page.words
    assert "You like melodies." not in page.words
    assert "Result 1: not shown any more by the applicant." in page.words
    links.change(other, reveal="answers", name=None, closes_at=now)
    assert stranger.open(link).status == 404
    links.change(closed, reveal="answers", name="Ada L.", closes_at=now + timedelta(days=1))
    assert "Ada L." in stranger.open(link).words


def test_shares_do_not_show_results_older_than_their_retention(
    site: RecruiterSite, settings: Settings
) -> None:
    old = datetime.now(UTC) - settings.retention
    result = site.team.told(MELODY, created_at=old + timedelta(minutes=1))
    other = site.team.told(MELODY, created_at=old - timedelta(minutes=1))
    page = Visitor(site.app).open(site.link(result, other))
    assert "Result 2: not shown any more" in page.words
    assert Visitor(site.app).open(site.link(other)).status == 404


def test_all_links_that_open_nothing_give_the_same_page(
    site: RecruiterSite, database: sa.Engine
) -> None:
    stranger = Visitor(site.app)
    result = site.team.told(MELODY)
    revoked, expired = site.link(result), site.link(result)
    deleted = site.link(gone := site.team.told(MELODY))
    site.visitor.send("/recruiter/shares/1/revoke", site.visitor.open("/recruiter/shares"))
    with database.begin() as connection:
        connection.execute(
            sa.text("UPDATE shares SET ends_at = :now WHERE token_hash = :hash"),
            {"now": datetime.now(UTC), "hash": hash_token(expired.rpartition("/")[2])},
        )
    site.team.store.results.delete(gone)
    never_made = stranger.open("/s/" + "a" * 26)
    assert (never_made.status, never_made.text("h1")) == (404, "There is no such page")
    for link in (revoked, expired, deleted, "/s/mistyped", "/s/" + "A" * 26):
        page = stranger.open(link)
        assert (page.status, page.html) == (404, never_made.html), link
        opened = stranger.ask(f"{link}/opened", method="POST", headers={"X-Opened": "link"})
        assert opened.status_code == 404


def test_openings_are_counted_only_when_requested_by_the_page_script(site: RecruiterSite) -> None:
    link = site.link(site.team.told(MELODY))
    stranger = Visitor(site.app)
    stranger.open(link)
    stranger.ask(link, method="HEAD")
    assert stranger.ask(f"{link}/opened", method="POST").status_code == 400
    assert "nobody has opened it yet" in site.visitor.open("/recruiter/shares").words
    for _ in range(2):
        answer = stranger.ask(f"{link}/opened", method="POST", headers={"X-Opened": "link"})
        assert answer.status_code == 204
        assert "Set-Cookie" not in answer.headers
    assert "Opened at least 2 times" in site.visitor.open("/recruiter/shares").words


def test_shared_pages_are_not_cached_indexed_or_sent_as_referrer(site: RecruiterSite) -> None:
    link = site.link(site.team.told(MELODY), site.team.told(MELODY))
    headers = Visitor(site.app).ask(link).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_list_describes_each_share_and_revokes_it(site: RecruiterSite) -> None:
    result = site.team.told(MELODY)
    first = site.link(result, label="For Mr B", reveal="reasons")
    site.link(result, site.team.told(RHYTHM), label="Shortlist", names="yes")
    page = site.visitor.open("/recruiter/shares")
    words = page.words
    assert words.index("Shortlist") < words.index("For Mr B")
    assert "2 results · everything, with the answers · with names" in words
    assert "one result · the recommendation and its reasons · without names" in words
    assert "Made by R 1 on" in words
    assert first in page.html
    one = site.visitor.open("/recruiter/shares/1")
    assert one.text("h1") == "For Mr B"
    assert "<svg" in one.html
    page = site.visitor.send("/recruiter/shares/1/revoke", page)
    assert "The link is revoked. It opens nothing any more." in page.words
    assert "Revoked on" in page.words
    assert first not in page.html
    assert Visitor(site.app).open(first).status == 404
    assert first not in site.visitor.open("/recruiter/shares/1").html
    site.visitor.send("/recruiter/shares/1/revoke", page)
    entries = site.team.store.audit.page(site.team.id)
    assert [entry.action for entry in entries] == ["share revoked", "share made", "share made"]
    assert entries[1].detail == {"share": 2, "results": 2, "reveal": "answers", "names": True}


def test_a_share_is_open_for_thirty_days_or_as_chosen_up_to_a_year(site: RecruiterSite) -> None:
    result = site.team.told(MELODY)
    for given, days in (("", 30), (str(today()), 0), (str(today() + timedelta(days=365)), 365)):
        site.link(result, ends_on=given)
        newest = site.team.store.shares.page(site.team.id)[0]
        assert (newest.ends_at - timedelta(days=1)).date() == today() + timedelta(days=days)
    late = site.make(result, ends_on=str(today() + timedelta(days=366)))
    assert (late.status, late.title[:7]) == (422, "Error: ")
    assert "Last day: choose a day from" in late.words


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"label": ""}, "Label: write something here."),
        ({"label": "a" * 101}, "Label: write at most 100 characters."),
        ({"label": "a\x00b"}, "Label: leave out characters that cannot be shown."),
        ({"reveal": "everything"}, "What it shows: choose one of these."),
        ({"ends_on": "soon"}, "Last day: write year-month-day"),
        ({"result": []}, "Choose results on the board first."),
        ({"result": [str(number) for number in range(1, 22)]}, "Choose at most 20 results"),
    ],
)
def test_invalid_fields_of_a_share_have_errors_and_nothing_is_lost(
    site: RecruiterSite, fields: dict[str, object], says: str
) -> None:
    result = site.team.told(MELODY)
    page = site.make(result, **{"label": "The one", **fields})
    assert page.status == 422
    assert says in page.words
    assert site.team.store.shares.page(site.team.id) == []
    if "result" not in fields:
        [kept] = [a["value"] for a in page.all("input") if a.get("name") == "result"]
        assert kept == str(result)


def test_a_stale_form_makes_no_share_and_loses_nothing(site: RecruiterSite) -> None:
    result = site.team.told(MELODY)
    sent = {"csrf_token": "old", "label": "The one", "reveal": "answers", "result": str(result)}
    for address in ("/recruiter/shares", "/recruiter/shares/new"):
        page = Page(site.visitor.ask(address, method="POST", data=sent))
        page.look()
        assert (page.status, page.title[:7]) == (400, "Error: ")
        assert "The one" in page.html
        assert [a["value"] for a in page.all("input") if a.get("name") == "result"] == [str(result)]
    assert site.team.store.shares.page(site.team.id) == []


def test_the_form_of_the_board_leads_to_the_form_for_a_share(site: RecruiterSite) -> None:
    first, second = site.team.told(MELODY, name="Ada"), site.team.told(TENT)
    token = site.visitor.open("/recruiter/account").token
    sent = {"csrf_token": token, "result": [str(second), str(first), str(second)]}
    page = Page(site.visitor.ask("/recruiter/shares/new", method="POST", data=sent))
    page.look()
    assert page.status == 200
    kept = [a["value"] for a in page.all("input") if a.get("name") == "result"]
    assert kept == [str(second), str(first)]
    assert page.chosen == ["reasons"]
    assert site.team.store.shares.page(site.team.id) == []


def test_results_and_shares_of_another_team_are_not_found(
    site: RecruiterSite, app: Flask, teams: Teams
) -> None:
    theirs = teams.visitor(teams.administrator("Consulate B"))
    result = site.team.told(MELODY)
    link = site.link(result)
    assert theirs.open("/recruiter/shares/1").status == 404
    assert theirs.open(f"/recruiter/shares/new?{results_query(result)}").status == 404
    token = theirs.open("/recruiter/account").token
    sent = {"csrf_token": token, "label": "x", "reveal": "answers", "result": str(result)}
    for address in ("/recruiter/shares", "/recruiter/shares/1/revoke"):
        assert theirs.ask(address, method="POST", data=sent).status_code == 404
    assert "Nothing is shared yet." in theirs.open("/recruiter/shares").words
    assert Visitor(app).open(link).status == 200


def test_after_a_change_of_the_secret_key_a_share_opens_but_its_link_is_not_shown(
    site: RecruiterSite, start_app: Callable[..., Flask], teams: Teams
) -> None:
    link = site.link(site.team.told(MELODY))
    other = start_app(secret_key="another key, as long as a key must be, too")  # noqa: S106
    assert Visitor(other).open(link).status == 200
    visitor = Visitor(other)
    who = teams.store.accounts.people(site.team.id)[0].recruiter
    visitor.client.set_cookie("recruiter", teams.session(who))
    page = visitor.open("/recruiter/shares/1")
    assert "It still opens, but cannot be shown again." in page.words
    assert "/s/" not in page.html
    visitor.send("/recruiter/shares/1/revoke", page)
    assert Visitor(app := other).open(link).status == 404, app


def test_no_concurrent_reader_sees_the_page_after_revoking(site: RecruiterSite, app: Flask) -> None:
    link = site.link(site.team.told(MELODY))
    form = site.visitor.open("/recruiter/shares")
    revoked, ready = threading.Event(), threading.Barrier(17)

    def read(_: int) -> set[int]:
        visitor, seen = Visitor(app), set()
        ready.wait()
        until = time.monotonic() + 120
        while time.monotonic() < until:
            known = revoked.is_set()
            status = visitor.ask(link).status_code
            assert not (known and status == 200), "a revoked page was shown"
            seen.add(status)
            if known:
                return seen
        raise AssertionError("it was never read after the revoke")

    def press() -> int:
        sent = {"csrf_token": form.token}
        answer = site.visitor.ask("/recruiter/shares/1/revoke", method="POST", data=sent)
        return answer.status_code

    with ThreadPoolExecutor(16) as pool:
        reading = [pool.submit(read, number) for number in range(16)]
        ready.wait()
        answers = (press() for _ in range(50))  # 503 where the readers have all connections
        done = any(status == 303 for status in answers)
        revoked.set()
        assert done
        seen = set().union(*(each.result() for each in reading))
    assert seen <= {200, 404, 429, 503}
    assert 200 in seen
