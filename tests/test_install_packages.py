"""What is missing on a machine is installed before pytest starts, or named with what to do."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("install-packages")
NEEDED = (
    "bash",
    "dirname",
    "grep",
    "readlink",
    "sleep",
    "touch",
)  # by the script and the stand-ins
PROGRAMS = (
    *(
        "chromium-headless-shell",
        "firefox-esr",
        "WebKitWebDriver",
        "MiniBrowser",
        "Xvfb",
        "fc-list",
    ),
    *("nginx", "pgbouncer", "openssl", "soffice"),
)
POSTGRESQL = ("initdb", "pg_ctl", "postgres")
BUSY = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)"


class Machine:
    """A machine on which only what stands in a folder can be found."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "programs"
        self.server = folder / "postgresql" / "15" / "bin"
        self.log = folder / "log"
        self.programs.mkdir()
        for name in NEEDED:
            found = shutil.which(name)
            assert found
            (self.programs / name).symlink_to(found)
        self.put("id", "echo 0")

    def put(self, name: str, script: str = "") -> None:
        (self.programs / name).write_text(f"#!{shutil.which('bash')}\n{script}\n")
        (self.programs / name).chmod(0o755)

    def put_all(self) -> None:
        """Put everything there that the tests need."""
        for name in PROGRAMS:
            self.put(name, "echo font")
        self.server.mkdir(parents=True)
        for name in POSTGRESQL:
            (self.server / name).touch(mode=0o755)

    def put_apt_get(self, *, first_says: str = "") -> None:
        """Put an apt-get there that installs all; it says something and fails the first time."""
        installs = [
            f"printf '#!/bin/sh\\necho font\\n' > {self.programs}/{name}; "
            f"/bin/chmod +x {self.programs}/{name}"
            for name in PROGRAMS
        ]
        installs.append(f"/bin/mkdir -p {self.server}")
        installs += [
            f"touch {self.server}/{name}; /bin/chmod +x {self.server}/{name}" for name in POSTGRESQL
        ]
        self.put(
            "apt-get",
            f"""echo "$@" >> {self.log}
            if [ -n "{first_says}" ] && [ ! -e {self.log}.failed ]; then
              touch {self.log}.failed; echo "{first_says}" >&2; exit 100
            fi
            case "$*" in *" install "*) {"; ".join(installs)};; esac""",
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPT, *arguments],
            env={
                "PATH": str(self.programs),
                "HOME": str(self.programs),
                "POSTGRESQL_PROGRAMS": str(self.server.parents[1]),
                "SBIN": str(self.programs),
                "WEBKIT": str(self.programs),
                "APT_PAUSE": "0",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """Return how apt-get was called."""
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_nothing_is_said_or_installed_where_all_is_there(
    machine: Machine, arguments: list[str]
) -> None:
    machine.put_all()
    machine.put_apt_get()
    done = machine.run(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.calls() == []


def test_what_is_missing_is_installed_once(machine: Machine) -> None:
    machine.put_apt_get()
    done = machine.run()
    assert done.returncode == 0, done.stderr
    update, install = machine.calls()
    assert update.endswith(" update")
    assert install.endswith(
        " install --no-install-recommends "
        "chromium-headless-shell firefox-esr webkit2gtk-driver xvfb fontconfig fonts-noto-cjk "
        "postgresql nginx pgbouncer openssl libreoffice-calc"
    )
    assert machine.run().returncode == 0
    assert len(machine.calls()) == 2


@pytest.mark.parametrize("name", ["apt-get", "id", "--check"])
def test_where_nothing_may_be_installed_each_thing_is_named_with_its_package_and_the_cure(
    machine: Machine, name: str
) -> None:
    machine.put_apt_get()
    if name == "apt-get":
        (machine.programs / "apt-get").unlink()
    elif name == "id":
        machine.put("id", "echo 1000")
    done = machine.run(*([name] if name == "--check" else []))
    assert done.returncode == 1
    reason = {
        "apt-get": "there is no apt-get",
        "id": "only root may do that",
        "--check": "Nothing was installed",
    }
    assert reason[name] in done.stderr
    for line in (
        "a browser (chromium-headless-shell): install chromium-headless-shell",
        "a PostgreSQL server (initdb, pg_ctl, postgres): install postgresql",
        "LibreOffice Calc (soffice): install libreoffice-calc",
        "Firefox (firefox-esr): install firefox-esr",
        "WebKit (WebKitWebDriver, MiniBrowser): install webkit2gtk-driver",
        "a screen for WebKit (Xvfb): install xvfb",
        "apt-get install --no-install-recommends chromium-headless-shell firefox-esr",
    ):
        assert line in done.stderr
    assert machine.calls() == []


def test_only_what_is_missing_is_named(machine: Machine) -> None:
    machine.put_all()
    (machine.programs / "soffice").unlink()
    done = machine.run("--check")
    assert "  LibreOffice Calc (soffice): install libreoffice-calc\n" in done.stderr
    assert done.stderr.endswith(" --no-install-recommends libreoffice-calc\n")


def test_another_chromium_is_enough_where_nothing_may_be_installed(machine: Machine) -> None:
    machine.put_all()
    (machine.programs / "chromium-headless-shell").unlink()
    machine.put("google-chrome")
    assert machine.run().returncode == 0
    machine.put_apt_get()
    assert machine.run().returncode == 0
    (install,) = [line for line in machine.calls() if " install " in line]
    assert install.endswith(" chromium-headless-shell")


def test_another_package_manager_is_waited_for(machine: Machine) -> None:
    machine.put_apt_get(first_says=BUSY)
    done = machine.run()
    assert done.returncode == 0, done.stderr
    update, again, install = machine.calls()
    assert update == again
    assert "DPkg::Lock::Timeout=" in install


def test_a_package_that_cannot_be_installed_is_an_error_that_says_why(machine: Machine) -> None:
    machine.put(
        "apt-get", 'case "$*" in *" install "*) echo "E: no such package" >&2; exit 100;; esac'
    )
    done = machine.run()
    assert done.returncode == 1
    assert "E: no such package" in done.stderr
    assert "apt-get install failed." in done.stderr


def test_a_package_without_its_program_is_an_error(machine: Machine) -> None:
    machine.put("apt-get")
    done = machine.run()
    assert done.returncode == 1
    assert "After installing, this is still missing:" in done.stderr
