"""Pictures that are put into pages: the SVG files of static/pictures, which are checked first.

A picture is shapes and nothing else, and its colours are named by classes that style.css
defines. So it takes the colours of the page, light or dark, and can bring no script, link, style
or content of another site with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from xml.parsers import expat

from markupsafe import Markup, escape

from quiz.settings import find_folder

SVG = "http://www.w3.org/2000/svg"
LARGEST_FILE = 16 * 1024  # bytes; a page with everything that it needs stays below 50 kB

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
NUMBERS = rf"{NUMBER}(?:[\s,]*{NUMBER})*"
LENGTHS = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height")
VALUES = {
    "d": r"[MmLlHhVvCcSsQqTtAaZz\d\s.,+e-]+",
    "points": NUMBERS,
    "transform": rf"(?:(?:translate|scale|rotate|skewX|skewY|matrix)\({NUMBERS}\)\s*)+",
    "fill": "none",
    "fill-rule": "evenodd|nonzero",
    **dict.fromkeys((*LENGTHS, "stroke-width"), NUMBER),
}
SHAPES = {
    "g": "",
    "path": "d",
    "rect": "x y width height rx ry",
    "circle": "cx cy r",
    "ellipse": "cx cy rx ry",
    "line": "x1 y1 x2 y2",
    "polyline": "points",
    "polygon": "points",
}
ATTRIBUTES = {
    element: frozenset(f"{own} class fill fill-rule transform stroke-width".split())
    for element, own in SHAPES.items()
}
ROOT_ATTRIBUTES = frozenset(("xmlns", "viewBox", "width", "height"))

# docs/pictures.md says what each is for, and style.css which colour it has.
FILLS = "m l d i w s x k t1 t2 t3 t4 h1 h2 h3 h4 ta tb tc tsun tw pf ps pk pw"
STROKES = "n pl qm ql qd qi qw qs qx qk qt1 qt2 qt3 qt4 qh2"
POSITIONS = "p1 p2 p3"
CLASSES = frozenset(f"{FILLS} {STROKES} {POSITIONS}".split())


class FaultyPictures(Exception):  # noqa: N818 - named for what it holds
    """Pictures that cannot be used; `problems` has a line for each fault, with file and line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Picture:
    """A checked picture: its measures, and its shapes as SVG."""

    view_box: tuple[float, float, float, float]
    shapes: str

    @cached_property
    def markup(self) -> Markup:
        """The picture as an element of a page, which screen readers pass over."""
        left, top, width, height = (f"{number:g}" for number in self.view_box)
        return Markup(  # noqa: S704 - made of checked elements and escaped attributes
            f'<svg class="picture" viewBox="{left} {top} {width} {height}" width="{width}"'
            f' height="{height}" aria-hidden="true" focusable="false">{self.shapes}</svg>'
        )


def picture(name: str | None) -> Markup:
    """Return a picture by its name, to put into a page; nothing where there is no such picture."""
    found = pictures().get(name or "")
    return found.markup if found else Markup()


@cache
def pictures() -> Mapping[str, Picture]:
    """Return the pictures by their names, read once. Raises FaultyPictures."""
    return read_folder(find_folder("static") / "pictures")


def read_folder(folder: Path) -> Mapping[str, Picture]:
    """Return the pictures of a folder by their names. Raises FaultyPictures with all faults."""
    read: dict[str, Picture] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.svg")):
        try:
            read[path.stem] = parse(path.read_bytes())
        except FaultyPictures as faulty:
            problems += (f"static/pictures/{path.name}:{fault}" for fault in faulty.problems)
    if problems:
        raise FaultyPictures(tuple(problems))
    return read


def parse(source: bytes) -> Picture:
    """Return the picture of an SVG file. Raises FaultyPictures with "line: problem" for each."""
    if len(source) > LARGEST_FILE:
        raise FaultyPictures((f"1: larger than {LARGEST_FILE // 1024} KiB; draw it simpler",))
    reading = _Reading()
    try:
        reading.parser.Parse(source, True)  # noqa: FBT003 - it takes no keyword
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise FaultyPictures((f"{error.lineno}: not well-formed XML: {what}",)) from error
    if reading.problems:
        raise FaultyPictures(tuple(reading.problems))
    return Picture(reading.view_box, "".join(reading.out))


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far; only what is allowed is written out again."""

    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)
    out: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    view_box: tuple[float, float, float, float] = (0, 0, 0, 0)
    in_root: bool = False

    def __post_init__(self) -> None:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction

    def fault(self, problem: str) -> None:
        self.problems.append(f"{self.parser.CurrentLineNumber}: {problem}")

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if not self.in_root:
            self.in_root = True
            self.root(element, attributes)
        elif element not in SHAPES:
            self.fault(f"<{element}> is not allowed; use only {', '.join(SHAPES)}")
        else:
            self.shape(element, attributes)

    def root(self, element: str, attributes: dict[str, str]) -> None:
        if element != "svg" or attributes.get("xmlns") != SVG:
            self.fault(f'the file has to begin with <svg xmlns="{SVG}" viewBox="...">')
        for name in attributes.keys() - ROOT_ATTRIBUTES:
            self.fault(f"<svg> must not have {name!r}; remove it")
        numbers = attributes.get("viewBox", "")
        if re.fullmatch(rf"{NUMBER}(?:[\s,]+{NUMBER}){{3}}", numbers):
            left, top, width, height = map(float, re.split(r"[\s,]+", numbers))
            self.view_box = left, top, width, height
        if min(self.view_box[2:]) <= 0:
            self.fault('<svg> needs a viewBox with four numbers, as viewBox="0 0 360 200"')

    def shape(self, element: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name not in ATTRIBUTES[element]:
                cure = "; name colours by class" if name in ("style", "stroke") else "; remove it"
                self.fault(f"<{element}> must not have {name!r}{cure}")
            elif name == "class":
                for unknown in sorted(set(value.split()) - CLASSES):
                    self.fault(f"class {unknown!r} is none of pictures; docs/pictures.md has them")
            elif not re.fullmatch(VALUES[name], value.strip()):
                cure = "; name colours by class" if name == "fill" else "; write plain numbers"
                self.fault(f"<{element}> must not have {name}={value[:40]!r}{cure}")
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        self.out.append(f"<{element}{written}>" if element == "g" else f"<{element}{written}/>")

    def end(self, element: str) -> None:
        self.out.append("</g>" if element == "g" else "")

    def text(self, text: str) -> None:
        if text.strip():
            self.fault(f"text is not allowed, such as {text.strip()[:20]!r}; draw it as a path")

    def doctype(self, *_: object) -> None:
        self.fault("a document type is not allowed; remove <!DOCTYPE ...>")
        raise FaultyPictures(tuple(self.problems))  # before an entity of it is read

    def instruction(self, target: str, _: str) -> None:
        self.fault(f"<?{target} ...?> is not allowed; remove it")
