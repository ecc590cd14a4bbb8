"""The texts of rules.yaml as they are typed: a long text joins its lines as its language does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.tea_rules import plain

RULES = Path(__file__).parents[3] / "rules.yaml"
JAPANESE = "[ぁ-ヿ一-鿿、。（）「」～]"


def texts(part: Any, language: str) -> Iterator[str]:
    """Yield every text in a language, as the file is read."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == language and isinstance(value, str):
                yield value
            else:
                yield from texts(value, language)
    elif isinstance(part, list):
        for each in part:
            yield from texts(each, language)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_text_has_two_spaces_in_a_row_or_one_at_an_end(language: str) -> None:
    found = list(texts(plain(RULES), language))
    assert len(found) > 300
    assert [text for text in found if re.search(r"\s\s|^\s|\s$", text)] == []


def test_no_japanese_text_has_a_space_where_a_line_was_broken() -> None:
    between = re.compile(f"{JAPANESE} {JAPANESE}")
    assert [text for text in texts(plain(RULES), "ja") if between.search(text)] == []


def test_every_english_sentence_that_is_not_a_label_ends_or_is_a_phrase() -> None:
    """A text of several sentences ends as its first one does."""
    several = [text for text in texts(plain(RULES), "en") if re.search(r"[a-z]\. [A-Z]", text)]
    assert [text for text in several if not re.search(r"[.?)]$", text)] == []


@pytest.mark.parametrize(("language", "english"), [("en", "English"), ("ja", "英語")])
def test_the_command_of_another_working_language_is_not_called_english(
    language: str, english: str
) -> None:
    question = plain(RULES)["questions"]["language"]
    named = [question[key][language] for key in ("label", "ask")]
    assert [text for text in named if english in text] == []
