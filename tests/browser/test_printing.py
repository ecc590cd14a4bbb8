"""A printed result: one sheet of A4, with a QR code that leads back to the page."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from support.browsing import Visits
from support.owner_actions import result
from support.page_kinds import open_as_a_stranger
from support.served_quiz import Site

pytestmark = pytest.mark.thorough

SHEET = {"width": 718, "height": 1047}  # A4 within its margins of 10 mm, at 96 dots an inch

LARGER_THAN_THEIR_HEADING = """() => [...document.querySelectorAll("section")].flatMap(part => {
  const size = element => parseFloat(getComputedStyle(element).fontSize);
  const heading = part.querySelector("h1, h2");
  return [...part.querySelectorAll("*")]
    .filter(part => part.checkVisibility() && size(part) > size(heading))
    .map(part => part.outerHTML.slice(0, 80));
})"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("main *")]
  .filter(part => part.checkVisibility() && part.innerText?.trim())
  .map(part => parseFloat(getComputedStyle(part).fontSize)))"""
SMALLEST_LETTERS = 7 / 72 * 96  # 7 points in CSS pixels


def most_to_print(site: Site) -> str:
    """Return the persona of the rules file whose result has the most reasons."""
    engine = site.app.extensions["quiz"].engine

    def rows(persona: str) -> int:
        positions = engine.outcome(site.answers(persona)).positions.values()
        return sum(len(position.reasons) for position in positions)

    return max(site.rules.personas, key=rows)


@pytest.fixture(params=["owner", "stranger"])
def page(request: pytest.FixtureRequest, visits: Visits, site: Site, language: str) -> Page:
    """The longest result, as its owner or a stranger sees it."""
    opened = visits.visit(language, site.answers(most_to_print(site)), color_scheme="dark")
    address = result(opened, site)
    if request.param == "stranger":
        open_as_a_stranger(opened, address)
    opened.wait_for_load_state("networkidle")
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")  # as printing does
    return opened


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_longest_result_is_printed_on_one_sheet(page: Page, site: Site, language: str) -> None:
    [sheet] = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    printed = re.sub(r"\s", "", sheet.extract_text())
    for words in (site.heading(most_to_print(site), language), page.locator("#link").input_value()):
        assert re.sub(r"\s", "", words) in printed
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) >= SMALLEST_LETTERS


def test_verdict_points_and_link_are_printed_and_nothing_that_paper_cannot_do(
    page: Page, site: Site
) -> None:
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    expect(page.locator(".verdict h1")).to_be_visible()
    expect(page.locator("#link")).to_be_visible()
    rows = page.locator(".table-of-points tbody tr").all()
    assert len(rows) >= len(site.rules.positions)
    assert all(row.is_visible() for row in rows)
    assert page.evaluate(LARGER_THAN_THEIR_HEADING) == []
    for useless in (".actions", ".languages", "[data-copy]", ".mine, .sources", "summary"):
        expect(page.locator(useless).first).to_be_hidden()
    for column, total in enumerate(page.locator(".table-of-points tfoot td").all(), 1):
        cells = page.locator(f".table-of-points tbody td:nth-child({column + 1})").all_inner_texts()
        points = sum(int(cell) for cell in cells if cell.startswith("+"))
        assert points == int(re.findall(r"\d+", total.inner_text())[0])


def test_the_printed_code_opens_the_result_and_covers_nothing(page: Page) -> None:
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())))
    assert code.text == page.locator("#link").input_value()
    code_box = page.locator("img.code").bounding_box()
    assert code_box
    assert code_box["x"] + code_box["width"] <= SHEET["width"]
    for part in (".verdict", ".brand", ".fits"):
        box = page.locator(part).bounding_box()
        assert box
        beside = box["x"] + box["width"] <= code_box["x"]
        assert beside or box["y"] >= code_box["y"] + code_box["height"], part
