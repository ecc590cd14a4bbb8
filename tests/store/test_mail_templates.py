"""A team has templates of its own, each with a name that no other one of it has."""

from __future__ import annotations

from support.board_results import Invited

from quiz.store import MailTemplate, Store
from quiz.store.mail_templates import MOST_TEMPLATES

SUBJECTS, TEXTS = {"en": "Hello {name}", "ja": "{name}様"}, {"en": "A\n\nB", "ja": "あ"}


def test_templates_are_of_one_team_and_have_names_of_their_own(store: Store) -> None:
    invited = Invited(store)
    (team, _), (other, _) = invited.team("A"), invited.team("B")
    templates = store.mail_templates
    first = templates.add(team, "Second", SUBJECTS, TEXTS)
    assert first
    second = templates.add(team, "First", SUBJECTS, TEXTS)
    assert second
    assert templates.add(team, "First", SUBJECTS, TEXTS) is None
    assert templates.add(other, "First", SUBJECTS, TEXTS)
    assert [each.name for each in templates.of_team(team)] == ["First", "Second"]
    changed = MailTemplate(first, "Third", {"en": "S"}, {"en": "T"})
    assert templates.change(team, changed)
    assert templates.of_team(team)[1] == changed
    assert not templates.change(team, MailTemplate(first, "First", {}, {})), "taken"
    assert not templates.change(other, changed), "of another team"
    assert not templates.delete(other, first)
    assert templates.delete(team, first)
    assert [each.id for each in templates.of_team(team)] == [second]


def test_a_team_has_a_bounded_number_of_templates(store: Store) -> None:
    team, _ = Invited(store).team("A")
    for number in range(MOST_TEMPLATES):
        assert store.mail_templates.add(team, str(number), SUBJECTS, TEXTS)
    assert store.mail_templates.add(team, "one more", SUBJECTS, TEXTS) is None
