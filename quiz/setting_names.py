"""The names of all settings, and which names are probably meant to be one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

PREFIX = "QUIZ_"

NAMES = frozenset(
    f"{PREFIX}{name}"
    for name in (
        "AUDIT_DAYS",
        "BACKUPS_KEPT",
        "BACKUP_FOLDER",
        "CONTACT",
        "DAILY_AT",
        "DATABASE_URL",
        "INSTANCE",
        "MAIL_FROM",
        "MOST_RESULTS",
        "OIDC_CLIENT_ID",
        "OIDC_CLIENT_SECRET",
        "OIDC_GROUPS_CLAIM",
        "OIDC_ISSUER",
        "OIDC_NAME",
        "OIDC_NAME_JA",
        "OIDC_SCOPE",
        "OIDC_SECOND_FACTOR",
        "OIDC_TEAMS",
        "OIDC_TRUST_ADDRESSES",
        "OPERATOR",
        "PEOPLE_PER_HOUR",
        "PUBLIC_URL",
        "RETENTION_DAYS",
        "RULES",
        "SECRET_KEY",
        "SMTP_URL",
        "TRUSTED_PROXIES",
        "WEBHOOK_LOCAL",
    )
)
"""Without HOST and PORT, which hosting platforms set."""

ALIKE = 0.85
"""How alike two names are, from 0 to 1, if one is taken for the other misspelt."""


def misspelt(given: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each name that is none, but much like one that is not given.

    Other names are left alone: Kubernetes sets QUIZ_SERVICE_HOST for a service called quiz.
    """
    names = set(given)
    for name in sorted(names - NAMES):
        if name.startswith(PREFIX):
            for meant in get_close_matches(name, NAMES - names, n=1, cutoff=ALIKE):
                yield f"{name} is not a setting; did you mean {meant}?"
