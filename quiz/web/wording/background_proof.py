"""Proves what the rules promise, beside the start of the server, and keeps the proof."""

from __future__ import annotations

import ctypes
import logging
import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from quiz.core.decide.engine import Engine

if TYPE_CHECKING:
    from quiz.core.prove.proof import Proof

HEAD_START = 1.0
"""Seconds after the start until a proof begins that no page waits for yet.

A process that has just started answers its first visitors before it proves anything.
"""

PATIENCE = 20.0
"""Seconds that a page waits for a proof that is under way; the usual one takes less than one."""

MOST_WAITING = 2
"""How many pages wait for it at once, so that threads are left for pages that need none."""


class BackgroundProof:
    """The proof of one edition, which begins a moment after the start and delays nobody."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._proof: Proof | None = None
        self._process = os.getpid()
        self._one_at_a_time = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING)
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._prove_soon, name="proving", daemon=True)

    def start(self) -> None:
        """Begin in a moment, or as soon as a page wants the proof; a broken promise is logged."""
        self._thread.start()

    def proof(self) -> Proof | None:
        """Return the proof, waiting for one under way.

        None where that takes too long, or enough pages wait already.
        """
        if self._proof is None:
            if self._process != os.getpid():
                # A process that was forked has no thread of its parent, but the lock it held.
                self._one_at_a_time, self._process = threading.Lock(), os.getpid()
            if self._thread.is_alive():
                self._wait()
            else:
                self._prove()
        return self._proof

    def _wait(self) -> None:
        if self._places.acquire(blocking=False):
            try:
                self._wanted.set()
                self._thread.join(PATIENCE)
            finally:
                self._places.release()

    def _prove_soon(self) -> None:
        self._wanted.wait(HEAD_START)
        self._prove()

    def _prove(self) -> None:
        with self._one_at_a_time:
            if self._proof is None:
                # The rows of the count are large, and no page shows them.
                proof = replace(prove(self._engine), counting=None)
                _log(self._engine, proof)
                self._proof = proof
                _give_memory_back()


def prove(engine: Engine) -> Proof:
    """Return what can be proved about a file."""
    from quiz.core.prove import proof  # with NumPy, for which a start does not wait

    return proof.prove(engine)


def _give_memory_back() -> None:
    """Give freed memory back to the system, which the C library would keep for later.

    Only glibc has a function for it; others need none.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _log(engine: Engine, proof: Proof) -> None:
    log = logging.getLogger("quiz")
    first = engine.rules.languages[0]
    if proof.census is None:
        log.warning("the answer sheets cannot be counted: %s", proof.reason)
    for result in proof.promises:
        if not result.holds:
            found = "broken" if result.holds is False else "not proved"
            log.error("promise %s: %s", found, result.promise.says[first])
    for persona in proof.personas:
        if not persona.holds:
            log.error("persona %s is not told what the file expects", persona.name)
