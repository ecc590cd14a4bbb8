"""The office of a team: what it says of itself, and its logo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from support.invitations import invite
from support.offices import OFFICE, add_office, picture

from quiz.store import Logo, Office, OfficeDetails, Store

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def test_an_office_is_found_by_its_team_and_by_its_invitation(store: Store) -> None:
    ours, other = invite(store, "Consulate A"), invite(store, "Consulate B", code="YORK-7K4Q")
    assert store.offices.of_team(ours.team) == Office(team_name="Consulate A")
    digest = add_office(store, ours.team)
    found = store.offices.of_team(ours.team)
    assert found.logo == Logo(digest, 300, 100)
    assert (found.names, found.address) == (OFFICE.names, OFFICE.address)
    assert store.offices.of_invitation(ours.id) == found
    assert store.offices.of_invitation(other.id) == Office(team_name="Consulate B")
    assert [found.name(code) for code in ("en", "ja", "fr")] == [
        *OFFICE.names.values(),
        "Consulate A",
    ]


def test_the_details_and_the_logo_change_by_themselves(store: Store) -> None:
    team = store.accounts.add_team("Consulate A", NOW)
    assert team is not None
    store.offices.change_logo(team, picture(), 300, 100)
    first = store.offices.of_team(team).logo
    assert first is not None
    store.offices.change(team, OfficeDetails(phone="1"))
    store.offices.change(team, replace(OFFICE, phone=None))
    assert store.offices.of_team(team).logo == first
    assert store.offices.logo(first.digest) == picture()
    store.offices.change_logo(team, picture((30, 10)), 30, 10)
    assert store.offices.logo(first.digest) is None, "it is nobody's any more"
    store.offices.remove_logo(team)
    left = store.offices.of_team(team)
    assert (left.logo, left.phone, left.page) == (None, None, OFFICE.page)


def test_two_teams_may_have_the_same_logo(store: Store) -> None:
    teams = [store.accounts.add_team(name, NOW) for name in ("Consulate A", "Consulate B")]
    for team in teams:
        assert team is not None
        digest = add_office(store, team)
    assert teams[0] is not None
    store.offices.remove_logo(teams[0])
    assert store.offices.logo(digest) == picture()
