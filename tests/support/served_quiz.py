"""Serves the quiz with rules.yaml from a thread, with a port and a database of its own."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property, partial
from pathlib import Path

from flask import Flask

from quiz.core.language.model import Answers
from quiz.core.language.rules_file import Rules
from quiz.core.prove.proof import persona_answers
from quiz.server.server import Server
from quiz.settings import Settings
from quiz.web.app import LARGEST_BODY
from quiz.web.framework.language import Language, read_languages
from quiz.web.pages.errors import response_for
from support.apps import ready_app
from support.visitor import Visitor

RULES = Path(__file__).parents[2] / "rules.yaml"


class Site:
    """A running quiz, and access to its application and database."""

    def __init__(self, app: Flask, url: str, database: Path) -> None:
        self.app = app
        self.url = url
        self.database = database

    @property
    def rules(self) -> Rules:
        return self.app.extensions["quiz"].engine.rules

    def answers(self, persona: str) -> Answers:
        """Return the answers of a persona of the rules file, in order."""
        return persona_answers(self.app.extensions["quiz"].engine, persona)

    def heading(self, persona: str, language: str) -> str:
        """Return the heading of the result that the rules file expects for a persona."""
        (best,) = self.rules.personas[persona].expect["best"]
        if best == "none":
            return self.languages[language].gettext("No position fits these answers yet")
        return self.rules.positions[best].name[language]

    @cached_property
    def languages(self) -> dict[str, Language]:
        return read_languages(self.rules.languages)

    @property
    def results(self) -> int:
        """How many results are stored."""
        with closing(sqlite3.connect(self.database)) as connection:
            return int(connection.execute("SELECT count(*) FROM results").fetchone()[0])

    def cookie(self, answers: Answers) -> str:
        """Submit these answers page by page, and return the session cookie."""
        visitor = Visitor(self.app, base_url=self.url)
        token = visitor.open(f"/quiz/{next(iter(self.rules.questions))}").token
        for question, answer in answers.items():
            sent = {"csrf_token": token, "answer": list(answer)}
            assert visitor.ask(f"/quiz/{question}", method="POST", data=sent).status_code == 303
        cookie = visitor.client.get_cookie("quiz", "127.0.0.1")
        assert cookie
        return cookie.value

    @contextmanager
    def busy_database(self) -> Iterator[None]:
        """Hold the write lock of the database during the block."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """Move the database file away during the block, as if its disk were missing."""
        away = self.database.with_name("away.db")
        self.database.rename(away)
        try:
            yield
        finally:
            away.rename(self.database)


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Serve the quiz from a thread, as `quiz serve` does, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        database = folder / "quiz.db"
        app = ready_app(
            Settings(
                rules_path=RULES,
                database_url=f"sqlite:///{database}",
                secret_key="a key for tests, as long as a key must be",  # noqa: S106
                instance=folder,
                public_url=url,
                hosts=("127.0.0.1",),
            )
        )
        parts = app.extensions["quiz"]
        parts.background_proof.proof()
        try:
            with answering(app, listening):
                yield Site(app, url, database)
        finally:
            parts.store.close()


@contextmanager
def answering(app: Flask, listening: socket.socket) -> Iterator[None]:
    """Answer the connections of a socket from a thread, until the end of the block."""
    server = Server(
        app,
        error_page=partial(response_for, app),
        largest_body=LARGEST_BODY,
        connections=1000,
        connections_of_one_address=None,
        sockets=[listening],
    )
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield
    finally:
        server.stop()
        thread.join()
