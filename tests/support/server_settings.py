"""Values for every setting of a server, and settings read from an environment."""

from __future__ import annotations

from pathlib import Path

from conftest import SMALL

from quiz.settings import Settings

KEY = "0123456789abcdef0123456789abcdef"


def settings(folder: Path, **changes: str) -> dict[str, str]:
    """Return a value for every setting but those of the address to listen on."""
    return {
        "QUIZ_RULES": str(SMALL),
        "QUIZ_PUBLIC_URL": "https://quiz.example",
        "QUIZ_TRUSTED_PROXIES": "1",
        "QUIZ_INSTANCE": str(folder),
        "QUIZ_DATABASE_URL": f"sqlite:///{folder}/another.db",
        "QUIZ_SECRET_KEY": KEY,
        "QUIZ_RETENTION_DAYS": "77",
        "QUIZ_PEOPLE_PER_HOUR": "60",
        "QUIZ_MOST_RESULTS": "100",
        "QUIZ_OPERATOR": "The Embassy",
        "QUIZ_CONTACT": "jet@embassy.example",
        "QUIZ_SMTP_URL": "smtp://localhost:9",
        "QUIZ_MAIL_FROM": "quiz@embassy.example",
        "QUIZ_DAILY_AT": "04:30",
        "QUIZ_BACKUP_FOLDER": str(folder / "backups"),
        "QUIZ_BACKUPS_KEPT": "3",
        "QUIZ_WEBHOOK_LOCAL": "localhost:9",
        "QUIZ_AUDIT_DAYS": "99",
        "QUIZ_OIDC_ISSUER": "https://login.office.example",
        "QUIZ_OIDC_CLIENT_ID": "quiz",
        "QUIZ_OIDC_CLIENT_SECRET": "a secret",
        "QUIZ_OIDC_TEAMS": "@office.example = Consulate A / reader",
        "QUIZ_OIDC_NAME": "the Office",
        "QUIZ_OIDC_NAME_JA": "事務所",
        "QUIZ_OIDC_GROUPS_CLAIM": "roles",
        "QUIZ_OIDC_SCOPE": "openid email",
        "QUIZ_OIDC_TRUST_ADDRESSES": "yes",
        "QUIZ_OIDC_SECOND_FACTOR": "yes",
        **changes,
    }


def read(folder: Path, **given: str) -> Settings:
    """Return the settings of an environment in which only these and the folder are given."""
    return Settings.from_environment({"QUIZ_INSTANCE": str(folder), **given})
