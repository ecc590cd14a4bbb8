"""Measures the CPU time of a start of `quiz serve`, and of the commands that people wait for.

The server has a database with all tables, as at all starts but the first, and is stopped as soon
as it answers; what it proves of its rules afterwards, beside its visitors, is not part of it.
Everything is compared with a Python that imports Flask and SQLAlchemy and ends.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
ROUNDS = 5
GOAL = 1.0
PROGRAM = "from quiz.program import run; run()"
COMMANDS = {
    "quiz --help": ["--help"],
    "quiz check": ["check", "rules.yaml"],
    "quiz explain": ["explain", "docs/example-answers.yaml"],
    "quiz facts": ["facts", "rules.yaml"],
    "quiz db upgrade": ["db", "upgrade"],
}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = {**os.environ, "QUIZ_INSTANCE": folder, "PORT": str(port)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _seconds(PROGRAM, ["db", "upgrade"], environment)
        times: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            bare = _seconds("import flask, sqlalchemy", [], environment)
            times.setdefault("Flask and SQLAlchemy", []).append(bare)
            times.setdefault("quiz serve", []).append(_until_it_answers(port, environment))
            for name, arguments in COMMANDS.items():
                times.setdefault(name, []).append(_seconds(PROGRAM, arguments, environment))
    bare = median(times["Flask and SQLAlchemy"])
    print(f"seconds of CPU, {ROUNDS} rounds\n")
    print(f"{'':<24}{'median':>8}{'least':>8}{'most':>8}{'ratio':>8}")
    for name, each in times.items():
        middle = median(each)
        missed = f"  missed, the goal is {GOAL} s" if name == "quiz serve" and middle > GOAL else ""
        print(
            f"{name:<24}{middle:>8.2f}{min(each):>8.2f}{max(each):>8.2f}{middle / bare:>8.1f}"
            f"{missed}"
        )


def _start(code: str, arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _seconds(code: str, arguments: list[str], environment: dict[str, str]) -> float:
    """Run a program to its end and return the CPU time that it took."""
    process = _start(code, arguments, environment)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime


def _until_it_answers(port: int, environment: dict[str, str]) -> float:
    """Start the server, and return the CPU time that it had taken when it first answered."""
    process = _start(PROGRAM, ["serve"], environment)
    while True:
        connection = HTTPConnection("127.0.0.1", port)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            break
        except OSError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.01)
        finally:
            connection.close()
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    process.send_signal(signal.SIGKILL)
    process.wait()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
