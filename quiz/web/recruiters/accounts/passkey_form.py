"""The form that sends what a browser answers for a passkey; its script is static/passkey.js."""

from __future__ import annotations

from wtforms import HiddenField

from quiz.store import Passkey, Recruiter
from quiz.web.framework.fields import FieldsForm
from quiz.web.framework.language import N_
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts import passkeys

FAILED = N_("The passkey did not work. Try again, or sign in another way.")


class PasskeyForm(FieldsForm):
    """A challenge, and the answer of a passkey to it."""

    challenge = HiddenField()
    credential = HiddenField()
    draft = HiddenField()

    def __init__(self, purpose: str, recruiter: Recruiter | None = None) -> None:
        super().__init__(services().localized.language)
        self.purpose = purpose
        self._recruiter = recruiter

    def used(self) -> Passkey | None:
        """Return the passkey that answers; None where anything is wrong."""
        if not self.validate():
            return None
        answer, challenge = self.credential.data or "", self.challenge.data or ""
        found = passkeys.used(answer, challenge, self.purpose)
        if found is None:
            self.refuse()
        return found

    @property
    def problems(self) -> list[str]:
        """What went wrong, for the page of another form."""
        problem = self.problem(self.language)
        return [problem] if problem else []

    def refuse(self) -> None:
        """Say that the passkey did not work."""
        self.form_errors.append(self.language.gettext(FAILED))

    def options(self) -> str | None:
        """Return what the script asks the browser, with a new challenge; None where it cannot."""
        if not passkeys.are_possible():
            return None
        self.challenge.data = passkeys.new_challenge(self.purpose)
        return passkeys.request_options(self.challenge.data, self._recruiter)
