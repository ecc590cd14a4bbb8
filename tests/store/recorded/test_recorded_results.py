"""What applicants had in a database of an earlier version works: results, links, invitations."""

from __future__ import annotations

from contextlib import closing

import pytest
from support.recorded_databases import (
    EXPECTED,
    INVITATIONS,
    RESULTS,
    SHARES,
    Recorded,
    headline,
    language_of,
    link_of,
    look_for,
    look_for_result,
    names_on_board,
    rows,
    team_page_of,
)

from quiz.store import Store

pytestmark = pytest.mark.thorough


def test_the_database_is_brought_up_to_date_and_then_found_in_order(recorded_url: str) -> None:
    with closing(Store(recorded_url)) as store:
        store.upgrade()
        store.check()


def test_an_owner_is_shown_each_result_as_it_was(recorded: Recorded) -> None:
    for name, result in RESULTS.items():
        if result["owned_by"]:
            page = recorded.owner(name).open(link_of(name))
            assert page.status == 200, name
            assert headline(page) == result["owner"]["headline"]
            look_for_result(page, result["owner"]["says"])


def test_the_data_of_each_result_is_as_it_was(recorded: Recorded) -> None:
    for name, result in RESULTS.items():
        if result["owned_by"]:
            data = recorded.owner(name).ask(f"{link_of(name)}/result.json").json
            assert data.pop("made_at")
            data.pop("email", None)  # which the owner of a team's result gets since
            assert data == result["data"]


def test_a_stranger_is_shown_as_much_of_each_result_as_before(recorded: Recorded) -> None:
    for name, result in RESULTS.items():
        page = recorded.visitor(language=language_of(name)).open(link_of(name))
        shown = result["stranger"]
        if shown is None:
            assert page.status == 404, f"the link of the result {name!r} is closed"
            continue
        assert page.status == 200, name
        assert headline(page) == shown["headline"]
        look_for_result(page, shown["says"])
        assert (shown["name"] or "") in page.words
        assert ("The answers" in page.words) == (name in ("answers", "ann"))


def test_a_link_that_led_nowhere_still_leads_nowhere(recorded: Recorded) -> None:
    for which in ("moved_from", "deleted", "deleted_by_team"):
        assert recorded.visitor("owner").open(f"/r/{EXPECTED[which]}").status == 404


def test_an_owner_finds_all_their_results_in_the_list(recorded: Recorded) -> None:
    own = {link_of(name) for name, each in RESULTS.items() if each["owned_by"] == "owner"}
    assert set(recorded.visitor("owner").open("/mine").links_to("/r/")) == own


@pytest.mark.parametrize("which", ["owner_link", "booth_owner_link"])
def test_an_owners_link_makes_another_browser_the_owner(recorded: Recorded, which: str) -> None:
    link = EXPECTED[which]
    visitor = recorded.visitor()
    page = visitor.send(f"/own/{link['token']}")
    assert page.path == link_of(link["result"])
    assert visitor.open(f"{page.path}/link").status == 200


def test_an_owner_changes_what_the_link_shows(recorded: Recorded) -> None:
    owner, link = recorded.owner("recommendation"), link_of("recommendation")
    page = owner.send(f"{link}/link", reveal="answers", name="Noa", closes_on="")
    assert "Saved." in page.words
    page = recorded.visitor().open(link)
    assert "Noa" in page.words
    assert "The answers" in page.words


def test_an_owner_closes_a_link_and_opens_it_under_a_new_address(recorded: Recorded) -> None:
    owner, link = recorded.owner("older edition"), link_of("older edition")
    assert owner.send(f"{link}/close", owner.open(f"{link}/link")).status == 200
    assert recorded.visitor().open(link).status == 404
    page = owner.send(f"{link}/move", owner.open(f"{link}/link"))
    moved = page.path.removesuffix("/link")
    assert moved != link
    assert recorded.visitor().open(moved).text("h1") == "Pianist · Flute player"


def test_an_owner_deletes_a_result(recorded: Recorded) -> None:
    owner, link = recorded.owner("oldest form"), link_of("oldest form")
    assert owner.send(f"{link}/delete").path == "/mine"
    assert owner.open(link).status == 404


def test_the_answers_of_an_older_edition_are_taken_over(recorded: Recorded) -> None:
    page = recorded.owner("oldest form").send(f"{link_of('oldest form')}/again")
    assert page.path == "/check-answers"
    look_for(page, ["In a flat", "They love it", "Melodies", "Rhythm", "Well"])


def test_a_withdrawn_result_is_gone_from_the_team_and_from_its_shares(recorded: Recorded) -> None:
    recorded.owner("ann").send(f"{link_of('ann')}/withdraw")
    ben = recorded.recruiter("Ben")
    assert "Ann Ångström" not in names_on_board(ben.open("/recruiter"))
    assert ben.open(team_page_of("ann")).status == 404
    assert recorded.visitor().open(f"/s/{SHARES['one']['token']}").status == 404
    assert recorded.owner("ann").open(link_of("ann")).status == 200


def test_a_share_shows_what_it_showed(recorded: Recorded) -> None:
    for name, share in SHARES.items():
        page, shown = recorded.visitor().open(f"/s/{share['token']}"), share["shows"]
        if shown is None:
            assert page.status == 404, f"the share {name!r} was revoked"
            continue
        assert headline(page) == shown["headline"]
        look_for_result(page, shown["says"])
        assert rows(page)[: len(shown["rows"])] == shown["rows"]


def test_an_invitation_that_is_not_open_says_why(recorded: Recorded) -> None:
    for stage, says in (
        ("full", "All places on this invitation are taken."),
        ("closed", "This invitation is closed."),
        ("not yet", "This invitation opens on"),
    ):
        look_for(recorded.visitor().open(f"/i/{INVITATIONS[stage]['code']}"), [says])


def test_somebody_takes_the_quiz_by_an_open_invitation(recorded: Recorded) -> None:
    visitor, address = recorded.visitor(), f"/i/{INVITATIONS['open']['code']}"
    look_for(visitor.open(address), ["Consulate A", "Careers fair", "Bring your flute."])
    visitor.send(address, name="Nina", email="nina@mail.example")
    visitor.answer(home="house", likes="melody", skill="some")
    assert visitor.finish().text("h1") == "Piano player"
    board = recorded.recruiter("Ben").open("/recruiter")
    assert names_on_board(board)[0] == "Nina"
