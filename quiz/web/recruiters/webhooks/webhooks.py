"""The list of a team's webhooks, with a form to make one whose secret is then shown once."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from flask import request

from quiz.store import Recruiter, Webhook
from quiz.web.pages.services import services
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page
from quiz.web.recruiters.webhooks.notice import notice_of
from quiz.web.recruiters.webhooks.webhook_form import WebhookForm, webhook_form
from quiz.worker.webhook_signature import secret_of


def show(recruiter: Recruiter) -> str:
    """List the webhooks of the team, with a form to make one."""
    return _page(recruiter, webhook_form())


def add(recruiter: Recruiter) -> str | tuple[str, int]:
    """Make a webhook and show its secret; or show the form with its errors."""
    form = webhook_form()
    if not form.validate():
        return _page(recruiter, form), form.status
    seed, now = new_seed(), datetime.now(UTC)
    url = str(form.url.data)
    added = services().store.webhooks.add(
        recruiter, url, form.events, seed, notice_of(recruiter, url), now
    )
    if added is None:
        form.url.errors = [
            form.language.gettext("The team has too many webhooks. Delete one first.")
        ]
        return _page(recruiter, form), 422
    record(recruiter, "webhook made", url=url)
    return show_secret(recruiter, added, url, seed)


def new_seed() -> str:
    """Return a random seed, of which a secret is made."""
    return secrets.token_hex(32)


def show_secret(recruiter: Recruiter, webhook: int, url: str, seed: str) -> str:
    """Show the secret of a webhook, which no page can do again."""
    secret = secret_of(services().settings.secret_key, seed)
    return page("webhooks/secret.html", recruiter, webhook=webhook, url=url, secret=secret)


def state(webhook: Webhook) -> str:
    """Return in words whether a webhook works."""
    gettext = services().localized.language.gettext
    if webhook.off_at:
        return gettext("turned off")
    return gettext("fails") if webhook.failing_since else gettext("on")


def _page(recruiter: Recruiter, form: WebhookForm) -> str:
    found = services().store.webhooks.of_team(recruiter.team_id)
    return page(
        "webhooks/webhooks.html",
        recruiter,
        form=form,
        webhooks=[(each.id, each.url, state(each), each.off_at is not None) for each in found],
        deleted=request.args.get("done") == "deleted",
    )
