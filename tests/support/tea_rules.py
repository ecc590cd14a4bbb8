"""Reads tests/cli/tea.yaml without the quiz, and has faults for it."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TODAY, TOMORROW = (f"{dt.datetime.now(dt.UTC).date() + dt.timedelta(days)}" for days in range(2))
"""TOMORROW is the latest day that a file may say to be checked, so that nothing is ever due."""

NEVER = "2999-01-01"
"""Stands in the file for TOMORROW."""


def plain(path: Path) -> dict[str, Any]:
    """Return a YAML file as data that JSON can hold, with dates as texts."""
    result: dict[str, Any] = json.loads(_as_json(path.read_text()))
    return result


@lru_cache(maxsize=32)
def _as_json(text: str) -> str:
    data = YAML(typ="safe", pure=True).load(text)
    return json.dumps(data, default=str, ensure_ascii=False)


def sheet(data: dict[str, Any]) -> dict[str, Any]:
    """An answer sheet out of JSON, as the reference implementation has it: tuples of choices."""
    return {id_: tuple(each) if isinstance(each, list) else (each,) for id_, each in data.items()}


MISTAKES = (
    ("when: {hour: noon}", "when: {hour: nooon}"),
    ("when: {milk: yes}", "when: {milk: maybe}"),
    ("least_fit: 40", "least_fit: 140"),
)
"""Faults for the file, in reading order."""

IDLE_RULE = """\
  late-and-early:
    when: {hour: {at_least: evening, at_most: noon}}
    check: BLACK
    because: {en: Never., ja: ありません。}

outcome:"""
"""For `\\noutcome:`, a rule that never applies."""
