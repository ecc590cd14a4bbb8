"""Each of many deliberate faults in rules.yaml is named by `quiz check` or `quiz diff`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.rules_faults import COMPARISONS, GATES, POINTS, Mutation
from support.rules_faults_of_questions import CLAIMS, QUESTIONS

from quiz.cli import main

RULES = Path(__file__).parents[1] / "rules.yaml"
MUTATIONS = [*COMPARISONS, *GATES, *POINTS, *QUESTIONS, *CLAIMS]


def run(command: str, file: Path) -> str:
    """Everything that the command says, checking a file or comparing it with the real one."""
    files = [str(file)] if command == "check" else [str(RULES), str(file)]
    result = CliRunner().invoke(main, [command, *files])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


@cache
def said_of_the_faultless_file(command: str) -> str:
    return run(command, RULES)


def test_there_are_thirty_faults_and_no_two_are_the_same():
    assert len({(fault.before, fault.after) for fault in MUTATIONS}) >= 30
    assert len({fault.done for fault in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize("fault", MUTATIONS, ids=lambda fault: fault.done.replace(" ", "-"))
def test_the_rules_file_has_what_a_fault_replaces_once(fault: Mutation):
    assert RULES.read_text().count(fault.before) == 1, "the table must follow the rules file"


@pytest.mark.thorough
@pytest.mark.parametrize("fault", MUTATIONS, ids=lambda fault: fault.done.replace(" ", "-"))
def test_a_deliberate_fault_is_named(fault: Mutation, tmp_path):
    source = RULES.read_text()
    mutated = tmp_path / "rules.yaml"
    mutated.write_text(source.replace(fault.before, fault.after))
    lines = mutated.read_text().splitlines()
    output = run(fault.command, mutated)
    assert fault.says
    for words in fault.says:
        assert words in output
        assert words not in said_of_the_faultless_file(fault.command)
    if fault.at:
        (line,) = (number for number, text in enumerate(lines, start=1) if fault.at in text)
        assert f"{mutated}:{line}:" in output
