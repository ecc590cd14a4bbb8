"""How this quiz decides with many positions: the page does not scroll sideways, its table does."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from support.apps import ready_app
from support.served_quiz import answering

from quiz.settings import Settings

pytestmark = pytest.mark.thorough

WIDTH = "() => document.documentElement.scrollWidth"
TABLE = """() => {
  const box = document.querySelector(".scroll");
  box.scrollLeft = 100000;
  const last = box.querySelector("tbody tr:last-child td:last-child").getBoundingClientRect();
  return {scrolls: box.scrollWidth > box.clientWidth, seen: last.right <= innerWidth + 1};
}"""


def rules(positions: int) -> dict[str, Any]:
    ids = [f"POSITION-{number}" for number in range(positions)]
    choices = {"a": "One", "b": "Other"}
    return {
        "format": 1, "title": "T", "edition": "1", "checked": "2026-11-22", "languages": ["en"],
        "positions": {id_: {"name": f"The position {id_}"} for id_ in ids},
        "questions": {
            f"q{n}": {"ask": "Which of the two do you like?", "kind": "single", "choices": choices}
            for n in range(6)
        },
        "rules": {
            f"r{n}": {"when": {f"q{n % 6}": "a"}, "points": {id_: 1 + n}, "because": "You do."}
            for n, id_ in enumerate(ids)
        },
    }  # fmt: skip


@pytest.mark.parametrize("width", [1100, 360])
@pytest.mark.parametrize("positions", [3, 4, 5, 31])
def test_only_the_table_scrolls_sideways(browser: Browser, tmp_path: Path, positions, width):
    (tmp_path / "rules.yaml").write_text(json.dumps(rules(positions)))
    app = ready_app(
        Settings(
            rules_path=tmp_path / "rules.yaml",
            database_url=f"sqlite:///{tmp_path}/quiz.db",
            secret_key="a key for tests, as long as a key must be",  # noqa: S106
            instance=tmp_path,
        )
    )
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        answering(app, listening),
        browser.new_context(viewport={"width": width, "height": 800}) as context,
    ):
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}/rules")
        assert page.evaluate(WIDTH) == width
        table = page.evaluate(TABLE)
        assert table["seen"], "the last cell can be scrolled into view"
        if positions == 31:
            assert table["scrolls"]
    app.extensions["quiz"].store.close()
