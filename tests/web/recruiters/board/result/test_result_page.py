"""The team's page of a result: what it shows, to whom, and where it leads back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from support.board_results import statements
from support.result_page import FLAT, ONE
from support.teams import Teams
from support.visitor import Visitor


def test_a_team_sees_all_of_a_result_whatever_its_link_reveals(
    visitor: Visitor, teams: Teams
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    teams.store.links.change(1, reveal="recommendation", name="Ada & co", closes_at=yesterday)
    page = visitor.open(ONE)
    assert page.status == 200
    assert page.text("h1") == "Result of Ada & co"
    assert page.links_to("mailto:") == ["mailto:ada%2B1@mail.example"]
    for said in (
        "Fair <1>",
        "ada+1@mail.example",
        "Piano player",
        "Do your neighbours like music? They love it",
        "What do you like? Melodies and Rhythm",
        "PIANO +3",
        "PIANO: to settle",
        "Closest change",
    ):
        assert said in page.words, said


def test_the_recruiters_read_nothing_that_is_said_to_the_applicant(visitor: Visitor) -> None:
    page = visitor.open(ONE)
    for said in ("You like melodies.", "Important for you", "Practice"):
        assert said not in page.words, said
    quoted = "The applicant reads: “Ask when you may play.”"
    assert page.words.count("Ask when you may play.") == page.words.count(quoted) == 2


def test_a_result_is_in_the_language_of_the_recruiter(visitor: Visitor, teams: Teams) -> None:
    page = teams.visitor(teams.recruiter(), "ja").open(ONE)
    assert page.text("h1") == "Ada & coさんの結果" or "Ada & co" in page.text("h1")
    assert "PIANO：要確認" in page.words
    assert "to settle" not in page.words


def test_a_result_does_not_exist_for_another_team(visitor: Visitor, teams: Teams) -> None:
    visitor.send(f"{ONE}/work", visitor.open(ONE), note="ours alone")
    who = teams.recruiter("Consulate B")
    theirs = teams.visitor(who)
    form = theirs.open("/recruiter")
    for result in (1, 99, 2**63, "x"):
        assert theirs.open(f"/recruiter/results/{result}").status == 404
    for result in (1, 99):
        address = f"/recruiter/results/{result}"
        assert theirs.send(f"{address}/work", form, stage="contacted").status == 404
        assert theirs.send(f"{address}/work", form, note="theirs").status == 404
    assert [note.says for note in teams.store.notes.of(1, 1)] == ["ours alone"]


def test_a_result_older_than_its_retention_is_not_found(
    start_app: Callable[..., Flask],
) -> None:
    teams = Teams(start_app(retention_days=10))
    who = teams.recruiter()
    teams.result(who, created_at=datetime.now(UTC) - timedelta(days=11))
    visitor = teams.visitor(who)
    assert visitor.open(ONE).status == 404
    assert visitor.send(f"{ONE}/work", visitor.open("/recruiter"), note="x").status == 404


def test_a_result_withdrawn_in_the_meantime_is_not_found(visitor: Visitor, teams: Teams) -> None:
    form = visitor.open(ONE)
    teams.store.results.delete(1)
    assert visitor.send(f"{ONE}/work", form, note="x").status == 404
    assert visitor.send(f"{ONE}/work", form, stage="contacted").status == 404


def test_a_mail_that_was_prepared_is_in_the_history_of_those_who_can_get_it(
    teams: Teams,
) -> None:
    who = teams.recruiter()
    fair = teams.invitation(who)
    ada, ben = (teams.result(who, FLAT, fair, email=f"{n}@mail.example") for n in ("ada", "ben"))
    silent = teams.result(who, FLAT, fair)
    visitor = teams.visitor(who)

    def write(*results: int) -> None:
        visitor.send("/recruiter?do=mail", visitor.open("/recruiter"), result=list(results))

    said = "An e-mail to 2 people was prepared. Whether it was sent is not known."
    alone = "An e-mail to this person alone was prepared. Whether it was sent is not known."
    write(ada, ben, silent)
    write(ada)
    words = {id_: visitor.open(f"/recruiter/results/{id_}").words for id_ in (ada, ben, silent)}
    assert (words[ada].count(said), words[ada].count(alone)) == (1, 1)
    assert (words[ben].count(said), words[ben].count(alone)) == (1, 0)
    assert "was prepared" not in words[silent]
    [last, *_] = teams.store.notes.of(who.team_id, ada)
    assert teams.store.bulk_changes.find(who.team_id, last.id) is None, "it cannot be undone"


def test_what_leaves_a_result_leads_back_to_the_list_as_it_was(teams: Teams) -> None:
    who = teams.administrator()
    fair = teams.invitation(who)
    results = [teams.result(who, FLAT, fair, name=f"R{n:02}") for n in range(53)]
    visitor, query = teams.visitor(who), "sort=oldest"
    on_page = f"/recruiter?{query}&page=2"
    result = f"/recruiter/results/{results[-1]}"
    page = visitor.open(f"{result}?{query}")
    assert on_page in page.links
    [share] = page.links_to("/recruiter/shares/new")
    sharing = visitor.open(share)
    assert on_page in sharing.links
    fields = {a["name"]: a["value"] for a in sharing.all("input") if a.get("type") == "hidden"}
    made = visitor.send(
        "/recruiter/shares", sharing, **{**fields, "label": "L", "reveal": "reasons"}
    )
    assert on_page in made.links
    [erase] = page.links_to(f"{result}/erase")
    asked = visitor.open(erase)
    assert f"{result}?{query}" in asked.links
    [form] = [each["action"] for each in asked.all("form") if "erase" in each["action"]]
    assert on_page in visitor.send(form, asked).links
    page = visitor.open(f"/recruiter/results/{results[-2]}?{query}")
    [remove] = [each["action"] for each in page.all("form") if "remove" in each["action"]]
    left = visitor.send(remove, page)
    assert left.path == "/recruiter"
    assert "Done: one result is off the board." in left.words
    assert len([row for row in left.rows if "R50" in str(row)]) == 1, "on the second page"


def test_the_stages_of_the_team_are_read_once(visitor: Visitor) -> None:
    with statements() as sent:
        visitor.open(ONE)
    assert len([each for each in sent if "FROM stages" in each]) == 1
