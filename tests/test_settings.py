"""The settings: defaults that serve on one machine, and a refusal of what cannot serve."""

from __future__ import annotations

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from flask import Flask
from support.visitor import Visitor

from quiz import create_app
from quiz.oidc.settings import IdentityProvider, Rule
from quiz.settings import FaultySettings, Settings
from quiz.web.app import FaultyRules
from quiz.worker.smtp_server import SmtpServer

KEY = "0123456789abcdef0123456789abcdef"


def read(tmp_path: Path, **given: str) -> Settings:
    return Settings.from_environment({"QUIZ_INSTANCE": str(tmp_path), **given})


def test_defaults_serve_on_one_machine(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings == Settings(
        rules_path=ROOT / "rules.yaml",
        database_url=f"sqlite:///{tmp_path}/quiz.db",
        secret_key=settings.secret_key,
        instance=tmp_path,
        public_url="http://127.0.0.1:8000",
        hosts=(),
        trusted_proxies=0,
        retention_days=400,
        host="127.0.0.1",
        port=8000,
    )
    assert not settings.secure
    assert read(tmp_path, PORT="8080").public_url == "http://127.0.0.1:8080"


def test_every_setting_can_be_given(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        QUIZ_RULES=str(SMALL),
        QUIZ_DATABASE_URL="postgresql://jet@db/quiz",
        QUIZ_SECRET_KEY=KEY,
        QUIZ_PUBLIC_URL="https://quiz.example/",
        QUIZ_TRUSTED_PROXIES="1",
        QUIZ_RETENTION_DAYS="30",
        QUIZ_OPERATOR="The Embassy",
        QUIZ_CONTACT="jet@embassy.example",
        QUIZ_SMTP_URL="smtps://quiz:x@mail.example",
        QUIZ_MAIL_FROM="quiz@embassy.example",
        QUIZ_OIDC_ISSUER="https://login.office.example/realm",
        QUIZ_OIDC_CLIENT_ID="quiz",
        QUIZ_OIDC_CLIENT_SECRET="hidden",  # noqa: S106 - of nobody
        QUIZ_OIDC_TEAMS="@Office.example = A/B / recruiter;\n 管理 = 領事館 / administrator;",
        QUIZ_OIDC_NAME="the Office",
        QUIZ_OIDC_NAME_JA="事務所",
        QUIZ_OIDC_GROUPS_CLAIM="roles",
        QUIZ_OIDC_SCOPE="openid email roles",
        QUIZ_OIDC_TRUST_ADDRESSES="yes",
        QUIZ_OIDC_SECOND_FACTOR="yes",
        QUIZ_DAILY_AT="23:05",
        QUIZ_BACKUP_FOLDER="/var/backups/quiz",
        QUIZ_BACKUPS_KEPT="30",
        QUIZ_WEBHOOK_LOCAL="localhost:8443",
        HOST="0.0.0.0",  # noqa: S104 - what an operator may set
        PORT="80",
    ) == Settings(
        rules_path=SMALL,
        database_url="postgresql://jet@db/quiz",
        secret_key=KEY,
        instance=tmp_path,
        public_url="https://quiz.example",
        hosts=("quiz.example", "127.0.0.1", "localhost"),
        trusted_proxies=1,
        retention_days=30,
        operator="The Embassy",
        contact="jet@embassy.example",
        mail=SmtpServer("mail.example", 465, "tls", "quiz@embassy.example", "", "quiz", "x"),
        provider=IdentityProvider(
            issuer="https://login.office.example/realm",
            client_id="quiz",
            client_secret="hidden",  # noqa: S106 - of nobody
            rules=(
                Rule("@office.example", "A/B", "recruiter"),
                Rule("管理", "領事館", "administrator"),
            ),
            names={"en": "the Office", "ja": "事務所"},
            scope="openid email roles",
            groups_claim="roles",
            trusts_addresses=True,
            has_second_factor=True,
        ),
        daily_at=time(23, 5),
        backup_folder=Path("/var/backups/quiz"),
        backups_kept=30,
        webhook_local="localhost:8443",
        host="0.0.0.0",  # noqa: S104
        port=80,
    )


def test_a_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = read(tmp_path / "new").secret_key
    file = tmp_path / "new/secret_key"
    assert len(first) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read(tmp_path / "new").secret_key == first
    assert list(file.parent.iterdir()) == [file]


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: read(tmp_path).secret_key, range(32)))
    assert len(keys) == 1


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = read(tmp_path, QUIZ_DATABASE_URL="postgresql://jet:hidden@db/quiz")
    assert settings.secret_key not in repr(settings)
    assert "hidden" not in repr(settings)


FAULTS = {
    "PORT": ("http", "PORT must be a whole number from 1 to 65535, not 'http'."),
    "QUIZ_TRUSTED_PROXIES": (
        "-1",
        "QUIZ_TRUSTED_PROXIES must be a whole number from 0 to 10, not '-1'.",
    ),
    "QUIZ_PUBLIC_URL": (
        "quiz.example/path",
        (
            "QUIZ_PUBLIC_URL must be the address that visitors type, such as "
            "https://quiz.example, without a path; not 'quiz.example/path'."
        ),
    ),
    "QUIZ_DATABASE_URL": (
        "mysql://db/quiz",
        (
            "QUIZ_DATABASE_URL must start with sqlite:/// or postgresql://; "
            "leave it out for a database in the instance folder."
        ),
    ),
    "QUIZ_CONTACT": (
        "ring us",
        (
            "QUIZ_CONTACT must be an e-mail address or the URL of a page, such as "
            "https://example.org/contact, not 'ring us'."
        ),
    ),
    "QUIZ_SMTP_URL": (
        "smtps://mail.example",
        (
            "QUIZ_MAIL_FROM must be the address that mails of the quiz come from, such as "
            "quiz@office.example or The quiz <quiz@office.example>, not ''."
        ),
    ),
    "QUIZ_OIDC_ISSUER": (
        "https://login.office.example",
        (
            "QUIZ_OIDC_ISSUER also needs QUIZ_OIDC_CLIENT_ID and QUIZ_OIDC_CLIENT_SECRET and "
            "QUIZ_OIDC_TEAMS."
        ),
    ),
    "QUIZ_DAILY_AT": ("24:00", "QUIZ_DAILY_AT must be a time of day such as 04:15, not '24:00'."),
    "QUIZ_WEBHOOK_LOCAL": (
        "https://localhost:8443",
        (
            "QUIZ_WEBHOOK_LOCAL must be a host and a port, such as localhost:8443, "
            "not 'https://localhost:8443'."
        ),
    ),
    "QUIZ_BACKUPS_KEPT": ("0", "QUIZ_BACKUPS_KEPT must be a whole number from 1 to 1000, not '0'."),
    "QUIZ_RULES": (
        "/nowhere/rules.yaml",
        "There is no rules file /nowhere/rules.yaml; set QUIZ_RULES to where it is.",
    ),
    "QUIZ_SECRET_KEY": (
        "short",
        (
            "The secret key in QUIZ_SECRET_KEY must have at least 32 characters; "
            'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
        ),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_setting_that_cannot_serve_is_refused(tmp_path: Path, name: str) -> None:
    value, problem = FAULTS[name]
    with pytest.raises(FaultySettings) as refused:
        read(tmp_path, **{name: value})
    assert refused.value.problems == (problem,)


def test_a_public_address_is_understood_however_it_is_written(tmp_path: Path) -> None:
    address = "HTTPS://Quiz.example:8443//"
    settings = read(tmp_path, QUIZ_PUBLIC_URL=address, QUIZ_RULES=str(SMALL))
    assert (settings.public_url, settings.secure) == ("https://Quiz.example:8443", True)
    visitor = Visitor(create_app(settings), base_url="https://quiz.example:8443")
    assert visitor.ask("/healthz").status_code == 200


def test_all_faulty_settings_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(FaultySettings) as refused:
        read(tmp_path, **{name: value for name, (value, _) in FAULTS.items()})
    assert set(refused.value.problems) == {problem for _, problem in FAULTS.values()}


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://quiz.example", "https://", "https://quiz.example:port", "https://a@quiz.example"),
        "https://[2001:db8::1]",
    ],
)
def test_only_an_address_of_the_web_is_a_public_one(tmp_path: Path, address: str) -> None:
    with pytest.raises(FaultySettings, match="QUIZ_PUBLIC_URL"):
        read(tmp_path, QUIZ_PUBLIC_URL=address)


def test_a_key_that_cannot_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FaultySettings, match="set QUIZ_SECRET_KEY, or QUIZ_INSTANCE to a folder"):
        read(tmp_path / "file")


def test_a_faulty_rules_file_is_refused_with_all_its_problems(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(SMALL.read_text().replace("kind: single", "kind: singular"))
    with pytest.raises(FaultyRules) as refused:
        create_app(Settings(file, settings.database_url, settings.secret_key, tmp_path))
    assert len(refused.value.lines) == 2
    assert all(line.startswith("rules.yaml:") for line in refused.value.lines)


def test_making_the_application_writes_nothing_to_the_database(
    settings: Settings, tmp_path: Path
) -> None:
    app: Flask = create_app(settings)
    assert list(tmp_path.iterdir()) == []
    app.extensions["quiz"].store.close()


def test_the_real_rules_file_is_served(start_app: Callable[..., Flask]) -> None:
    app = start_app(rules_path=ROOT / "rules.yaml")
    assert app.test_client().get("/").status_code == 200


WITH_PROVIDER = {
    "QUIZ_OIDC_ISSUER": "https://login.office.example",
    "QUIZ_OIDC_CLIENT_ID": "quiz",
    "QUIZ_OIDC_CLIENT_SECRET": "hidden",
    "QUIZ_OIDC_TEAMS": "@office.example = A / recruiter",
}
ROLE = "QUIZ_OIDC_TEAMS must have parts such as @office.example = Team A / recruiter"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"QUIZ_OIDC_ISSUER": "http://login.office.example"}, "must be the https address"),
        ({"QUIZ_OIDC_ISSUER": "login.office.example"}, "must be the https address"),
        ({"QUIZ_OIDC_ISSUER": "https://login.office.example?a=b"}, "must be the https address"),
        ({"QUIZ_OIDC_ISSUER": "https://login.office.example:x"}, "must be the https address"),
        ({"QUIZ_OIDC_TEAMS": "@office.example = A"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "@office.example = A / emperor"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "@ = A / reader"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "= A / reader"}, ROLE),
        ({"QUIZ_OIDC_TEAMS": "staff = / reader"}, ROLE),
        ({"QUIZ_OIDC_SCOPE": "email"}, "QUIZ_OIDC_SCOPE must contain openid"),
        ({"QUIZ_OIDC_SECOND_FACTOR": "1"}, "QUIZ_OIDC_SECOND_FACTOR must be yes or no"),
        ({"QUIZ_OIDC_TRUST_ADDRESSES": "1"}, "QUIZ_OIDC_TRUST_ADDRESSES must be yes or no"),
    ],
    ids=str,
)
def test_a_provider_that_cannot_be_used_is_refused(
    tmp_path: Path, given: dict[str, str], says: str
) -> None:
    with pytest.raises(FaultySettings) as refused:
        read(tmp_path, **WITH_PROVIDER | given)
    [problem] = refused.value.problems
    assert says in problem
    assert "hidden" not in problem


def test_the_name_of_a_provider_is_its_host_unless_it_is_given(tmp_path: Path) -> None:
    provider = read(tmp_path, **WITH_PROVIDER).provider
    assert provider is not None
    assert provider.names == {"en": "login.office.example", "ja": "login.office.example"}
    assert "hidden" not in repr(provider)


def test_of_several_rules_for_a_team_the_greatest_role_counts(tmp_path: Path) -> None:
    rules = "@office.example = A / recruiter; boss = A / administrator; staff = A / reader"
    provider = read(tmp_path, **WITH_PROVIDER | {"QUIZ_OIDC_TEAMS": rules}).provider
    assert provider is not None
    assert provider.teams("a@office.example", ["staff"]) == {"A": "recruiter"}
    assert provider.teams("a@office.example", ["boss", "staff"]) == {"A": "administrator"}
    assert provider.teams("a@sub.office.example", []) == {}
    assert provider.teams(None, ["staff"]) == {"A": "reader"}
