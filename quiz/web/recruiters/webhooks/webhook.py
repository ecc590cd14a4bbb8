"""The page of one webhook: what it was told lately, a test, its secret, and changing it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from quiz.store import Delivery, Recruiter, Webhook
from quiz.web.framework.days import clock_time, date_and_time
from quiz.web.framework.language import N_, Language
from quiz.web.framework.redirect import redirect_to
from quiz.web.framework.route import Arguments
from quiz.web.pages.confirm import (
    Confirmation,
    PageOrResponse,
    button_confirmation,
    do_if_confirmed,
    show_confirmation,
)
from quiz.web.pages.services import services
from quiz.web.recruiters.access import signed_in_administrator
from quiz.web.recruiters.audit_log import record
from quiz.web.recruiters.page import page
from quiz.web.recruiters.webhooks.notice import notice_of
from quiz.web.recruiters.webhooks.webhook_form import WebhookForm, webhook_form
from quiz.web.recruiters.webhooks.webhooks import new_seed, show_secret, state

TEST, ROTATE, ON = N_("Send a test"), N_("Make a new secret"), N_("Turn it on again")
MESSAGES = {
    "saved": N_("Saved."),
    "test": N_("The test is on its way. Reload this page to see whether it has arrived."),
    "on": N_("The webhook is on again. What happened meanwhile is not sent."),
}


class DeliveryView(NamedTuple):
    """A delivery as the page shows it, in the language of the page."""

    id: str
    event: str
    result: int | None
    queued: str
    state: str
    reason: str | None


def of_team(webhook: int) -> Arguments:
    """Allow administrators, for webhooks of their own team; raises 404 for others."""
    recruiter = signed_in_administrator()
    found = services().store.webhooks.one(recruiter.team_id, webhook)
    return {"recruiter": recruiter, "webhook": found or abort(404)}


def show(recruiter: Recruiter, webhook: Webhook) -> str:
    """Show a webhook with its latest deliveries."""
    return _page(recruiter, webhook, webhook_form(webhook))


def change(recruiter: Recruiter, webhook: Webhook) -> Response | tuple[str, int]:
    """Save the changed webhook, or show the form again with its errors."""
    form = webhook_form(webhook)
    if not form.validate():
        return _page(recruiter, webhook, form), form.status
    url = str(form.url.data)
    notice = notice_of(recruiter, url)
    services().store.webhooks.change(recruiter.team_id, webhook.id, url, form.events, notice)
    record(recruiter, "webhook changed", url=url)
    return redirect_to("webhook", webhook=webhook.id, done="saved")


def send_test(recruiter: Recruiter, webhook: Webhook) -> PageOrResponse:
    """Queue a test; 404 if the webhook was deleted meanwhile."""

    def act() -> Response:
        if not services().store.webhooks.queue_test(webhook.id, datetime.now(UTC)):
            abort(404)  # it was deleted since it was found
        record(recruiter, "webhook tested", url=webhook.url)
        return redirect_to("webhook", webhook=webhook.id, done="test")

    return do_if_confirmed(_button(webhook, "test_webhook", TEST), act)


def turn_on(recruiter: Recruiter, webhook: Webhook) -> PageOrResponse:
    """Turn a webhook on again."""

    def act() -> Response:
        services().store.webhooks.turn_on(recruiter.team_id, webhook.id)
        record(recruiter, "webhook turned on", url=webhook.url)
        return redirect_to("webhook", webhook=webhook.id, done="on")

    return do_if_confirmed(_button(webhook, "turn_webhook_on", ON), act)


def ask_rotate(recruiter: Recruiter, webhook: Webhook) -> str:  # noqa: ARG001 - of_team gives both
    """Ask for confirmation to make a new secret."""
    return show_confirmation(_rotation(webhook))


def rotate(recruiter: Recruiter, webhook: Webhook) -> PageOrResponse:
    """Make a new secret and show it once; the one before counts for another day."""

    def act() -> str:
        seed = new_seed()
        services().store.webhooks.rotate(recruiter.team_id, webhook, seed, datetime.now(UTC))
        record(recruiter, "webhook secret made", url=webhook.url)
        return show_secret(recruiter, webhook.id, webhook.url, seed)

    return do_if_confirmed(_rotation(webhook), act)


def ask_delete(recruiter: Recruiter, webhook: Webhook) -> str:  # noqa: ARG001 - of_team gives both
    """Ask for confirmation to delete a webhook."""
    return show_confirmation(_deletion(webhook))


def delete(recruiter: Recruiter, webhook: Webhook) -> PageOrResponse:
    """Delete a webhook, once it is confirmed."""

    def act() -> Response:
        services().store.webhooks.delete(recruiter.team_id, webhook.id)
        record(recruiter, "webhook deleted", url=webhook.url)
        return redirect_to("webhooks", done="deleted")

    return do_if_confirmed(_deletion(webhook), act)


def _button(webhook: Webhook, action: str, title: str) -> Confirmation:
    return button_confirmation(
        title,
        action=url_for(action, webhook=webhook.id),
        back=url_for("webhook", webhook=webhook.id),
    )


def _rotation(webhook: Webhook) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Make a new secret?"),
        text=gettext(
            "For a day, what is sent is signed with both secrets, so that you can replace the one"
            " before. After that, only the new one counts."
        ),
        button=gettext(ROTATE),
        action=url_for("rotate_webhook_secret", webhook=webhook.id),
        back_label=gettext("Back"),
        back=url_for("webhook", webhook=webhook.id),
    )


def _deletion(webhook: Webhook) -> Confirmation:
    gettext = services().localized.language.gettext
    return Confirmation(
        title=gettext("Delete this webhook?"),
        text=gettext("Nothing is sent to %(url)s any more. This cannot be undone.")
        % {"url": webhook.url},
        button=gettext("Delete permanently"),
        action=url_for("delete_webhook", webhook=webhook.id),
        back_label=gettext("Back"),
        back=url_for("webhook", webhook=webhook.id),
        danger=True,
    )


def _page(recruiter: Recruiter, webhook: Webhook, form: WebhookForm) -> str:
    language = services().localized.language
    message = MESSAGES.get(request.args.get("done", ""))
    return page(
        "webhooks/webhook.html",
        recruiter,
        form=form,
        webhook=webhook,
        state=state(webhook),
        message=language.gettext(message) if message else None,
        deliveries=[_view(each, language) for each in services().store.webhooks.lately(webhook.id)],
    )


def _view(delivery: Delivery, language: Language) -> DeliveryView:
    gettext = language.gettext
    if delivery.state == "sent":
        words = gettext("delivered")
    elif delivery.state == "failed":
        words = gettext("given up")
    elif delivery.attempts == 0 or delivery.next_try_at is None:
        words = gettext("waiting")
    else:
        words = gettext("is tried again at %(time)s") % {"time": clock_time(delivery.next_try_at)}
    return DeliveryView(
        id=delivery.token,
        event=delivery.event,
        result=delivery.data.get("result"),
        queued=date_and_time(delivery.queued_at, language),
        state=words,
        reason=delivery.reason,
    )
