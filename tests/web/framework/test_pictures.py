"""Pictures that are put into pages: shapes and nothing else, with colours that style.css has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quiz.web.framework.pictures import (
    CLASSES,
    FaultyPictures,
    parse,
    picture,
    pictures,
    read_folder,
)

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "static/pictures").glob("*.svg"))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">\n{}</svg>'
LAUGHS = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n' + SVG.format("&b;")
ONLY = "use only g, path, rect, circle, ellipse, line, polyline, polygon"
NO_ROOT = 'the file has to begin with <svg xmlns="http://www.w3.org/2000/svg" viewBox="...">'
NO_VIEW = '<svg> needs a viewBox with four numbers, as viewBox="0 0 360 200"'


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_picture_of_the_quiz_may_be_put_into_a_page(path: Path) -> None:
    shown = str(parse(path.read_bytes()).markup)
    assert shown.startswith('<svg class="picture" viewBox="')
    assert 'aria-hidden="true"' in shown
    assert shown == str(picture(path.stem))


def test_there_are_pictures_of_the_positions_and_a_neutral_one() -> None:
    assert {"alt", "cir", "sea", "town"} <= set(pictures())


@pytest.mark.parametrize("name", [None, "", "no-such", "../icon"])
def test_a_page_without_its_picture_shows_nothing(name: str | None) -> None:
    assert str(picture(name)) == ""


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ("<script/>", f"2: <script> is not allowed; {ONLY}"),
        ("<style/>", f"2: <style> is not allowed; {ONLY}"),
        ('<a href="https://a.example"/>', f"2: <a> is not allowed; {ONLY}"),
        ('<image href="a.png"/>', f"2: <image> is not allowed; {ONLY}"),
        ('<use href="#a"/>', f"2: <use> is not allowed; {ONLY}"),
        ("<foreignObject/>", f"2: <foreignObject> is not allowed; {ONLY}"),
        ("<animate/>", f"2: <animate> is not allowed; {ONLY}"),
        ("<text/>", f"2: <text> is not allowed; {ONLY}"),
        ("<svg/>", f"2: <svg> is not allowed; {ONLY}"),
        ('<s:path xmlns:s="urn:x"/>', f"2: <s:path> is not allowed; {ONLY}"),
        ("\n<SCRIPT/>", f"3: <SCRIPT> is not allowed; {ONLY}"),
        ('<path onclick="a()"/>', "2: <path> must not have 'onclick'; remove it"),
        ('<path id="a"/>', "2: <path> must not have 'id'; remove it"),
        ('<path xmlns="urn:x"/>', "2: <path> must not have 'xmlns'; remove it"),
        ('<g href="https://a.example"/>', "2: <g> must not have 'href'; remove it"),
        ('<g style="fill:red"/>', "2: <g> must not have 'style'; name colours by class"),
        ('<g stroke="red"/>', "2: <g> must not have 'stroke'; name colours by class"),
        ('<g fill="url(#a)"/>', "2: <g> must not have fill='url(#a)'; name colours by class"),
        ('<g fill="#fff"/>', "2: <g> must not have fill='#fff'; name colours by class"),
        ('<circle r="2em"/>', "2: <circle> must not have r='2em'; write plain numbers"),
        ('<rect r="2"/>', "2: <rect> must not have 'r'; remove it"),
        ('<path d="M0 0url(a)"/>', "2: <path> must not have d='M0 0url(a)'; write plain numbers"),
        (
            '<g transform="translate(var(--a))"/>',
            "2: <g> must not have transform='translate(var(--a))'; write plain numbers",
        ),
        (
            '<g class="m unseen"/>',
            "2: class 'unseen' is none of pictures; docs/pictures.md has them",
        ),
        ("words", "2: text is not allowed, such as 'words'; draw it as a path"),
        ("<g><![CDATA[<b>]]></g>", "2: text is not allowed, such as '<b>'; draw it as a path"),
        ("<?xml-stylesheet a?>", "2: <?xml-stylesheet ...?> is not allowed; remove it"),
        ("<g>", "2: not well-formed XML: mismatched tag"),
        ("&nbsp;", "2: not well-formed XML: undefined entity"),
    ],
)
def test_what_is_no_shape_is_refused(inside: str, problem: str) -> None:
    with pytest.raises(FaultyPictures) as refused:
        parse(SVG.format(inside).encode())
    assert refused.value.problems == (problem,)


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        (LAUGHS, ["1: a document type is not allowed; remove <!DOCTYPE ...>"]),
        ('<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>', None),
        ("", ["1: not well-formed XML: no element found"]),
        ("<svg/>", [f"1: {NO_ROOT}", f"1: {NO_VIEW}"]),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', [f"1: {NO_ROOT}", f"1: {NO_VIEW}"]),
        (SVG.format("").replace("0 0 48 48", "0 0 48"), [f"1: {NO_VIEW}"]),
        (SVG.format("").replace("0 0 48 48", "0 0 0 48"), [f"1: {NO_VIEW}"]),
        (
            SVG.format("").replace("viewBox", 'onload="a()" viewBox'),
            ["1: <svg> must not have 'onload'; remove it"],
        ),
        (SVG.format(" " * 16400), ["1: larger than 16 KiB; draw it simpler"]),
    ],
)
def test_a_file_that_is_no_picture_is_refused(source: str, problems: list[str] | None) -> None:
    with pytest.raises(FaultyPictures) as refused:
        parse(source.encode())
    expected = problems or ["1: a document type is not allowed; remove <!DOCTYPE ...>"]
    assert list(refused.value.problems) == expected


def test_all_faults_of_all_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG.format('<script/>\n<g id="a"/>'))
    (tmp_path / "b.svg").write_text(SVG.format("<style/>"))
    (tmp_path / "good.svg").write_text(SVG.format('<g class="m"/>'))
    with pytest.raises(FaultyPictures) as refused:
        read_folder(tmp_path)
    assert refused.value.problems == (
        f"static/pictures/a.svg:2: <script> is not allowed; {ONLY}",
        "static/pictures/a.svg:3: <g> must not have 'id'; remove it",
        f"static/pictures/b.svg:2: <style> is not allowed; {ONLY}",
    )


def test_only_what_was_checked_is_written_out() -> None:
    source = SVG.format('<!-- a > b --><g class="m&#x20;x"><path d="M0 0"/></g><?pi?>')
    shown = str(parse(source.replace("<?pi?>", "").encode()).markup)
    assert shown == (
        '<svg class="picture" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true"'
        ' focusable="false"><g class="m x"><path d="M0 0"/></g></svg>'
    )


def test_every_class_of_pictures_has_its_colour_in_light_and_dark() -> None:
    style = (ROOT / "static/style.css").read_text()
    section, _, _ = style[style.index("/* Pictures:") :].partition("/* Cards to post */")
    rules = "".join(re.findall(r"\.picture (?::is\()?([^{]+)\{", section))
    styled = set(re.findall(r"\.(\w+)", rules)) | set(re.findall(r"(?m)^\.(p\d)", style))
    assert styled == CLASSES
    variables = set(re.findall(r"var\(--(\w+)\)", section))
    assert [name for name in variables if not re.search(rf"--{name}: #", style)] == []
