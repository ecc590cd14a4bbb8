"""Measures the memory and the time that an export of all results of a team takes.

A process of its own serves the request as a WSGI server does. Before that, it sends an export
without results and returns freed memory to the system, because the proof at its start takes
more than any request. The memory of the export is the peak resident size after that.
"""

from __future__ import annotations

import ctypes
import gc
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from flask import Flask

from benchmarks.pages import quiz_app
from benchmarks.sheets import RULES, draw_sheets
from benchmarks.team import add_invitation, add_team
from quiz.core.load.loader import digest
from quiz.store import NewResult, Store, hash_token
from quiz.web.framework.link_tokens import new_token

RESULTS = 10_000
GOAL = 20.0
"""Megabytes above the size before the export."""


def main() -> None:
    """Print what each kind of export takes."""
    print(f"{RESULTS:,} results\n")
    print(f"{'':<8}{'MB sent':>10}{'seconds':>10}{'MB more':>10}{'goal':>8}")
    with tempfile.TemporaryDirectory() as folder:
        full, empty = _fill(Path(folder))
        for kind in ("csv", "xlsx", "json"):
            found = _measured(folder, empty, full, kind)
            missed = "" if found["more"] < GOAL else "  missed"
            print(
                f"{kind:<8}{found['sent']:>10.1f}{found['seconds']:>10.1f}"
                f"{found['more']:>10.1f}{GOAL:>8.0f}{missed}"
            )


def _fill(folder: Path) -> tuple[str, str]:
    """Add a team with results and one without; return the token of a session in each."""
    app = quiz_app(folder)
    parts = app.extensions["quiz"]
    store: Store = parts.store
    team, recruiter, full = add_team(store, "full")
    _, _, empty = add_team(store, "empty")
    invitation, now = add_invitation(store, team, recruiter), datetime.now(UTC)
    source = RULES.read_bytes()
    for number, answers in enumerate(islice(draw_sheets(parts.engine, seed=5), RESULTS)):
        token = new_token()
        new = NewResult(
            submission=hash_token(token),
            token=token,
            digest=digest(source),
            source=source,
            language="en",
            answers=answers,
            outcome=parts.engine.outcome(answers),
            created_at=now,
        )
        kept = store.results.add_invited(
            new, invitation, name=f"応募者 {number}", email=f"a{number}@mail.example"
        )
        assert kept is not None
    store.close()
    return full, empty


def _measured(folder: str, empty: str, full: str, kind: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.exports", folder, empty, full, kind],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(folder: Path, empty: str, full: str, kind: str) -> None:
    """Print as JSON what the export of the team `full` takes after that of `empty`."""
    app = quiz_app(folder)
    _send(app, empty, kind)
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # resets the peak size
    before, begun = _kilobytes("VmRSS"), time.monotonic()
    sent = _send(app, full, kind)
    seconds, more = time.monotonic() - begun, _kilobytes("VmHWM") - before
    print(json.dumps({"sent": sent / 2**20, "seconds": seconds, "more": more / 1024}))


def _send(app: Flask, session: str, kind: str) -> int:
    """Read an export in pieces; return its size in bytes."""
    browser = app.test_client()
    browser.set_cookie("recruiter", session)
    answer = browser.get(f"/recruiter/export.{kind}")
    assert answer.status_code == 200, answer.status
    return sum(len(piece) for piece in answer.iter_encoded())


def _kilobytes(name: str) -> int:
    [line] = [
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)
    ]
    return int(line.split()[1])


if __name__ == "__main__":
    measure(Path(sys.argv[1]), *sys.argv[2:5])
