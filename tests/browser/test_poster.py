"""A printed poster: one page of its size, with a QR code that can be read."""

from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page
from pypdf import PdfReader
from support.browsing import Visits
from support.invitations import invite
from support.offices import add_office
from support.served_quiz import Site
from support.teams import Teams

pytestmark = pytest.mark.thorough

MILLIMETRES = {"a4": (210, 297), "a3": (297, 420)}
TITLES = {
    "short": "Leeds careers fair, 3 October",
    "long": "リーズ大学就職フェア・国際交流と日本語教育の仕事を知る秋の説明会" * 3,
}


@pytest.fixture(scope="module")
def posters(site: Site) -> tuple[str, dict[str, int]]:
    """Return the session of a recruiter with an office, and an invitation with each title."""
    teams = Teams(site.app)
    who = teams.recruiter("Consulate General of Japan in Edinburgh")
    add_office(teams.store, who.team_id)
    made = {
        kind: invite(teams.store, who.team_name, code=code, title=title[:80]).id
        for (kind, title), code in zip(TITLES.items(), ("LEEDS-7K4Q", "JET-7K4Q"), strict=True)
    }
    return teams.session(who), made


def poster(
    site: Site, visits: Visits, posters: tuple[str, dict[str, int]], kind: str, query: str
) -> Page:
    session, made = posters
    page = visits.visit()
    page.context.add_cookies([{"name": "recruiter", "value": session, "url": site.url}])
    page.goto(f"/recruiter/invitations/{made[kind]}/poster?{query}")
    return page


@pytest.mark.parametrize("kind", TITLES)
@pytest.mark.parametrize("invitation_language", ["all", "en", "ja"])
@pytest.mark.parametrize("size", MILLIMETRES)
def test_a_poster_is_one_page_of_its_size_with_all_in_sight(
    site: Site,
    visits: Visits,
    posters: tuple[str, dict[str, int]],
    size: str,
    invitation_language: str,
    kind: str,
) -> None:
    page = poster(site, visits, posters, kind, f"size={size}&in={invitation_language}")
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    [sheet] = PdfReader(BytesIO(printed)).pages
    box = [float(side) / 72 * 25.4 for side in sheet.mediabox[2:]]
    assert box == pytest.approx(MILLIMETRES[size], abs=0.5)
    text = "".join(sheet.extract_text().split())
    assert {"LEEDS-7K4Q", "JET-7K4Q"} & {text[i : i + n] for n in (8, 10) for i in range(len(text))}
    for language in site.rules.languages:
        title = site.rules.title[language].replace(" ", "")
        assert (title in text) is (invitation_language in ("all", language))

    page.emulate_media(media="print")
    width, height = (round(side / 25.4 * 96) for side in MILLIMETRES[size])
    page.set_viewport_size({"width": width, "height": height})
    inside = page.locator(".poster").bounding_box()
    assert inside is not None
    for part in page.locator(".poster :is(p, h1, li, svg)").all():
        box_of_part = part.bounding_box()
        assert box_of_part is not None
        assert box_of_part["y"] + box_of_part["height"] <= inside["height"], part.inner_text()
        assert box_of_part["x"] + box_of_part["width"] <= inside["width"]
    code = page.locator(".poster .picture svg").bounding_box()
    assert code is not None
    assert code["height"] >= width * 0.25, "it is read from some steps away"
    [read] = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())))
    assert read.text.startswith(f"{site.url}/i/")


def test_a_poster_keeps_its_colours_and_no_frame_of_the_site(
    site: Site, visits: Visits, posters: tuple[str, dict[str, int]]
) -> None:
    page = poster(site, visits, posters, "short", "")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".top, .bottom, .choose").locator("visible=true").count()
    colours = "getComputedStyle(document.querySelector('.poster')).backgroundColor"
    assert page.evaluate(colours) == "rgb(255, 255, 255)"
