"""Opens the page "Try other answers" and reads what it says of the positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from support.visitor import Page, Visitor

ROW = re.compile(r'<li class="[^"]*" data-position="([^"]+)">(.*?)</li>', re.DOTALL)
WORDS = re.compile(r'<span class="words">([\d,]+\s%)')
BEFORE = re.compile(r"[(（](?:before: |変更前：)(\d+\s%)[)）]")
CHIP = re.compile(r'<span class="chip \w+">.*?</svg>(.*?)</span>', re.DOTALL)


class Fit(NamedTuple):
    """A position: its fit, the fit before if that was another, and its standing in words."""

    now: str
    before: str | None
    chips: tuple[str, ...]


def attempt(visitor: Visitor, address: str, **answers: str | Sequence[str]) -> Page:
    """Open the page on which these answers are tried, as the form without scripts does."""
    sent = {f"q-{question}": answer for question, answer in answers.items()}
    return visitor.open(f"{address}/try?{urlencode(sent, doseq=True)}")


def fits(page: Page) -> dict[str, Fit]:
    """Return what the page says of each position."""
    found = {}
    for position, row in ROW.findall(page.html):
        now, before = WORDS.search(row), BEFORE.search(row)
        assert now, row
        found[position] = Fit(
            _plain(now[1]), _plain(before[1]) if before else None, tuple(CHIP.findall(row))
        )
    return found


def _plain(percent: str) -> str:
    return percent.replace("\u00a0", " ")
