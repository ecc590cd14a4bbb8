"""A printed result: one sheet of A4 or Letter, with a QR code that leads back to the page."""

from __future__ import annotations

import re
import unicodedata
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


def most_to_print(site: Site, place: int = 0) -> str:
    """Return the persona whose result has the most reasons, or one that comes after it."""
    engine = site.app.extensions["quiz"].engine

    def rows(persona: str) -> int:
        positions = engine.outcome(site.answers(persona)).positions.values()
        return sum(len(position.reasons) for position in positions)

    return sorted(site.rules.personas, key=rows, reverse=True)[place]


def sheets(page: Page, paper: str) -> list[str]:
    """Print a page, and return the text of each sheet without its spaces."""
    printed = PdfReader(BytesIO(page.pdf(format=paper))).pages
    return [close(sheet.extract_text()) for sheet in printed]


def close(text: str) -> str:
    """Return a text without its spaces, in plain letters: fonts may join or replace some."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def link(page: Page) -> str:
    """Return the link that is shown on a result."""
    return page.locator("#link").input_value()


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
    for paper in ("A4", "Letter"):
        [printed] = sheets(page, paper)
        for words in (site.heading(most_to_print(site), language), link(page)):
            assert close(words) in printed
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) >= SMALLEST_LETTERS


@pytest.mark.long
@pytest.mark.parametrize("place", range(1, 43))
def test_every_result_is_printed_on_one_sheet_the_longest_first(
    visits: Visits, site: Site, language: str, place: int
) -> None:
    page = visits.visit(language, site.answers(most_to_print(site, place)))
    result(page, site)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert [len(sheets(page, paper)) for paper in ("A4", "Letter")] == [1, 1]


def test_how_the_quiz_decides_is_printed_with_what_is_folded(
    visits: Visits, site: Site, language: str
) -> None:
    page = visits.visit(language)
    page.goto("/rules")
    if language == "en":  # reading a PDF takes some Japanese characters for others
        printed = "".join(sheets(page, "Letter"))
        questions = site.rules.questions.values()
        said = [choice.says["en"] for each in questions for choice in each.choices.values()]
        assert [words for words in said if close(words) not in printed] == []
    parts = page.locator("details li")
    expect(parts.first).to_be_hidden()
    page.emulate_media(media="print")
    assert parts.evaluate_all("parts => parts.filter(part => !part.checkVisibility()).length") == 0
    expect(page.locator(".contents")).to_be_hidden()


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
