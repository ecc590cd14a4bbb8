"""Searching a board for people, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from support.board_results import NOW, Invited

from quiz.store import BoardFilter, NewRecipient, Store
from quiz.store.search_terms import folded

PEOPLE = {
    "José Álvarez": "jose@mail.example",
    "Sinéad O’Neil": "sinead.oneil@example.ie",
    "山田　太郎": "taro＠example.jp",
    "Jean-Luc Müller": None,
    "Łukasz Straße": None,
    "がくや": None,
    "Ægir Þór Guðrún Ǿster": None,
    "髙橋 ﾊﾅｺ": None,
    "Taylor 100% _x": None,
}


@pytest.fixture
def team(store: Store) -> int:
    invited = Invited(store)
    team, who = invited.team("Consulate A")
    invitation = invited.invitation(team, who)
    for name, email in PEOPLE.items():
        result = invited.result(invitation, name=name, email=email)
        if name == "Jean-Luc Müller":
            store.notes.add(team, result, who, "Met at the café; plays shōgi", NOW)
            contacted = invited.stage(team, "contacted")
            store.work.change(team, [result], who, {"stage": contacted}, NOW)
    other, somebody = invited.team("Consulate B")
    invited.result(invited.invitation(other, somebody), name="José", email="jose@b.example")
    return team


def found(store: Store, team: int, name: str) -> list[str | None]:
    return [row.name for row in store.board.page(team, BoardFilter(name=name, sort="oldest")).rows]


def invited(store: Store, team: int, text: str) -> list[str | None]:
    return [each.name for each, _ in store.person_data.find_invited(team, text)]


TYPED = pytest.mark.parametrize(
    ("typed", "name"),
    [
        *((typed, "José Álvarez") for typed in ("jose", "JOSÉ", "Jose\u0301", "ｊｏｓｅ")),
        *((typed, "Sinéad O’Neil") for typed in ("O'Neil", "O’Neil", "oneil", "o‘neil", "Sinead")),
        *((typed, "山田　太郎") for typed in ("山田太郎", "山田 太郎", "山田　太郎", "太郎")),
        *((typed, "Jean-Luc Müller") for typed in ("jean luc", "JEAN‐LUC", "muller", "Müller")),
        *((typed, "Łukasz Straße") for typed in ("lukasz", "strasse", "STRASSE")),
        *((typed, "髙橋 ﾊﾅｺ") for typed in ("ハナコ", "髙橋ハナコ", "ﾊﾅｺ")),
        *((typed, "José Álvarez") for typed in ("jose@mail", "JOSE@MAIL.EXAMPLE")),
        *((typed, "Sinéad O’Neil") for typed in ("sinead.oneil@", "example.ie")),
        *((typed, "José Álvarez") for typed in ("mailto:jose@mail.example", "jose@mail.example,")),
        *(
            (typed, "Ægir Þór Guðrún Ǿster")
            for typed in ("aegir thor gudrun oster", "ǽgir", "ǿster")
        ),
        ("100%", "Taylor 100% _x"),
        ("_x", "Taylor 100% _x"),
    ],
)
"""What somebody types, and who is found by it."""

NOBODY = ("かくや", "nobody", "contacted", "'", "-", "b.example", "%x")


@TYPED
def test_people_are_found_however_they_are_written(
    store: Store, team: int, typed: str, name: str
) -> None:
    assert found(store, team, typed) == [name]


@pytest.mark.parametrize("typed", ["cafe", "Shogi", "met at the"])
def test_people_are_found_by_a_note(store: Store, team: int, typed: str) -> None:
    assert found(store, team, typed) == ["Jean-Luc Müller"]


@pytest.mark.parametrize("typed", NOBODY)
def test_nothing_else_is_found(store: Store, team: int, typed: str) -> None:
    assert found(store, team, typed) == []


@pytest.fixture
def inviting(store: Store) -> int:
    """A team that has invited the same people personally; another team has invited José, too."""
    made = Invited(store)
    for name, people in (("Consulate A", PEOPLE), ("Consulate B", {"José": "jose@b.example"})):
        team, who = made.team(name)
        invitation = made.invitation(team, who)
        new = [
            NewRecipient(
                email or f"{number}@home.test",
                who_is,
                "seed",
                f"t{name}{number}",
                f"s{number}",
                None,
            )
            for number, (who_is, email) in enumerate(people.items())
        ]
        store.recipient_mails.invite(team, invitation, who, new, NOW)
    found = store.accounts.team("Consulate A")
    assert found is not None
    return found.id


@TYPED
def test_people_who_were_invited_are_found_however_they_are_written(
    store: Store, inviting: int, typed: str, name: str
) -> None:
    assert invited(store, inviting, typed) == [name]


@pytest.mark.parametrize("typed", [*NOBODY, "", "ple taylor"])
def test_nobody_else_who_was_invited_is_found(store: Store, inviting: int, typed: str) -> None:
    assert invited(store, inviting, typed) == []


def test_a_result_is_found_by_the_name_to_which_its_invitation_was_sent(
    store: Store, inviting: int
) -> None:
    """The applicant gave no name, and the team asks for all data of José."""
    [(recipient, _)] = store.person_data.find_invited(inviting, "jose alvarez")
    result = Invited(store).result(recipient.invitation, recipient=recipient.id)
    assert invited(store, inviting, "jose alvarez") == []
    assert [each.id for each in store.person_data.find(inviting, "JOSÉ ALVAREZ", None, None)] == [
        result
    ]


def test_what_was_withdrawn_is_not_found(store: Store, team: int) -> None:
    [row] = store.board.page(team, BoardFilter(name="cafe")).rows
    store.results.withdraw(row.id)
    assert found(store, team, "cafe") == []


def test_folding_twice_is_folding_once() -> None:
    for text in [*PEOPLE, *filter(None, PEOPLE.values())]:
        assert folded(folded(text)) == folded(text)
