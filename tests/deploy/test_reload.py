"""A reload of gunicorn loses and refuses no request, and changes the rules if it can."""

from __future__ import annotations

import logging
import os
import re
import runpy
import signal
import threading
import time
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import SMALL
from support import deployment
from support.deployment import DEPLOY, QuizServer
from support.processes import children
from support.visitor import Visitor
from support.wire import Wire

pytestmark = pytest.mark.thorough

APPLICANTS = 3
ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}
TITLES = "Which instrument suits you?", "Which other instrument?"
PATIENCE = 120  # seconds for a reload on a busy machine; then the test fails


class Applicant(threading.Thread):
    """Takes the quiz again and again until it is told to stop; keeps what went wrong."""

    def __init__(self, wire: Wire, stop: threading.Event) -> None:
        super().__init__()
        self._wire, self._stop_now = wire, stop
        self.results = 0
        self.faults: list[str] = []

    def run(self) -> None:
        while not self._stop_now.is_set():
            visitor = Visitor(self._wire, base_url="https://quiz.example")  # type: ignore[arg-type]
            try:
                visitor.answer(**ANSWERS)
                page = visitor.send("/check-answers")
                assert page.path.startswith("/r/"), page.path
                self.results += 1
            except (OSError, HTTPException, AssertionError) as error:
                self.faults.append(repr(error))


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    rules = tmp_path / "rules.yaml"
    rules.write_text(SMALL.read_text())
    return rules


@pytest.fixture
def settings(rules: Path) -> dict[str, str]:
    return {
        "QUIZ_RULES": str(rules),
        "QUIZ_PEOPLE_PER_HOUR": "1000000",
        "GUNICORN_CMD_ARGS": "--graceful-timeout 5",  # its reload lasts that long, not 20 s
    }


@pytest.mark.parametrize("kind", ["gunicorn"])
def test_a_reload_under_load_answers_every_request_and_faulty_rules_are_refused(
    quiz: QuizServer, tmp_path: Path, rules: Path
) -> None:
    assert quiz.process
    before = set(children(quiz.process.pid))
    good = rules.read_text()
    stop = threading.Event()
    with deployment.nginx(tmp_path, quiz.port) as nginx:
        applicants = [Applicant(nginx.wire(), stop) for _ in range(APPLICANTS)]
        for each in applicants:
            each.start()
        try:
            rules.write_text("questions: {}\n")
            assert quiz.reload() != 0
            assert set(children(quiz.process.pid)) == before, quiz.log
            rules.write_text(good.replace(*TITLES))
            assert quiz.reload() == 0
            until = time.monotonic() + PATIENCE
            while before & set(children(quiz.process.pid)):
                assert time.monotonic() < until, quiz.log
                time.sleep(0.1)
            results = [each.results for each in applicants]
            assert TITLES[1] in nginx.wire().get("/")[1].decode()
            while any(each.results == old for each, old in zip(applicants, results, strict=True)):
                assert time.monotonic() < until, [each.faults for each in applicants]
                time.sleep(0.1)
        finally:
            stop.set()
            for each in applicants:
                each.join()
    assert [each.faults for each in applicants] == [[]] * APPLICANTS
    assert len(children(quiz.process.pid)) == len(before)
    found = re.findall(r"Handling signal: \w+|Worker exiting", quiz.log)
    assert found[:2] == ["Handling signal: hup", "Handling signal: ttou"]  # a new one is ready
    assert found.count("Handling signal: ttou") == found.count("Worker exiting") == len(before)


@pytest.mark.parametrize("kind", ["gunicorn"])
def test_a_reload_before_the_last_one_has_ended_leaves_as_many_processes(
    quiz: QuizServer,
) -> None:
    assert quiz.process
    master = quiz.process.pid
    before = set(children(master))
    os.kill(master, signal.SIGHUP)
    time.sleep(0.5)  # its processes have begun to load
    os.kill(master, signal.SIGHUP)
    until, steady = time.monotonic() + PATIENCE, 0
    while steady < 30:  # three seconds
        assert time.monotonic() < until, quiz.log
        now = set(children(master))
        steady = steady + 1 if len(now) == len(before) and not now & before else 0
        time.sleep(0.1)
    # Each process takes the place of one, and none takes two places.
    assert quiz.log.count("Handling signal: ttou") == quiz.log.count("Worker exiting")


def test_processes_that_have_loaded_at_the_same_moment_each_let_one_go() -> None:
    """The master is busy for a moment, in which the system would merge their signals."""
    path = str(DEPLOY / "gunicorn.conf.py")
    configuration = runpy.run_path(path)
    taken: list[int] = []
    before = signal.signal(signal.SIGTTOU, lambda number, _frame: taken.append(number))
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        for number in range(3):
            worker = SimpleNamespace(
                pid=number, ppid=os.getpid(), replaces_another=True, log=logging.getLogger()
            )
            configuration["post_worker_init"](worker)
        time.sleep(0.3)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTTOU})
        until = time.monotonic() + PATIENCE
        while len(taken) < 3:
            assert time.monotonic() < until, taken
            time.sleep(0.1)
        time.sleep(1.5)
        assert len(taken) == 3
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTTOU})
        signal.signal(signal.SIGTTOU, before)
