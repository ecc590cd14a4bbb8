"""A server keeps what a proof found out, and not the rows from which it was counted."""

from __future__ import annotations

import subprocess
import sys

from conftest import ROOT

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
