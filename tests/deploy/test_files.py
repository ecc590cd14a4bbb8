"""The files in deploy/ are what their programs accept, and the documents name all of them."""

from __future__ import annotations

import gc
import re
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from ruamel.yaml import YAML
from support.deployment import DEPLOY, settings_of, unit

from quiz.program import OBJECTS_BEFORE_A_COLLECTION
from quiz.settings import Settings

UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir())
INSTRUCTIONS = ("FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "EXPOSE")
INSTRUCTIONS += ("STOPSIGNAL", "CMD")


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_only_sections_and_settings_that_systemd_knows(
    name: str, tmp_path: Path
) -> None:
    sections = {"Unit", "Install", "Service" if name.endswith(".service") else "Timer"}
    if name == "quiz-daily.service":
        sections.discard("Install")  # its timer starts it
    assert set(unit(name).sections()) == sections
    verify = shutil.which("systemd-analyze")
    if verify:
        for path in (DEPLOY / "systemd").iterdir():
            text = path.read_text().replace("/srv/quiz/.venv/bin/", "/bin/true --")
            (tmp_path / path.name).write_text(re.sub(r"/bin/true --\S+", "/bin/true", text))
        done = subprocess.run(
            [verify, "verify", "--man=no", tmp_path / name],
            capture_output=True,
            text=True,
            check=False,
        )
        told = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
        assert told == []


@pytest.mark.parametrize("name", ["quiz-waitress.service", "quiz-gunicorn.service"])
def test_a_unit_gives_requests_under_way_time_and_the_server_enough_files(name: str) -> None:
    service = unit(name)["Service"]
    assert int(service["LimitNOFILE"]) >= 4100
    assert int(service["TimeoutStopSec"]) > 20
    assert service["User"] == "quiz"


def test_the_settings_are_those_that_there_are(tmp_path: Path) -> None:
    text = (DEPLOY / "quiz.env").read_text()
    all_of_them = settings_of(re.sub(r"^#(?=QUIZ)", "", text, flags=re.MULTILINE))
    known = re.findall(r'"(QUIZ_[A-Z_]+)"', (ROOT / "quiz" / "settings.py").read_text())
    assert set(all_of_them) <= set(known)
    given = {**settings_of(text), "QUIZ_INSTANCE": str(tmp_path)}
    settings = Settings.from_environment(given)
    assert (settings.public_url, settings.trusted_proxies) == ("https://quiz.example", 1)


def test_a_shell_reads_the_settings_as_systemd_does() -> None:
    """As the function of docs/deploying.md does it, with the commented settings set too."""
    lines = (DEPLOY / "quiz.env").read_text().splitlines()
    text = "\n".join(line.removeprefix("#") for line in lines if re.match("#?QUIZ_", line))
    script = "set -a; . /dev/stdin; exec env"
    done = subprocess.run(
        ["sh", "-c", script], input=text, capture_output=True, text=True, check=True, env={}
    )
    found = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert {name: each for name, each in found.items() if "QUIZ_" in name} == settings_of(text)


@pytest.mark.parametrize("name", ["quiz-unavailable.html", "quiz-refused.html"])
def test_a_page_of_nginx_is_html_in_both_languages_and_needs_nothing_else(name: str) -> None:
    text = (DEPLOY / "nginx" / name).read_text()
    assert text.startswith("<!doctype html>")
    assert '<div lang="ja">' in text
    assert not re.search(r"\b(?:src|href|style)=", text)


def test_the_container_file_uses_what_there_is() -> None:
    text = (DEPLOY / "container" / "Containerfile").read_text()
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and line[0] != "#"]
    assert [line for line in lines if line.split()[0] not in INSTRUCTIONS] == []
    assert [line.split()[0] for line in lines].count("CMD") == 1
    for line in lines:
        if line.startswith("COPY"):
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
    assert lines.index("USER quiz") > max(
        number for number, line in enumerate(lines) if line.startswith("RUN")
    )
    command = next(line for line in lines if line.startswith("CMD")).removeprefix("CMD ")
    assert "deploy/gunicorn.conf.py" in YAML(typ="safe").load(command)[2]


def test_the_compose_file_is_yaml_whose_parts_fit_together() -> None:
    folder = DEPLOY / "container"
    compose: dict[str, Any] = YAML(typ="safe").load((folder / "compose.yaml").read_text())
    assert set(compose) == {"services", "volumes"}
    services = compose["services"]
    build = services["quiz"]["build"]
    context = folder / build["context"]
    assert context.resolve() == ROOT
    assert (context / build["dockerfile"]).is_file()
    for service in services.values():
        assert set(service.get("depends_on", [])) <= set(services)
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            here = source.startswith(".")
            assert source in compose["volumes"] or here, source
            assert not here or source == "./tls" or (folder / source).exists(), source
    environment = services["quiz"]["environment"]
    known = (ROOT / "quiz" / "settings.py").read_text()
    assert all(f'"{name}"' in known for name in environment)
    with_default = re.findall(r"\$\{(\w+)", (folder / "compose.yaml").read_text())
    assert set(with_default) == {"QUIZ_SECRET_KEY", "POSTGRES_PASSWORD"}


def test_the_page_about_deploying_names_every_file() -> None:
    page = (ROOT / "docs" / "deploying.md").read_text()
    lacking = [
        str(path.relative_to(ROOT))
        for path in DEPLOY.rglob("*")
        if path.is_file()
        and f"deploy/{path.relative_to(DEPLOY)}" not in page
        and "__pycache__" not in path.parts
    ]
    assert lacking == []


def test_gunicorn_collects_garbage_as_often_as_quiz_serve() -> None:
    configuration = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    before = gc.get_threshold()
    gc.set_threshold(700)
    try:
        configuration["post_fork"](None, None)
        assert gc.get_threshold()[0] == OBJECTS_BEFORE_A_COLLECTION
    finally:
        gc.set_threshold(*before)
