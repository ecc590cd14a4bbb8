"""Starts what deploy/ describes from those very files, with other ports and paths."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from configparser import RawConfigParser
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from support import postgresql
from support.certificates import write_certificate
from support.commands import PROGRAM
from support.ports import free_port
from support.processes import children
from support.wire import Connection, Wire

DEPLOY = Path(__file__).parents[2] / "deploy"
PASSWORD = "a password of the database"  # noqa: S105 - of a server that only tests use
LOADED, PROCESSES = "Quiz loaded", 2  # as deploy/gunicorn.conf.py says
UNITS = {"waitress": "quiz-waitress.service", "gunicorn": "quiz-gunicorn.service"}


def text_of(name: str, replacements: Mapping[str, str]) -> str:
    """Return the text of a file in deploy/ with replacements, each of which must occur."""
    text = (DEPLOY / name).read_text()
    for old, new in replacements.items():
        assert old in text, f"{old} is not in deploy/{name}"
        text = text.replace(old, new)
    return text


def unit(name: str) -> RawConfigParser:
    """Return a systemd unit of deploy/, parsed."""
    parser = RawConfigParser(strict=False, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "systemd" / name)
    return parser


def settings_of(text: str) -> dict[str, str]:
    """Return the settings of a file such as deploy/quiz.env."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


class QuizServer:
    """waitress or gunicorn, run as its systemd unit says."""

    def __init__(self, kind: str, folder: Path, port: int, settings: Mapping[str, str]) -> None:
        service = unit(UNITS[kind])["Service"]
        config = folder / "gunicorn.conf.py"
        config.write_text(text_of("gunicorn.conf.py", {"127.0.0.1:8000": f"127.0.0.1:{port}"}))
        paths = {
            "/srv/quiz/.venv/bin": str(PROGRAM.parent),
            "/srv/quiz/deploy/gunicorn.conf.py": str(config),
        }
        self._commands = [
            _replaced(service[key], paths)
            for key in ("ExecStartPre", "ExecStart")
            if key in service
        ]
        self._reload_commands = [
            _replaced(line.partition("=")[2], paths)
            for line in (DEPLOY / "systemd" / UNITS[kind]).read_text().splitlines()
            if line.startswith("ExecReload=")
        ]
        own = dict(pair.split("=") for pair in service.get("Environment", "").split())
        of_file = settings_of(text_of("quiz.env", {"/var/lib/quiz": str(folder)}))
        if "PORT" in own:
            own["PORT"] = str(port)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}
        self._environment = {**kept, **of_file, **own, **settings}
        self._folder = folder
        self._kind = kind
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run what comes before, start the server, and wait until each process answers."""
        *before, command = self._commands
        loaded = self.log.count(LOADED)
        for each in before:
            subprocess.run(shlex.split(each), env=self._environment, check=True, timeout=60)
        with (self._folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                shlex.split(command), env=self._environment, stdout=log, stderr=log
            )
        self.wait()
        until = time.monotonic() + 30
        while self._kind == "gunicorn" and self.log.count(LOADED) - loaded < PROCESSES:
            assert time.monotonic() < until, f"a process has not loaded the quiz: {self.log}"
            time.sleep(0.05)

    def wait(self) -> None:
        """Wait until the server answers; fail with its log where it has ended."""
        assert self.process
        for _ in range(600):
            with suppress(OSError):
                connection = Connection(self.port)
                connection.request("GET", "/healthz")
                assert connection.getresponse().status == 200
                connection.close()
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        pytest.fail(f"the server does not answer: {self.log}")

    def raw(self, request: str) -> bytes:
        """Send a request as it is, and return all that comes back."""
        with closing(Connection(self.port)) as connection:
            connection.connect()
            connection.sock.sendall(request.encode())
            return b"".join(iter(lambda: connection.sock.recv(65536), b""))

    @property
    def log(self) -> str:
        path = self._folder / "server.log"
        return path.read_text() if path.exists() else ""

    def kill(self) -> None:
        """Kill the server and the processes that it has started, as the system does in need."""
        assert self.process
        for pid in (self.process.pid, *children(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

    @contextmanager
    def worker(self) -> Iterator[None]:
        """Run the worker beside gunicorn until the end of the block; `quiz serve` has one."""
        if self._kind == "waitress":
            yield
            return
        command = unit("quiz-worker.service")["Service"]["ExecStart"]
        command = _replaced(command, {"/srv/quiz/.venv/bin": str(PROGRAM.parent)})
        with (self._folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                shlex.split(command), env=self._environment, stdout=log, stderr=log
            )
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(40) == 0

    def reload(self) -> int:
        """Reload the server as systemd does; return the exit code of the command that failed."""
        assert self.process
        for each in self._reload_commands:
            command = shlex.split(each.replace("$MAINPID", str(self.process.pid)))
            done = subprocess.run(
                command, env=self._environment, check=False, capture_output=True, timeout=60
            )
            if done.returncode:
                return done.returncode
        return 0

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop the server by a signal and return its exit code."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(40)


@contextmanager
def quiz_server(
    kind: str, folder: Path, settings: Mapping[str, str] | None = None
) -> Iterator[QuizServer]:
    """Run waitress or gunicorn until the end of the block."""
    server = QuizServer(kind, folder, free_port(), settings or {})
    server.start()
    try:
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.stop()


class Nginx:
    """nginx with TLS in front of a server."""

    def __init__(self, folder: Path, upstream: int) -> None:
        self.http, self.https = free_port(), free_port()
        certificate, _ = write_certificate(folder, "quiz.example", "quiz.example")
        self.tls = ssl.create_default_context(cafile=certificate)
        replacements = {
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
            "/etc/ssl/": f"{folder}/",
            "/var/log/nginx/": f"{folder}/",
            "/srv/quiz/deploy/nginx": str(DEPLOY / "nginx"),
        }
        (folder / "quiz.conf").write_text(text_of("nginx/quiz.conf", replacements))
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(
            f"{'user root;' if os.getuid() == 0 else ''}\npid {folder}/nginx.pid;\n"
            f"error_log {folder}/error.log;\nworker_processes 1;\ndaemon off;\n"
            "events { worker_connections 8192; }\n"
            f"http {{\naccess_log off;\n{temporary}include {folder}/quiz.conf;\n}}\n"
        )

    def wire(self, address: str = "127.0.0.1") -> Wire:
        """Return the way to the quiz for somebody at an address of this machine."""
        return Wire(self.https, address=address, tls=self.tls)


@contextmanager
def nginx(folder: Path, upstream: int) -> Iterator[Nginx]:
    """Run nginx in front of a port until the end of the block."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.fail("The tests need nginx: run tests/install-packages.", pytrace=False)
    running = Nginx(folder, upstream)
    arguments = [program, "-p", folder, "-c", running.configuration, "-e", folder / "error.log"]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE) as process:
        try:
            _wait_for(running.https, process)
            yield running
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(30)


@contextmanager
def prepared_postgresql() -> Iterator[tuple[postgresql.PostgreSQL, str]]:
    """Run PostgreSQL with the settings and the database of deploy/; give the quiz's URL."""
    with postgresql.postgresql() as server:
        server.configure((DEPLOY / "postgresql" / "quiz.conf").read_text())
        server.run_script(DEPLOY / "postgresql" / "create.sql", password=f"'{PASSWORD}'")
        user = f"quiz:{PASSWORD.replace(' ', '%20')}"
        yield server, f"postgresql://{user}@/quiz?host={server.folder}"


@contextmanager
def pgbouncer(server: postgresql.PostgreSQL) -> Iterator[str]:
    """Run pgbouncer before a server until the end of the block; give the quiz's URL."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.fail("The tests need pgbouncer: run tests/install-packages.", pytrace=False)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="quiz-pgbouncer-") as name:
        folder = Path(name)
        replacements = {
            "host=127.0.0.1 port=5432": f"host={server.folder} port=5432",
            "listen_port = 6432": f"listen_port = {port}",
            "/run/postgresql": name,
            "/etc/pgbouncer": name,
            "/var/log/postgresql": name,
        }
        (folder / "pgbouncer.ini").write_text(text_of("postgresql/pgbouncer.ini", replacements))
        (folder / "userlist.txt").write_text(f'"quiz" "{PASSWORD}"\n')
        for path in (folder, *folder.iterdir()):
            if server.user:
                shutil.chown(path, server.user["user"], server.user["group"])
        arguments: Any = [program, "-q", folder / "pgbouncer.ini"]
        with subprocess.Popen(arguments, cwd=folder, **server.user) as process:
            try:
                _wait_for(port, process)
                yield f"postgresql://quiz:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{port}/quiz"
            finally:
                process.terminate()


def _wait_for(port: int, process: subprocess.Popen[Any]) -> None:
    for _ in range(200):
        with suppress(OSError):
            connection = Connection(port)
            connection.connect()
            connection.close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"{process.args!r} does not listen")


def _replaced(text: str, replacements: Mapping[str, str]) -> str:
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text
