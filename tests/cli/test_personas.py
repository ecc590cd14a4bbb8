"""`quiz personas`: the personas of a file, and suggestions for more."""

from __future__ import annotations

from support.commands import quiz, quiz_process
from support.tea_rules import IDLE_RULE


def test_the_personas_of_a_file_are_listed_with_their_descriptions(tea):
    run = quiz_process("personas", tea)
    assert (run.code, run.err) == (0, "")
    assert run.out == "early-bird\nnight-owl: Comes home late\n"
    assert quiz("personas") == run


def test_suggestions_pasted_into_the_file_hold_and_leave_none_to_suggest(tea, other_tea):
    run = quiz("personas", tea, "--suggest")
    assert (run.code, run.err) == (0, "")
    suggested = run.out.removeprefix("personas:\n")
    assert suggested != run.out
    path = other_tea(("\npersonas:\n", f"\npersonas:\n{suggested}"))
    checked = quiz("check", path, "--strict")
    assert (checked.code, checked.err) == (0, "")
    again = quiz("personas", path, "--suggest")
    assert again.code == 0
    assert again.out == (
        "The personas of the file exercise every rule and both sides of every block.\n"
    )


def test_the_suggestions_for_the_real_file_hold_when_pasted_into_it(tmp_path, monkeypatch):
    monkeypatch.delenv("QUIZ_RULES")
    suggested = quiz("personas", "--suggest").out.removeprefix("personas:\n")
    source = quiz_rules().replace("\npersonas:\n", f"\npersonas:\n{suggested}")
    (tmp_path / "rules.yaml").write_text(source)
    assert quiz("check", tmp_path / "rules.yaml").code == 0


def quiz_rules() -> str:
    from quiz.settings import find_rules

    return find_rules().read_text()


def test_a_rule_that_can_never_apply_gets_no_suggested_persona(tea, other_tea):
    dead = other_tea(("\noutcome:", IDLE_RULE))
    assert quiz("personas", dead, "--suggest") == quiz("personas", tea, "--suggest")
