"""gunicorn in front of the quiz: few threads, because each process has few database connections."""

import fcntl
import gc
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
# nginx keeps connections open for the next request.
keepalive = 75
# Requests under way get this many seconds when a process is stopped.
graceful_timeout = 20
# No socket in the home folder.
control_socket_disable = True


def on_reload(server: Any) -> None:
    """Keep the processes of before while those that a reload starts load the quiz."""
    # By those that run, because a reload before the last one has ended counts from anew.
    server.num_workers = len(server.WORKERS) + server.cfg.workers


def pre_fork(server: Any, worker: Any) -> None:
    """Note for a process whether it is started by a reload, and so takes the place of another."""
    worker.replaces_another = server.num_workers > server.cfg.workers


def post_fork(_server: Any, _worker: Any) -> None:
    """Collect garbage as seldom as `quiz serve` does: most of what a start makes stays."""
    gc.set_threshold(50_000)


def post_worker_init(worker: Any) -> None:
    """Let the oldest process go, now that this one has loaded the quiz in its place."""
    worker.log.info("Quiz loaded (pid: %s)", worker.pid)
    if worker.replaces_another:
        threading.Thread(target=_replace_one, args=(worker.ppid,), daemon=True).start()


def _replace_one(master: int) -> None:
    # One process after the other: a signal is lost that comes before the last one is taken, and
    # a process of before would go on serving the rules of before.
    with Path(__file__).open() as shared:
        fcntl.flock(shared, fcntl.LOCK_EX)
        os.kill(master, signal.SIGTTOU)
        time.sleep(1)
