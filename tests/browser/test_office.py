"""An administrator shows the office on an invitation, by a real server and browser."""

from __future__ import annotations

import os

import pytest
from PIL import Image
from playwright.sync_api import Response
from support.accessibility import check_accessibility
from support.browsing import PHONE, Visits
from support.invitations import invite
from support.offices import saved
from support.served_quiz import Site
from support.teams import Teams

pytestmark = pytest.mark.thorough

TEAM = "Consulate with an office"
HEAVIEST = 50_000  # bytes


def test_a_logo_is_sent_and_seen_on_an_invitation_that_is_light_to_load(
    site: Site, visits: Visits
) -> None:
    teams = Teams(site.app)
    admin = teams.administrator(TEAM)
    invite(teams.store, TEAM, code="LOGO-7K4Q")
    page = visits.visit("en", viewport=PHONE)
    visits.of(page).expect(422)
    session = {"name": "recruiter", "value": teams.session(admin), "url": site.url}
    page.context.add_cookies([session])
    page.goto("/recruiter/office")
    page.fill("#name-ja", "在リーズ日本国総領事館")
    page.fill("#page", "office.example/jet")
    page.click("main .button")
    check_accessibility(page)

    def send(content: bytes) -> None:
        page.set_input_files("#logo", {"name": "logo", "mimeType": "image/png", "buffer": content})
        with page.expect_navigation():
            page.click("form[enctype] button")

    send(b"<svg/>")
    assert "choose a PNG, JPEG or WebP file" in page.inner_text(".error-summary")
    check_accessibility(page)
    noise = saved(Image.frombytes("RGB", (600, 200), os.urandom(600 * 200 * 3)))
    assert len(noise) > 300_000
    send(noise)
    assert "the logo is in use" in page.inner_text("main")
    check_accessibility(page)

    applicant = visits.visit("ja", viewport=PHONE)
    answers: list[Response] = []
    applicant.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - no built-in
    applicant.goto("/i/LOGO-7K4Q", wait_until="networkidle")
    assert applicant.evaluate("document.querySelector('.logo').naturalWidth") > 0
    assert "在リーズ日本国総領事館" in applicant.inner_text("h1")
    sizes = [answer.request.sizes() for answer in answers]
    weight = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
    assert any("/logo/" in answer.url for answer in answers)
    assert weight < HEAVIEST
    check_accessibility(applicant)
