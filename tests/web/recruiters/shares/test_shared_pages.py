"""The page of a share: what it shows of results, until when, and that it is counted."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from support.sharing import MELODY, RHYTHM, TENT, SharingRecruiter
from support.visitor import Visitor

from quiz.settings import Settings
from quiz.store import hash_token


def test_one_shared_result_is_shown_as_its_page(sharing: SharingRecruiter) -> None:
    result = sharing.team.told(MELODY, name="花子", email="hanako@mail.example")
    stranger = Visitor(sharing.app)
    hidden = stranger.open(sharing.link(result))
    assert hidden.status == 200
    assert hidden.text("h1").endswith("Piano player")
    assert "花子" not in hidden.html
    named = stranger.open(sharing.link(result, names="yes"))
    assert "Best match for 花子" in named.words
    assert "Shared by R 1 for Consulate A. It can be opened until" in named.words
    assert "This quiz is unofficial." in named.words
    assert "hanako@mail.example" not in named.html
    assert "/r/" not in named.html
    assert "data-opened" in named.html


def test_several_shared_results_are_compared_in_their_order(sharing: SharingRecruiter) -> None:
    first = sharing.team.told(RHYTHM, name="次郎")
    second = sharing.team.told(MELODY)
    third = sharing.team.told(TENT, name="Ada")
    page = Visitor(sharing.app).open(sharing.link(third, first, second, names="yes"))
    assert page.text("h2") == "Ada 次郎 Result 3"
    assert [a["href"] for a in page.all("a") if a["href"].startswith("#result-")] == [
        "#result-1",
        "#result-2",
        "#result-3",
    ]
    assert "You like rhythm." in page.words
    assert "Rain ruins drums." in page.words
    assert "Do your neighbours like music?" not in page.words, "own links show reasons at most"
    japanese = Visitor(sharing.app, "ja").open(page.path)
    assert japanese.language == "ja"
    assert "リズムが好きだからです。" in japanese.words


@pytest.mark.thorough
@pytest.mark.parametrize("own", ["recommendation", "reasons", "answers"])
@pytest.mark.parametrize("shared", ["recommendation", "reasons", "answers"])
@pytest.mark.parametrize("several", [False, True])
def test_a_share_reveals_no_more_than_its_setting_and_the_applicants_link(
    sharing: SharingRecruiter, own: str, shared: str, several: bool
) -> None:
    result = sharing.team.told(MELODY)
    sharing.team.store.links.change(result, reveal=own, name=None, closes_at=None)
    results = [result, sharing.team.told(MELODY)] if several else [result]
    if several:
        sharing.team.store.links.change(results[1], reveal=own, name=None, closes_at=None)
    page = Visitor(sharing.app).open(sharing.link(*results, reveal=shared))
    assert page.status == 200
    assert "Piano player" in page.words
    both = {own, shared}
    assert ("You like melodies." in page.words) is ("recommendation" not in both)
    assert ("Where do you live?" in page.words) is (both == {"answers"})


def test_changes_to_the_applicants_link_affect_shares_at_once(
    sharing: SharingRecruiter,
) -> None:
    closed, other = sharing.team.told(MELODY, name="Ada"), sharing.team.told(RHYTHM)
    stranger = Visitor(sharing.app)
    link = sharing.link(closed, other, names="yes")
    assert "Ada" in stranger.open(link).words
    links, now = sharing.team.store.links, datetime.now(UTC)
    links.close(closed, now)
    page = stranger.open(link)
    assert page.status == 200
    assert "Ada" not in page.words
    assert "You like melodies." not in page.words
    assert "Result 1: no longer shown by the applicant." in page.words
    links.change(other, reveal="answers", name=None, closes_at=now)
    assert stranger.open(link).status == 404
    links.change(closed, reveal="answers", name="Ada L.", closes_at=now + timedelta(days=1))
    assert "Ada L." in stranger.open(link).words


def test_shares_do_not_show_results_older_than_their_retention(
    sharing: SharingRecruiter, settings: Settings
) -> None:
    old = datetime.now(UTC) - settings.retention
    result = sharing.team.told(MELODY, created_at=old + timedelta(minutes=1))
    other = sharing.team.told(MELODY, created_at=old - timedelta(minutes=1))
    page = Visitor(sharing.app).open(sharing.link(result, other))
    assert "Result 2: no longer shown" in page.words
    assert Visitor(sharing.app).open(sharing.link(other)).status == 404


def test_all_links_that_open_nothing_give_the_same_page(
    sharing: SharingRecruiter, database: sa.Engine
) -> None:
    stranger = Visitor(sharing.app)
    result = sharing.team.told(MELODY)
    revoked, expired = sharing.link(result), sharing.link(result)
    deleted = sharing.link(gone := sharing.team.told(MELODY))
    sharing.visitor.send("/recruiter/shares/1/revoke", sharing.visitor.open("/recruiter/shares"))
    with database.begin() as connection:
        connection.execute(
            sa.text("UPDATE shares SET ends_at = :now WHERE token_hash = :hash"),
            {"now": datetime.now(UTC), "hash": hash_token(expired.rpartition("/")[2])},
        )
    sharing.team.store.results.delete(gone)
    never_made = stranger.open("/s/" + "a" * 26)
    assert (never_made.status, never_made.text("h1")) == (404, "Page not found")
    for link in (revoked, expired, deleted, "/s/mistyped", "/s/" + "A" * 26):
        page = stranger.open(link)
        assert (page.status, page.html) == (404, never_made.html), link
        opened = stranger.ask(f"{link}/opened", method="POST", headers={"X-Opened": "link"})
        assert opened.status_code == 404


def test_openings_are_counted_only_when_requested_by_the_page_script(
    sharing: SharingRecruiter,
) -> None:
    link = sharing.link(sharing.team.told(MELODY))
    stranger = Visitor(sharing.app)
    stranger.open(link)
    stranger.ask(link, method="HEAD")
    assert stranger.ask(f"{link}/opened", method="POST").status_code == 400
    assert "nobody has opened it yet" in sharing.visitor.open("/recruiter/shares").words
    for _ in range(2):
        answer = stranger.ask(f"{link}/opened", method="POST", headers={"X-Opened": "link"})
        assert answer.status_code == 204
        assert "Set-Cookie" not in answer.headers
    assert "Opened at least 2 times" in sharing.visitor.open("/recruiter/shares").words


def test_shared_pages_are_not_cached_indexed_or_sent_as_referrer(sharing: SharingRecruiter) -> None:
    link = sharing.link(sharing.team.told(MELODY), sharing.team.told(MELODY))
    headers = Visitor(sharing.app).ask(link).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.both_databases
def test_no_concurrent_reader_sees_the_page_after_revoking(
    sharing: SharingRecruiter, app: Flask
) -> None:
    link = sharing.link(sharing.team.told(MELODY))
    form = sharing.visitor.open("/recruiter/shares")
    revoked, ready = threading.Event(), threading.Barrier(17)

    def read(_: int) -> set[int]:
        visitor = Visitor(app)
        seen = {visitor.ask(link).status_code}
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
        answer = sharing.visitor.ask("/recruiter/shares/1/revoke", method="POST", data=sent)
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
