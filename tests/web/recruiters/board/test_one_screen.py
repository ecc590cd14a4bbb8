"""A result as recruiters read it: in the third person, and with its neighbours on the board."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from conftest import ROOT
from flask import Flask
from support.teams import Teams
from support.visitor import Page, Visitor

from quiz.core.language.sheet import sheet_of
from quiz.core.prove.proof import persona_answers
from quiz.store import BoardFilter
from quiz.web.wording.for_recruiters import RecruitersView, recruiters_view
from quiz.web.wording.outcome import result_view
from quiz.web.wording.result_page import result_parts

NOW = datetime.now(UTC)
PIANO = {"home": ("house",), "likes": ("melody",), "skill": ("some",)}
DRUMS = {"home": ("house",), "likes": ("rhythm",), "skill": ("some",)}
SAID_TO_APPLICANTS = re.compile(r"\b(you|your|yours|yourself)\b|\bask the\b", re.IGNORECASE)


def view_of(app: Flask, name: str, code: str = "en") -> RecruitersView:
    """Return the view of a persona of the real rules."""
    quiz = app.extensions["quiz"]
    answers = persona_answers(quiz.engine, name)
    localized = quiz.editions.today.localizations[code]
    return recruiters_view(quiz.engine.outcome(answers), answers, quiz.engine.rules, localized)


def sentences(view: RecruitersView) -> list[str]:
    """Return what the program and the rules say, without the answers, which are quotes."""
    reasons = [reason for each in view.answers for reason in each.reasons] + list(view.others)
    said = [view.headline, *view.to_settle, *(each.label for each in view.answers)]
    said += [reason.says for reason in reasons if reason.says]
    said += [words for reason in reasons for _, words in reason.effects]
    return said


@pytest.fixture
def teams_with_three(teams: Teams) -> tuple[Teams, Visitor, list[int]]:
    """A recruiter with a piano, a drum and a piano player, the last of them the newest."""
    who = teams.recruiter()
    fair = teams.invitation(who)
    sheets = (PIANO, DRUMS, PIANO)
    ids = [
        teams.result(who, sheet, fair, name=f"P{n}", created_at=NOW - timedelta(days=9 - n))
        for n, sheet in enumerate(sheets)
    ]
    return teams, teams.visitor(who), ids


def neighbours(page: Page) -> dict[str, str]:
    return {a["rel"]: a["href"] for a in page.all("a") if a.get("rel") in ("prev", "next")}


def test_next_and_previous_are_those_of_the_view(
    teams_with_three: tuple[Teams, Visitor, list[int]],
) -> None:
    _, visitor, (first, second, third) = teams_with_three
    page = visitor.open(f"/recruiter/results/{second}")
    assert "2 of 3" in page.words
    assert neighbours(page) == {
        "prev": f"/recruiter/results/{third}",
        "next": f"/recruiter/results/{first}",
    }
    board = visitor.open("/recruiter?best=PIANO&sort=oldest")
    [link, _] = board.links_to("/recruiter/results/")
    assert link == f"/recruiter/results/{first}?best=PIANO&sort=oldest"
    page = visitor.open(link)
    assert "1 of 2" in page.words
    assert neighbours(page) == {"next": f"/recruiter/results/{third}?best=PIANO&sort=oldest"}
    assert "/recruiter?best=PIANO&sort=oldest" in page.links


def test_the_view_survives_saving_and_a_result_that_leaves_it_keeps_its_neighbours(
    teams_with_three: tuple[Teams, Visitor, list[int]],
) -> None:
    _, visitor, (_, second, third) = teams_with_three
    page = visitor.open(f"/recruiter/results/{third}?has_status=new")
    [action] = [form["action"] for form, *_ in page.forms if "/work" in form["action"]]
    page = visitor.send(action, page, stage="contacted", note="Called.")
    assert "Saved." in page.words
    assert neighbours(page) == {"next": f"/recruiter/results/{second}?has_status=new"}
    wrong = visitor.send(action, page, stage="gone")
    assert wrong.status == 422
    assert neighbours(wrong) == neighbours(page)


def test_a_search_by_name_goes_along(
    teams_with_three: tuple[Teams, Visitor, list[int]],
) -> None:
    _, visitor, (first, *_) = teams_with_three
    [link] = visitor.open("/recruiter?name=p0").links_to("/recruiter/results/")
    page = visitor.open(link)
    assert "1 of 1" in page.words
    assert "/recruiter?name=p0" in page.links
    page = visitor.send(f"/recruiter/results/{first}/work?name=p0", page, note="Called.")
    assert "/recruiter?name=p0" in page.links


def test_a_view_that_is_none_is_the_whole_board(
    teams_with_three: tuple[Teams, Visitor, list[int]],
) -> None:
    _, visitor, ids = teams_with_three
    page = visitor.open(f"/recruiter/results/{ids[0]}?has_status=never&first=soon")
    assert page.status == 200
    assert "3 of 3" in page.words


def test_neighbours_equal_the_order_of_every_sorted_board(
    teams_with_three: tuple[Teams, Visitor, list[int]],
) -> None:
    teams, _, ids = teams_with_three
    team = teams.team("Consulate A")
    for sort in ("newest", "oldest", "fit", "name", "due"):
        filters = BoardFilter(sort=sort)  # type: ignore[arg-type]
        order = [row.id for row in teams.store.board.page(team, filters).rows]
        assert sorted(order) == sorted(ids)
        for place, id_ in enumerate(order, 1):
            found = teams.store.board.neighbours(team, filters, id_)
            assert found is not None
            assert (found.before, found.after) == ([None, *order][place - 1], [*order, None][place])
            assert (found.place, found.total) == (place, 3)
    other = teams.team("Consulate B")
    assert teams.store.board.neighbours(other, BoardFilter(), ids[0]) is None


@pytest.fixture
def real_app(start_app: Callable[..., Flask]) -> Flask:
    return start_app(rules_path=ROOT / "rules.yaml")


def test_nothing_of_any_persona_is_said_to_the_applicant(real_app: Flask) -> None:
    for name in real_app.extensions["quiz"].engine.rules.personas:
        for code in ("en", "ja"):
            for said in sentences(view_of(real_app, name, code)):
                assert not SAID_TO_APPLICANTS.search(said), (name, said)
                assert "あなた" not in said, (name, said)
                assert "ご確認ください" not in said, (name, said)


def test_every_reason_is_told_once_and_its_points_add_up(real_app: Flask) -> None:
    quiz = real_app.extensions["quiz"]
    for name in quiz.engine.rules.personas:
        answers = persona_answers(quiz.engine, name)
        outcome = quiz.engine.outcome(answers)
        view = view_of(real_app, name)
        told = [each for line in view.answers for each in line.reasons] + list(view.others)
        for id_, found in outcome.positions.items():
            label = quiz.editions.today.localizations["en"].label(id_)
            effects = [words for reason in told for _, words in reason.effects]
            points = [
                int(words.removeprefix(f"{label} +"))
                for words in effects
                if words.startswith(f"{label} +")
            ]
            assert sum(points) == found.points, (name, id_)


def test_rules_without_words_are_one_line_with_their_points_added_up(real_app: Flask) -> None:
    view = view_of(real_app, "fluent-office-worker")
    [duties] = [line for line in view.answers if line.label == "Would enjoy"]
    [reason] = duties.reasons
    assert (reason.says, reason.effects) == (None, (("points", "CIR +14"),))


TEACHER_THROUGH_FRANCE = {
    "duties": ["team_teaching"],
    "teaching_interest": ["keen"],
    "teaching_experience": ["qualified"],
    "sports_background": ["none"],
    "work_language": ["other"],
    "language": ["good"],
    "japanese_level": ["n5"],
    "japanese_use": ["none"],
    "citizenship": ["dual_japanese"],
    "country": ["fr"],
    "openings": ["unknown"],
    "degree": ["teacher_training"],
    "history": ["none_of_these"],
}


def test_each_effect_stands_beside_the_answer_that_the_rule_is_about(real_app: Flask) -> None:
    quiz = real_app.extensions["quiz"]
    answers = sheet_of(quiz.engine.forms, TEACHER_THROUGH_FRANCE)
    outcome = quiz.engine.outcome(answers)
    localized = quiz.editions.today.localizations["en"]
    view = recruiters_view(outcome, answers, quiz.engine.rules, localized)
    said = {each.label: each.reasons for each in view.answers}

    def beside(question: str) -> dict[str, list[str]]:
        reasons = said[localized.questions[question].label]
        return {str(each.says): [words for _, words in each.effects] for each in reasons}

    assert beside("teaching_experience") == {"Qualified teacher": ["ALT +2"]}
    assert beside("degree") == {
        "Teacher training without a bachelor’s degree; settle whether it is enough": [
            "ALT: to settle"
        ],
        "No bachelor’s degree by departure": ["CIR: ruled out"],
    }
    assert list(beside("country")) == ["Few ALT posts through France"]
    silent = [each for reasons in said.values() for each in reasons if each.says is None]
    assert {effect for each in silent for effect, _ in each.effects} == {"blocks", "points"}


def test_the_team_settles_what_the_applicant_is_told_to_ask_about(real_app: Flask) -> None:
    quiz = real_app.extensions["quiz"]
    localized = quiz.editions.today.localizations["en"]
    sheets = [persona_answers(quiz.engine, name) for name in quiz.engine.rules.personas]
    sheets.append(sheet_of(quiz.engine.forms, TEACHER_THROUGH_FRANCE))
    numbers = []
    for answers in sheets:
        outcome = quiz.engine.outcome(answers)
        if outcome.best:
            page = result_view(outcome, localized, "30", reasons=True)
            asked = result_parts(page, outcome, localized, answers).ask or ""
            view = recruiters_view(outcome, answers, quiz.engine.rules, localized)
            assert len(view.to_settle) == asked.count("<li>")
            numbers.append(asked.count("<li>"))
    assert numbers[-1] == 6
