"""The settings: defaults that serve on one machine, and a refusal of what cannot serve."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from support.server_settings import KEY, read
from support.visitor import Visitor

from quiz import create_app
from quiz.oidc.settings import IdentityProvider, Rule
from quiz.setting_names import NAMES
from quiz.settings import FaultySettings, Settings
from quiz.worker.smtp_server import SmtpServer


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


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("QUIZ_DATABSE_URL", "QUIZ_DATABASE_URL"),
        ("QUIZ_TRUSTED_PROXY", "QUIZ_TRUSTED_PROXIES"),
        ("QUIZ_RETENTION_DAY", "QUIZ_RETENTION_DAYS"),
        ("QUIZ_SMPT_URL", "QUIZ_SMTP_URL"),
    ],
)
def test_a_setting_that_is_misspelt_is_refused(tmp_path: Path, name: str, meant: str) -> None:
    with pytest.raises(FaultySettings) as faulty:
        read(tmp_path, **{name: "1"})
    assert faulty.value.problems == (f"{name} is not a setting; did you mean {meant}?",)


def test_an_address_for_mails_without_a_mail_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultySettings) as faulty:
        read(tmp_path, QUIZ_MAIL_FROM="quiz@office.example")
    assert faulty.value.problems == (
        "QUIZ_MAIL_FROM needs a mail server: set QUIZ_SMTP_URL, or neither.",
    )


def test_names_that_others_set_are_left_alone(tmp_path: Path) -> None:
    others = ("QUIZ_SERVICE_HOST", "QUIZ_SERVICE_PORT", "QUIZ_PORT", "QUIZ_PORT_8000_TCP_ADDR")
    assert read(tmp_path, **dict.fromkeys(others, "tcp://10.0.0.1:8000")).port == 8000


def test_the_names_are_those_that_the_documents_explain() -> None:
    explained = re.findall(r"`(QUIZ_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text("utf-8"))
    assert set(explained) == NAMES


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
