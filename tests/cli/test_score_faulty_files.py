"""`quiz score` on faulty files: what is wrong with them, and what is written in spite of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL
from support.score_command import GOOD, HEADER, Score, rows, rows_of


def test_a_lost_column_is_named(score: Score, sheets: Callable[..., Path]) -> None:
    done = score(sheets(["person,home,neighbours,likes", "1,house,,melody"]))
    assert done.code == 2
    assert "there is no column for 'skill'" in done.err
    assert "--column" in done.err
    renamed = sheets(["person,home,neighbours,likes,ability", *GOOD])
    assert score(renamed, "--column", "skill=ability").code == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_encodings_are_understood(
    score: Score, sheets: Callable[..., Path], encoding: str
) -> None:
    done = score(sheets([HEADER, "一,一戸建て,,旋律,少し"], encoding))
    assert done.code == 0, done.err
    assert rows(done.out)[0]["best"] == "PIANO"
    assert rows(done.out)[0]["person"] == "一"


def test_a_file_in_an_old_encoding_says_what_to_do(
    score: Score, sheets: Callable[..., Path]
) -> None:
    done = score(sheets([HEADER, "1,一戸建て,,旋律,少し"], "shift-jis"))
    assert done.code == 2
    assert "UTF-8" in done.err


def test_semicolons_separate_too(score: Score, sheets: Callable[..., Path]) -> None:
    done = score(sheets([HEADER.replace(",", ";"), "1;house;;melody, rhythm;some"]))
    assert rows(done.out)[0]["tied"] == "DRUMS"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("line", "sign"), [("sep=;", ";"), ("SEP=,", ","), ("sep=^", "^")])
def test_the_separator_may_be_named_in_the_first_line_as_for_excel(
    score: Score, sheets: Callable[..., Path], encoding: str, line: str, sign: str
) -> None:
    names = HEADER.replace(",", sign)
    lines = ["1,house,,melody,some", "2,boat,,melody,some", "3,tent,,nothing"]
    made = sheets([line, names, *(each.replace(",", sign) for each in lines)], encoding)
    done = score(made, "--rejected", "bad.csv")
    assert [row["person"] for row in rows(done.out)] == ["1"]
    bad = rows(Path("bad.csv").read_text())
    assert [row["line"] for row in bad] == ["4", "5"]
    assert "'boat'" in bad[0]["reasons"]
    assert "4 cells instead of 5" in bad[1]["reasons"]


@pytest.mark.parametrize("sign", ["；", '"', "a", ""])
def test_a_first_line_that_names_no_sign_is_taken_for_the_names_of_the_columns(
    score: Score, sheets: Callable[..., Path], sign: str
) -> None:
    names = HEADER.replace(",", sign)
    done = score(sheets([f"sep={sign}", names, *(each.replace(",", sign) for each in GOOD)]))
    assert done.code == 2
    assert "there is no column for" in done.err


def test_lines_are_those_of_the_file_where_cells_have_line_breaks(
    score: Score, sheets: Callable[..., Path]
) -> None:
    lines = [HEADER, '"a\nb",house,,melody,some', "2,boat,,melody,some", "3,tent,,nothing"]
    done = score(sheets(lines), "--rejected", "bad.csv")
    assert done.code == 1
    bad = rows(Path("bad.csv").read_text())
    assert [row["line"] for row in bad] == ["4", "5"]
    assert "'boat'" in bad[0]["reasons"]
    assert "4 cells instead of 5" in bad[1]["reasons"]
    assert rows(done.out)[0]["best"] == "PIANO"


def test_every_reason_is_given_in_the_words_of_explain(
    score: Score, sheets: Callable[..., Path]
) -> None:
    done = score(sheets([HEADER, "1,house,love,melody; nothing,perfect", GOOD[0]]))
    assert done.code == 1
    assert "line 2: " in done.err
    for reason in ("'neighbours' is not asked", "'nothing' cannot be combined", "'perfect'"):
        assert reason in done.err
    assert len(rows(done.out)) == 1


def test_a_stray_quote_loses_no_sheet_without_a_word(
    score: Score, sheets: Callable[..., Path]
) -> None:
    done = score(sheets([HEADER, '1,"house,,melody,some', *GOOD[1:]]))
    assert (done.code, done.out) == (2, "")
    assert "the file has no answer sheets that can be read" in done.err
    done = score(sheets([HEADER, GOOD[0], '2,"house,,melody,some', GOOD[2], *GOOD[:1]]))
    assert done.code == 1
    assert "line 3: 2 cells instead of 5, from 3 lines; look for a quote" in done.err


@pytest.mark.parametrize(
    ("lines", "swallowed"),
    [
        # to the end of the file; to a quote in the next line but one; in the middle of a sheet
        ([GOOD[0], GOOD[1] + ',"said', GOOD[2], GOOD[0]], 3),
        ([GOOD[0], '2,tent,,nothing,much,"said', '3,tent,,nothing,much,"x"', GOOD[0]], 3),
        (['"1,house,,melody,some,', GOOD[2], '3,"house",,melody,some,', GOOD[0]], 2),
    ],
)
def test_a_quote_that_is_not_closed_is_reported_where_other_sheets_vanish_in_a_cell(
    score: Score, sheets: Callable[..., Path], lines: list[str], swallowed: int
) -> None:
    lines = [line if line.count(",") > 4 else f"{line}," for line in lines]
    done = score(sheets([f"{HEADER},note", *lines, GOOD[3] + ",", GOOD[0] + ","]))
    assert done.code == 1
    assert f"line {swallowed}: " in done.err
    assert "look for a quote that is not closed" in done.err


def test_a_cell_with_several_lines_is_not_taken_for_an_open_quote(
    score: Score, sheets: Callable[..., Path]
) -> None:
    note = '"First,\nI like tea, coffee, milk, and cake.\n\nGoodbye, all"'
    done = score(sheets([f"{HEADER},note", f"{GOOD[0]},{note}", f"{GOOD[2]},"]))
    assert done.code == 0, done.err
    assert rows_of(done.out)[0]["note"] == note.strip('"')


def test_lines_are_right_where_quotes_are_not_closed_in_several_sheets(
    score: Score, sheets: Callable[..., Path]
) -> None:
    closed, opened = "1,house,,melody,some,", '1,house,,melody,some,"said'
    ends = 'x,house,,melody,some,end"'
    lines = [closed, opened, ends, closed, "1,boat,,melody,some,", opened, ends, closed, "short"]
    done = score(sheets([f"{HEADER},note", *lines]), "--rejected", "bad.csv")
    assert done.code == 1
    bad = rows(Path("bad.csv").read_text())
    assert [row["line"] for row in bad] == ["3", "6", "7", "10"]
    assert len(rows(done.out)) == 3


def test_an_empty_file_and_one_without_sheets_are_refused(
    score: Score, sheets: Callable[..., Path]
) -> None:
    empty = score(sheets([]))
    assert (empty.code, "the file is empty" in empty.err) == (2, True)
    none = score(sheets([HEADER]))
    assert (none.code, "no answer sheets" in none.err) == (2, True)


def test_ten_thousand_bad_lines_are_all_reported(score: Score, sheets: Callable[..., Path]) -> None:
    bad = [f"{number},cave,,melody,some" for number in range(10_000)]
    done = score(sheets([HEADER, *GOOD, *bad]), "--rejected", "bad.csv")
    assert done.code == 1
    assert "4 sheets scored, 10,000 not" in done.err
    found = rows(Path("bad.csv").read_text())
    assert [row["line"] for row in found] == [str(line) for line in range(6, 10_006)]


def test_a_full_disk_leaves_no_half_file(
    score: Score, sheets: Callable[..., Path], tmp_path: Path
) -> None:
    path = sheets([HEADER, *GOOD])
    done = score(path, "--output", "/dev/full", "--to", "csv")
    assert done.code == 2
    assert "No space left" in done.err
    kept = tmp_path / "out.csv"
    kept.write_text("before")
    broken = score(sheets([HEADER.replace("skill", "lost"), *GOOD]), "--output", "out.csv")
    assert broken.code == 2
    assert kept.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir() if "out" in each.name] == ["out.csv"]


def test_lines_are_right_where_some_cannot_be_read_and_others_cannot_be_scored(
    score: Score, sheets: Callable[..., Path]
) -> None:
    good = '{"home": "house", "likes": ["melody"], "skill": "some"}'
    boat = good.replace("house", "boat")
    lines = ["{", good, boat, "", "[", boat, good, "{", "{", boat]
    done = score(sheets(lines, name="sheets.jsonl"), "--rejected", "bad.csv")
    assert done.code == 1
    found = [(row["line"], "boat" in row["reasons"]) for row in rows(Path("bad.csv").read_text())]
    assert found == [
        ("1", False), ("3", True), ("5", False), ("6", True), ("8", False), ("9", False),
        ("10", True),
    ]  # fmt: skip


def test_what_cannot_be_scored_is_not_said_to_be_written_where_it_was_not(
    score: Score, sheets: Callable[..., Path]
) -> None:
    path = sheets([HEADER, "1,boat,,melody,some", GOOD[0]])
    done = score(path, "--output", "out.csv", "--rejected", "/dev/full")
    assert done.code == 2
    assert "No space left on device; the file was not written" in done.err
    assert len(rows(Path("out.csv").read_text())) == 1


def test_a_file_that_cannot_be_finished_is_not_there(
    score: Score, sheets: Callable[..., Path]
) -> None:
    path = sheets([HEADER, *GOOD * 500])
    kept = Path("out.csv")
    kept.write_text("before")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000));"
        f" sys.argv = ['quiz', 'score', {str(path)!r}, '--output', 'out.csv', '--rules',"
        f" {str(SMALL)!r}]; from quiz.program import run; sys.exit(run())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "out.csv: File too large; the file was not written" in done.stderr
    assert kept.read_text() == "before"
    assert [each.name for each in Path().iterdir() if "out" in each.name] == ["out.csv"]
