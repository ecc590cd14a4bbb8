"""The settings of an installation, read once at start from environment variables.

All invalid values are reported together, before anything starts.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from quiz.oidc.settings import IdentityProvider, identity_provider
from quiz.setting_names import misspelt
from quiz.worker.smtp_server import FaultyUrl, SmtpServer, smtp_server

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
SHORTEST_KEY = 32  # characters: 128 bits even when written in hexadecimal


class FaultySettings(Exception):  # noqa: N818 - named for what it holds
    """Invalid settings; `problems` holds one sentence for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one installation to the next.

    `public_url` has no slash at its end. `hosts` are the host names that requests may name;
    empty allows any, which is safe because no link is built from them. `people_per_hour` is how
    many people behind one network address may take the quiz in an hour, `most_results` is the
    ceiling on stored results. Without `mail`, the quiz sends none; without
    `provider`, recruiters sign in with passwords and passkeys only.
    `daily_at` is a time of day in UTC. `webhook_local` is the host and port of a webhook that need
    not be on the internet; empty for none.
    """

    rules_path: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    instance: Path
    public_url: str = "http://127.0.0.1:8000"
    hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    retention_days: int = 400
    audit_days: int = 1095
    people_per_hour: int = 300
    most_results: int = 50_000
    operator: str = ""
    contact: str = ""
    mail: SmtpServer | None = None
    provider: IdentityProvider | None = None
    daily_at: time = time(4, 15)
    backup_folder: Path | None = None
    backups_kept: int = 7
    webhook_local: str = ""
    host: str = "127.0.0.1"
    port: int = 8000

    @property
    def retention(self) -> timedelta:
        """How long a result is stored."""
        return timedelta(days=self.retention_days)

    @property
    def audit_kept(self) -> timedelta:
        """How long an entry of the audit is stored."""
        return timedelta(days=self.audit_days)

    @property
    def secure(self) -> bool:
        """Whether the public URL uses https."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings from the environment; the defaults suit a single machine.

        Unless a secret key is set, writes one to the instance folder, which it creates.
        Raises FaultySettings with every problem found.
        """
        given = {name: value.strip() for name, value in environment.items() if value.strip()}
        problems = list(misspelt(given))
        instance = find_instance(given)
        port = _whole_number(given, "PORT", 8000, range(1, 65536), problems)
        public_url = given.get("QUIZ_PUBLIC_URL", "")
        folder = given.get("QUIZ_BACKUP_FOLDER")
        settings = cls(
            rules_path=find_rules(given),
            database_url=find_database(given),
            secret_key=_secret_key(given, instance, problems),
            instance=instance,
            public_url=_public_url(public_url, port, problems),
            hosts=_hosts(public_url),
            trusted_proxies=_whole_number(given, "QUIZ_TRUSTED_PROXIES", 0, range(11), problems),
            retention_days=_whole_number(
                given, "QUIZ_RETENTION_DAYS", 400, range(1, 36501), problems
            ),
            audit_days=_whole_number(given, "QUIZ_AUDIT_DAYS", 1095, range(30, 36501), problems),
            people_per_hour=_whole_number(
                given, "QUIZ_PEOPLE_PER_HOUR", 300, range(1, 1_000_001), problems
            ),
            most_results=_whole_number(
                given, "QUIZ_MOST_RESULTS", 50_000, range(100, 100_000_001), problems
            ),
            operator=given.get("QUIZ_OPERATOR", ""),
            contact=_contact(given, problems),
            mail=_mail(given, problems),
            provider=identity_provider(given, problems),
            daily_at=_time_of_day(given, problems),
            backup_folder=Path(folder).absolute() if folder else None,
            backups_kept=_whole_number(given, "QUIZ_BACKUPS_KEPT", 7, range(1, 1001), problems),
            webhook_local=_webhook_local(given, problems),
            host=given.get("HOST", "127.0.0.1"),
            port=port,
        )
        if not settings.database_url.startswith(("sqlite:", "postgresql", "postgres:")):
            problems.append(
                "QUIZ_DATABASE_URL must start with sqlite:/// or postgresql://; "
                "leave it out for a database in the instance folder."
            )
        if not settings.rules_path.is_file():
            problems.append(
                f"There is no rules file {settings.rules_path}; set QUIZ_RULES to where it is."
            )
        if problems:
            raise FaultySettings(tuple(problems))
        return settings


def find_rules(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the path of the rules file: as set, else in the checkout, else in the package."""
    return Path(environment.get("QUIZ_RULES") or _place("rules.yaml", PACKAGE)).absolute()


def find_instance(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the SQLite database and the secret key, unless those are set."""
    return Path(environment.get("QUIZ_INSTANCE") or _place("instance", Path.cwd())).absolute()


def find_database(environment: Mapping[str, str] = os.environ) -> str:
    """Return the URL of the database."""
    return environment.get("QUIZ_DATABASE_URL") or f"sqlite:///{find_instance(environment)}/quiz.db"


def find_folder(name: str) -> Path:
    """Return the folder `templates` or `static`: in the checkout, else in the package."""
    return _place(name, PACKAGE)


def picture_names() -> frozenset[str]:
    """Return the names of the pictures that a rules file can use: static/pictures/<name>.svg."""
    return frozenset(path.stem for path in (find_folder("static") / "pictures").glob("*.svg"))


def _place(name: str, installed: Path) -> Path:
    """Return the path of `name` in the checkout; without a checkout, in `installed`."""
    in_checkout = (CHECKOUT / "pyproject.toml").is_file()
    return (CHECKOUT if in_checkout else installed) / name


def _contact(given: Mapping[str, str], problems: list[str]) -> str:
    """Return the contact of whoever runs the quiz: an e-mail address or the URL of a page."""
    value = given.get("QUIZ_CONTACT", "")
    if value and not re.fullmatch(r"https?://[^\s@]+\S*|[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+", value):
        problems.append(
            "QUIZ_CONTACT must be an e-mail address or the URL of a page, such as "
            f"https://example.org/contact, not {value!r}."
        )
    return value


def _time_of_day(given: Mapping[str, str], problems: list[str]) -> time:
    """Return the time of the daily jobs."""
    value = given.get("QUIZ_DAILY_AT", "04:15")
    if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return time.fromisoformat(value)
    problems.append(f"QUIZ_DAILY_AT must be a time of day such as 04:15, not {value!r}.")
    return time()


def _webhook_local(given: Mapping[str, str], problems: list[str]) -> str:
    """Return the host and port of a webhook within the own network, for development."""
    value = given.get("QUIZ_WEBHOOK_LOCAL", "")
    if value and not re.fullmatch(r"[a-z0-9.-]+:[0-9]{1,5}", value):
        problems.append(
            f"QUIZ_WEBHOOK_LOCAL must be a host and a port, such as localhost:8443, not {value!r}."
        )
    return value


def _mail(given: Mapping[str, str], problems: list[str]) -> SmtpServer | None:
    """Return the mail server; None where none is set."""
    url = given.get("QUIZ_SMTP_URL")
    if url is None:
        if "QUIZ_MAIL_FROM" in given:
            problems.append("QUIZ_MAIL_FROM needs a mail server: set QUIZ_SMTP_URL, or neither.")
        return None
    try:
        return smtp_server(url, given.get("QUIZ_MAIL_FROM", ""))
    except FaultyUrl as error:
        problems.append(str(error))
        return None


def _whole_number(
    given: Mapping[str, str], name: str, default: int, allowed: range, problems: list[str]
) -> int:
    value = given.get(name, str(default))
    if value.isascii() and value.isdigit() and len(value) < 10 and int(value) in allowed:
        return int(value)
    problems.append(
        f"{name} must be a whole number from {allowed[0]} to {allowed[-1]}, not {value!r}."
    )
    return default


def _public_url(given: str, port: int, problems: list[str]) -> str:
    """Return the URL that links begin with, without a slash at its end."""
    if not given:
        return f"http://127.0.0.1:{port}"
    try:
        url = urlsplit(given)
        # Not an IPv6 address: Werkzeug cannot have one as a trusted host.
        named = bool(url.hostname) and not set(": ") & set(str(url.hostname))
        fine = url.scheme in ("http", "https") and named and url.port != 0
    except ValueError:
        url, fine = urlsplit(""), False
    if not fine or url.path.strip("/") or url.query or url.fragment or url.username:
        problems.append(
            "QUIZ_PUBLIC_URL must be the address that visitors type, such as "
            f"https://quiz.example, without a path; not {given!r}."
        )
    return f"{url.scheme}://{url.netloc}"


def _hosts(public_url: str) -> tuple[str, ...]:
    """Return the host names to answer to: that of the public URL, and the local ones."""
    try:
        name = urlsplit(public_url).hostname
    except ValueError:
        name = None
    return (name, "127.0.0.1", "localhost") if name else ()


def _secret_key(given: Mapping[str, str], instance: Path, problems: list[str]) -> str:
    """Return the key that signs cookies and from which the tokens of links are derived."""
    key = given.get("QUIZ_SECRET_KEY")
    where = "QUIZ_SECRET_KEY"
    if key is None:
        file = instance / "secret_key"
        where = str(file)
        try:
            key = _kept_key(file)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(
                f"The secret key cannot be read from {file}, or kept there ({error}); "
                "run this as the user that the quiz runs as, or "
                "set QUIZ_SECRET_KEY, or QUIZ_INSTANCE to a folder that can be written."
            )
            return ""
    if len(key) < SHORTEST_KEY:
        problems.append(
            f"The secret key in {where} must have at least {SHORTEST_KEY} characters; "
            'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    return key


def _kept_key(file: Path) -> str:
    """Return the key in `file`; if there is none, write a new one first, readable by its owner.

    If several processes start at once, all use the key of the first.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=file.parent)  # with mode 0600
        with os.fdopen(descriptor, "w") as written:
            written.write(secrets.token_hex(32))
            written.flush()
            os.fsync(written.fileno())
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return file.read_text().strip()
