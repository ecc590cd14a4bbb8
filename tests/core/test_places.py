"""The models of a rules file say where its parts and its texts stand."""

from __future__ import annotations

from quiz.core.language import places
from quiz.core.language.programme import TableRow
from quiz.core.language.question import Choice
from quiz.core.language.rules_file import Rules


def test_parts_stand_where_a_file_has_them():
    found = places.parts()
    assert found[()] is Rules
    assert found["questions", "*", "choices", "*"] is Choice
    assert found["programme", "table", "*"] is TableRow


def test_texts_are_found_in_lists_in_mappings_and_under_the_ids_of_positions():
    found = places.texts()
    assert ("title",) in found
    assert ("positions", "*", "duties", "*") in found
    assert ("questions", "*", "choices", "*", "tells", "says") in found
    assert ("programme", "table", "*", "*") in found


def test_what_is_no_text_is_not_taken_for_one():
    found = places.texts()
    assert ("edition",) not in found
    assert ("facts", "*", "source") not in found
    assert ("rules", "*", "when") not in found
