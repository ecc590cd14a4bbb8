"""The form of a webhook: its address and the events that it is told of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from quiz.store import WEBHOOK_EVENTS, Webhook
from quiz.web.framework.fields import FieldsForm, checkbox, web_address
from quiz.web.framework.language import N_
from quiz.web.framework.origins import origin_of
from quiz.web.pages.services import services


class WebhookForm(FieldsForm):
    """A webhook to make or to change; the boxes are called like the events."""

    url = web_address(N_("Address"))
    received = checkbox(N_("A result has reached the board"))
    stage_changed = checkbox(N_("The status of a result was changed"))
    removed = checkbox(N_("A result was removed from the board"))
    put_back = checkbox(N_("A removed result was put back on the board"))
    withdrawn = checkbox(N_("Somebody has withdrawn their result, or deleted it"))
    erased = checkbox(N_("A result was erased at the request of the person"))

    def validate(self, *args: Any, **options: Any) -> bool:
        """Return whether the address can be called and an event is chosen."""
        if not super().validate(*args, **options):
            return False
        gettext = self.language.gettext
        if not _can_be_called(self.url.data or ""):
            self.url.errors = [
                gettext(
                    "%(field)s: enter an address such as https://crm.office.example/hook, with the"
                    " name of a host on the internet and without another port."
                )
                % {"field": self.url.label.text}
            ]
        elif not self.events:
            self.received.errors = [gettext("Choose at least one event.")]
        return not self.errors

    @property
    def events(self) -> list[str]:
        """The chosen events."""
        return [event for event in WEBHOOK_EVENTS if self[_box_of(event)].data]


def webhook_form(webhook: Webhook | None = None) -> WebhookForm:
    """Return the form of a webhook; of a new one, with all events."""
    chosen = WEBHOOK_EVENTS if webhook is None else webhook.events
    boxes: dict[str, Any] = {_box_of(event): event in chosen for event in WEBHOOK_EVENTS}
    url = None if webhook is None else webhook.url
    return WebhookForm(services().localized.language, url=url, **boxes)


def _box_of(event: str) -> str:
    return event.partition(".")[2]


def _can_be_called(url: str) -> bool:
    """Return whether a webhook may have this address; what it leads to is checked at each call."""
    try:
        parts = urlsplit(url)
        place = f"{parts.hostname}:{parts.port or 443}"
    except ValueError:
        return False
    if parts.username is not None or parts.fragment or not url.isascii():
        return False
    local = services().settings.webhook_local
    origin = origin_of(url)
    return (bool(local) and place == local) or (
        origin is not None and origin.count(":") == 1 and parts.hostname != "localhost"
    )
