"""`quiz score`: files of sheets in three formats, with the outcomes that the engine gives."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import SMALL
from support.score_command import GOOD, HEADER, Score, rows

from benchmarks.sheets import read_engine
from quiz.score.sheets import ROWS


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


def test_no_two_columns_of_the_outcomes_have_one_name(
    score: Score, sheets: Callable[..., Path]
) -> None:
    done = score(sheets([f"best,given_best,{HEADER}", *(f"x,y,{line}" for line in GOOD)]))
    assert done.code == 0, done.err
    names = done.out.splitlines()[0].replace('"', "").split(",")
    assert names[:3] == ["given_given_best", "given_best", "person"]
    assert len(set(names)) == len(names)


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
