"""`quiz score`: files of sheets, in three formats, and what is wrong with some of them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import SMALL
from support.commands import Run, quiz

from benchmarks.sheets import read_engine
from quiz.score.sheets import ROWS

HEADER = "person,home,neighbours,likes,skill"
GOOD = [
    "1,house,,melody,some",
    "2,flat,love,melody; rhythm,none",
    "3,tent,,nothing,much",
    '4,In a flat,hate,"Melodies, Rhythm",Not at all',
]
Score = Callable[..., Run]


@pytest.fixture
def score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Score:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, stdin: str = "") -> Run:
        return quiz("score", *arguments, "--rules", SMALL, stdin=stdin)

    return run


@pytest.fixture
def sheets(tmp_path: Path) -> Callable[..., Path]:
    def write(lines: Sequence[str], encoding: str = "utf-8", name: str = "sheets.csv") -> Path:
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
        return path

    return write


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def expected() -> list[dict[str, object]]:
    """Return the outcomes of the good sheets by the engine."""
    engine = read_engine(SMALL)
    both = ("melody", "rhythm")
    answers = [
        {"home": ("house",), "likes": ("melody",), "skill": ("some",)},
        {"home": ("flat",), "neighbours": ("love",), "likes": both, "skill": ("none",)},
        {"home": ("tent",), "likes": ("nothing",), "skill": ("much",)},
        {"home": ("flat",), "neighbours": ("hate",), "likes": both, "skill": ("none",)},
    ]  # fmt: skip
    found = []
    for sheet in answers:
        outcome = engine.outcome(sheet)
        found.append(
            {
                "best": outcome.best,
                "close": list(outcome.close),
                "tied": list(outcome.tied),
                **{f"points_{id_}": each.points for id_, each in outcome.positions.items()},
                **{f"fit_{id_}": each.fit for id_, each in outcome.positions.items()},
                **{f"standing_{id_}": each.standing for id_, each in outcome.positions.items()},
                "rules": [
                    id_
                    for id_ in engine.rules.rules
                    if any(
                        reason.rule == id_
                        for each in outcome.positions.values()
                        for reason in each.reasons
                    )
                ],
            }
        )
    return found


def as_text(outcome: dict[str, object]) -> dict[str, str]:
    return {
        name: "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
        for name, value in outcome.items()
    }


def test_csv_to_csv_carries_other_columns_and_prints_what_columns_were_taken_for(
    score: Score, sheets: Callable[..., Path]
) -> None:
    done = score(sheets([HEADER, *GOOD]))
    assert done.code == 0, done.err
    found = rows(done.out)
    assert [row.pop("person") for row in found] == ["1", "2", "3", "4"]
    assert found == [as_text(each) for each in expected()]
    assert "home: column 'home'" in done.err
    assert "carried through: 'person'" in done.err
    assert "4 sheets scored, 0 not" in done.err


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_every_format_gives_the_same_outcomes(score: Score, tmp_path: Path, kind: str) -> None:
    sheet = {"person": [7, 8], "home": ["house", "flat"], "neighbours": [None, "love"]}
    sheet |= {"likes": [["melody"], ["rhythm", "melody"]], "skill": ["some", "none"]}
    pq.write_table(pa.table(sheet), tmp_path / "sheets.parquet")
    done = score("sheets.parquet", "--output", f"out.{kind}")
    assert done.code == 0, done.err
    out = tmp_path / f"out.{kind}"
    wanted = [{"person": 7 + n, **each} for n, each in enumerate(expected()[:2])]
    if kind == "csv":
        assert rows(out.read_text()) == [as_text(each) for each in wanted]
    elif kind == "parquet":
        assert pq.read_table(out).to_pylist() == wanted
    else:
        assert [json.loads(line) for line in out.read_text().splitlines()] == wanted


def test_a_parquet_file_can_be_read_in_batches_of_any_size(score: Score, tmp_path: Path) -> None:
    count = ROWS + 2  # in two groups of rows
    waited = pa.array(range(count), pa.duration("us"))
    sheet = {"waited": waited, "home": ["house"] * count, "likes": ["melody"] * count}
    pq.write_table(pa.table({**sheet, "skill": ["some"] * count}), tmp_path / "sheets.parquet")
    done = score("sheets.parquet", "--output", "out.parquet")
    assert done.code == 0, done.err
    file = pq.ParquetFile(tmp_path / "out.parquet")
    assert file.num_row_groups == 2
    *_, last = file.iter_batches(batch_size=ROWS - 1)
    assert last.schema.field("waited").type == pa.duration("us")
    assert last.schema.field("rules").type == pa.list_(pa.string())
    found = last.drop_columns("waited").to_pylist()
    assert found == [expected()[0]] * 3


def test_json_lines_are_read(score: Score, sheets: Callable[..., Path]) -> None:
    lines = [
        '{"person": 1, "home": "house", "likes": ["melody"], "skill": "some"}',
        '{"person": [2, "b"], "home": "flat", "neighbours": "love", "likes": ["melody", "rhythm"], "skill": "none"}',  # noqa: E501
        "{broken",
        '["no", "object"]',
    ]
    done = score(sheets(lines, name="sheets.jsonl"), "--rejected", "bad.csv", "--to", "jsonl")
    assert done.code == 1
    found = [json.loads(line) for line in done.out.splitlines()]
    people = [{"person": each} for each in ("1", '[2, "b"]')]  # as text, and a list as JSON
    assert found == [who | each for who, each in zip(people, expected()[:2], strict=True)]
    bad = rows(Path("bad.csv").read_text())
    assert [row["line"] for row in bad] == ["3", "4"]
    assert "no JSON" in bad[0]["reasons"]


def test_standard_input_is_read(score: Score) -> None:
    done = score("-", stdin="\n".join([HEADER, *GOOD]))
    assert [row["best"] for row in rows(done.out)] == [as_text(e)["best"] for e in expected()]


def test_reasons_are_added_in_words(score: Score, sheets: Callable[..., Path]) -> None:
    done = score(sheets([HEADER, *GOOD]), "--reasons", "ja")
    first = rows(done.out)[0]
    assert first["reasons_PIANO"] == "旋律が好きだからです。; すでに弾けるからです。"
    assert score(sheets([HEADER]), "--reasons", "fr").code == 2


# ---- Faulty files


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


def test_without_its_library_the_command_says_how_to_install_it() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None; sys.argv = ['quiz', 'score', '-'];"
        " from quiz.program import run; sys.exit(run())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "score needs pyarrow" in done.stderr
    assert "jet-quiz[score]" in done.stderr
    assert "Traceback" not in done.stderr


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
