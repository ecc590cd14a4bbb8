"""The proof beside the start of a server: who waits for it, and what is kept of it."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from conftest import ROOT

from quiz.core.decide.engine import Engine
from quiz.core.load.loader import load
from quiz.core.prove.proof import Proof, prove
from quiz.web.wording import background_proof
from quiz.web.wording.background_proof import MOST_WAITING, BackgroundProof

CODE = """
import gc, sys, weakref
from quiz.core.load.loader import load
from quiz.core.prove import proof as proofs
from quiz.web.wording.background_proof import BackgroundProof

counted, count = [], proofs.count

def remembered(engine):
    counting = count(engine)
    counted.append(weakref.ref(counting))
    return counting

proofs.count = remembered
gc.disable()
engine, _ = load(open(sys.argv[1], "rb").read())
background = BackgroundProof(engine)
print(background.proof().census.sheets > 0, [rows() for rows in counted])
"""


def test_the_rows_of_a_finished_proof_are_freed_at_once() -> None:
    """In a process of its own, in which nothing else refers to them."""
    file = ROOT / "docs" / "example-rules.yaml"
    done = subprocess.run(
        [sys.executable, "-c", CODE, file], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("True [None]\n", "")


def test_a_proof_begins_when_a_page_wants_it_and_otherwise_a_moment_after_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine, _ = load((ROOT / "docs" / "example-rules.yaml").read_bytes())
    assert engine is not None
    monkeypatch.setattr(background_proof, "HEAD_START", 3600)
    background = BackgroundProof(engine)
    background.start()
    assert background.proof() is not None

    begun = threading.Event()

    def noted(engine: Engine) -> Proof:
        begun.set()
        return prove(engine)

    monkeypatch.setattr(background_proof, "prove", noted)
    monkeypatch.setattr(background_proof, "HEAD_START", 0.01)
    BackgroundProof(engine).start()
    assert begun.wait(30)


def test_two_pages_wait_for_a_proof_and_further_ones_go_on_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine, _ = load((ROOT / "docs" / "example-rules.yaml").read_bytes())
    assert engine is not None
    goes_on = threading.Event()

    def slowly(engine: Engine) -> Proof:
        assert goes_on.wait(30)
        return prove(engine)

    monkeypatch.setattr(background_proof, "prove", slowly)
    background = BackgroundProof(engine)
    background.start()
    with ThreadPoolExecutor(6) as pool:
        waiting = {pool.submit(background.proof) for _ in range(6)}
        try:
            while len(waiting) > MOST_WAITING:
                done, waiting = wait(waiting, timeout=10, return_when=FIRST_COMPLETED)
                assert {each.result() for each in done} == {None}
        finally:
            goes_on.set()
        assert [each.result() is not None for each in waiting] == [True] * MOST_WAITING
    assert background.proof() is not None
