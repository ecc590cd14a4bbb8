"""The form for the sites that may put the quiz of an invitation into their pages."""

from __future__ import annotations

from typing import Any

from quiz.store import Invitation
from quiz.web.framework.fields import FieldsForm, lines
from quiz.web.framework.language import N_
from quiz.web.framework.origins import origin_of
from quiz.web.pages.services import services

MOST_SITES = 20
LONGEST = 2000  # characters of all lines


class SitesForm(FieldsForm):
    """The allowed sites, one on each line; a whole address of a page is taken for its site."""

    sites = lines(N_("Allowed sites"), longest=LONGEST)

    def validate(self, *args: Any, **options: Any) -> bool:
        """Return whether every line names a site."""
        if not super().validate(*args, **options):
            return False
        wrong = [text for text, origin in self._read() if origin is None]
        if wrong:
            self.sites.errors = [self._says_of(wrong[0])]
        elif len(self.origins) > MOST_SITES:
            says = self.language.gettext("%(field)s: enter at most %(most)s sites.")
            self.sites.errors = [says % {"field": self.sites.label.text, "most": MOST_SITES}]
        return not self.errors

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that were entered, each once, in their order."""
        return tuple(dict.fromkeys(origin for _, origin in self._read() if origin is not None))

    def _says_of(self, text: str) -> str:
        return self.language.gettext(
            "%(field)s: “%(text)s” is not the address of a site such as https://office.example."
        ) % {"field": self.sites.label.text, "text": text}

    def _read(self) -> list[tuple[str, str | None]]:
        local = not services().settings.secure
        texts = (text.strip() for text in (self.sites.data or "").split("\n"))
        return [(text, origin_of(text, local=local)) for text in texts if text]


def sites_form(invitation: Invitation) -> SitesForm:
    """Return the form with the sites of an invitation."""
    return SitesForm(services().localized.language, sites="\n".join(invitation.sites))
