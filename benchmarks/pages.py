"""Measures the CPU time of pages, as multiples of a Flask application that returns "hello".

The applications are called as a WSGI server calls them, without a server; requests are made
before they are timed. Every submission has a sitting of its own and is committed to an SQLite
file. Every result is opened once by its owner and once by another reader, so that the page
cache does not help. Its owner opens once the page on which other answers are tried, and then
tries one answer, drawn anew, with the whole form in the address, as the page sends it. Pages
take turns request by request: repeating one page would keep all of it in the processor's
caches, which no real server does, and would favour the smallest page.
"""

from __future__ import annotations

import gc
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from http.cookies import SimpleCookie
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder

from benchmarks.measure import Work, measure, show
from benchmarks.sheets import RULES, draw_sheets
from quiz import create_app
from quiz.core.language.model import Answers
from quiz.program import OBJECTS_BEFORE_A_COLLECTION
from quiz.settings import Settings
from quiz.web.framework.csrf import masked
from quiz.web.wording.localized import FIELD

ROUNDS = 21
CALLS_A_ROUND = 200
GOALS = {
    "question page": 6.0,
    "stored submission": 10.0,
    "result page": 8.0,
    "one's own result": 6.5,
    "other answers, opened": 12.0,
    "another answer tried": 12.0,
}
BROWSER = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-GB,en;q=0.8,ja;q=0.5",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}

Environ = dict[str, Any]
Headers = list[tuple[str, str]]


def hello_app() -> Flask:
    """Return the smallest Flask application."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def quiz_app(folder: Path) -> Flask:
    """Return the quiz with the real rules, and with its database in a folder."""
    settings = Settings(
        rules_path=RULES,
        database_url=f"sqlite:///{folder}/quiz.db",
        secret_key=secrets.token_hex(32),
        instance=folder,
        people_per_hour=1_000_000,
        most_results=1_000_000,
    )
    app = create_app(settings)
    app.extensions["quiz"].store.upgrade()
    app.test_client().get("/rules")  # waits until the proof in the background has ended
    return app


def caller(
    app: Flask, status: str, then: Callable[[Headers], object] = len
) -> Callable[[Environ], None]:
    """Return a function that sends a request to `app` and passes the headers to `then`.

    It raises AssertionError if the response has another status.
    """
    wsgi_app = app.wsgi_app

    def call(environ: Environ) -> None:
        begun: list[Any] = []
        body = wsgi_app(environ, lambda *started: begun.extend(started))
        sent = b"".join(body)
        body.close()  # type: ignore[attr-defined]  # Werkzeug's iterable has it
        assert begun[0].startswith(status), (begun, sent)
        then(begun[1])

    return call


class Visitors:
    """Makes requests of visitors, each with the cookie of a sitting of its own."""

    def __init__(self, app: Flask) -> None:
        self.submitted: list[Answers] = []
        self._sheets = draw_sheets(app.extensions["quiz"].engine, seed=4)
        self._cookie_name = app.config["SESSION_COOKIE_NAME"]
        self._browser = app.test_client()
        self._token = self._go_through(next(self._sheets))

    def _go_through(self, answers: Answers) -> str:
        """Answer every question as a browser does; return the CSRF token."""
        token = ""
        for question, answer in answers.items():
            self._browser.get(f"/quiz/{question}")
            with self._browser.session_transaction() as session:
                token = session["csrf_token"]
            sent = {
                "csrf_token": masked(token),
                "answer": list(answer),
            }
            assert self._browser.post(f"/quiz/{question}", data=sent).status_code == 303
        assert self._browser.get("/check-answers").status_code == 200
        return token

    def _another(self) -> tuple[Answers, str]:
        """Return the answers and the cookie of another visitor, who has answered everything."""
        answers = next(self._sheets)
        with self._browser.session_transaction() as session:
            session["answers"] = answers
            session["sitting"] = secrets.token_urlsafe(16)
        cookie = self._browser.get_cookie(self._cookie_name)
        assert cookie is not None
        return answers, cookie.value

    def questions(self) -> Iterator[Environ]:
        """Yield requests for question pages, equally many for each question."""
        for number in count():
            answers, cookie = self._another()
            yield self.request(f"/quiz/{list(answers)[number % len(answers)]}", cookie)

    def submissions(self) -> Iterator[Environ]:
        """Yield requests that submit answers, each of another visitor."""
        while True:
            answers, cookie = self._another()
            self.submitted.append(answers)
            yield self.request("/check-answers", cookie, {"csrf_token": masked(self._token)})

    def results(self, answered: list[Headers], *, own: bool) -> list[Environ]:
        """Return requests for the results of submissions, by their owners or by other readers."""
        requests = []
        for headers in map(dict, answered):
            cookie = SimpleCookie(headers["Set-Cookie"])[self._cookie_name].value if own else ""
            requests.append(self.request(headers["Location"], cookie))
        return requests

    def trials(self, answered: list[Headers]) -> tuple[list[Environ], list[Environ]]:
        """Return requests of owners that open the page of a trial, and that try one answer."""
        opened = self.results(answered, own=True)
        tried = self.results(answered, own=True)
        own, self.submitted = self.submitted[: len(tried)], self.submitted[len(tried) :]
        for number, environ in enumerate(tried):
            drawn = next(self._sheets)
            question = list(drawn)[number % len(drawn)]
            answers = {**own[number], question: drawn[question]}
            sent = {FIELD + each: answer for each, answer in answers.items()}
            environ["QUERY_STRING"] = urlencode(sent, doseq=True)
        for environ in (*opened, *tried):
            environ["PATH_INFO"] += "/try"
        return opened, tried

    def request(self, path: str, cookie: str = "", form: dict[str, str] | None = None) -> Environ:
        """Return a request as a WSGI server passes it on."""
        headers = {**BROWSER, "Cookie": f"{self._cookie_name}={cookie}"} if cookie else BROWSER
        method = "GET" if form is None else "POST"
        return EnvironBuilder(path, method=method, data=form, headers=headers).get_environ()


def rounds(quiz: Flask) -> Iterator[Mapping[str, Work]]:
    """Yield rounds of new requests; the first one is a warm-up."""
    visitors, answered = Visitors(quiz), list[Headers]()
    questions, submissions = visitors.questions(), visitors.submissions()
    say_hello = caller(hello_app(), "200")
    submit, open_page = caller(quiz, "303", answered.append), caller(quiz, "200")
    for first in islice(submissions, CALLS_A_ROUND):
        submit(first)
    for _ in range(1 + ROUNDS):
        made = list(answered)
        answered.clear()
        sent = list(islice(submissions, CALLS_A_ROUND))
        opened, tried = visitors.trials(made)
        yield {
            "hello": (say_hello, [visitors.request("/") for _ in range(CALLS_A_ROUND)]),
            "question page": (open_page, list(islice(questions, CALLS_A_ROUND))),
            "stored submission": (submit, sent),
            "result page": (open_page, visitors.results(made, own=False)),
            "one's own result": (open_page, visitors.results(made, own=True)),
            "other answers, opened": (open_page, opened),
            "another answer tried": (open_page, tried),
        }


def main() -> None:
    """Measure and print."""
    gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)  # as `quiz serve` does
    with tempfile.TemporaryDirectory() as folder:
        quiz = quiz_app(Path(folder))
        with closing(quiz.extensions["quiz"].store) as store:
            taken = {name: each[1:] for name, each in measure(rounds(quiz), together=1).items()}
            stored, sent = sum(1 for _ in store.results.all_answers()), CALLS_A_ROUND * (2 + ROUNDS)
            assert stored == sent, f"{sent} submissions made {stored} results"
    print("Pages of the quiz, called without a server, each request with another sitting,")
    print(f"over {ROUNDS} rounds of {CALLS_A_ROUND:,} requests each\n")
    show(taken, "hello", GOALS)
