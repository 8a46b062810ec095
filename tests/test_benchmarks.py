"""The benchmarks run, compare like with like, and the docs say what was measured."""

import json
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.__main__ import PUBLISHED, main
from benchmarks.compare import BARE, IMPORT, REVIEW, SCRIPT, load
from benchmarks.logs import AS_OF, HEADINGS, make_log, make_rows
from benchmarks.measure import Cost, python, ratio
from benchmarks.same import compare_flags
from benchmarks.stations import PYTHON
from benchmarks.tables import DOCS, comparison, imported, put_into, standing_in, stations, together
from benchmarks.targets import outcomes
from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.template.store import shipped


def test_one_command_makes_its_logs_compares_and_saves(tmp_path: Path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("benchmarks.__main__.compile_all", lambda: None)  # it takes longer than all the rest
    assert main(["--rows", "60", "--rounds", "1", "--work", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    saved = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["comparison"]["60"]
    assert all(f"| 60 | {name} |" in shown for name in (REVIEW, SCRIPT, BARE, IMPORT))
    assert all(cost["cpu"] > 0 and cost["peak"] > 5 for costs in saved["costs"].values() for cost in costs)
    assert saved["versions"]["pandas"] == pd.__version__


def test_a_review_is_followed_from_station_to_station(tmp_path: Path) -> None:
    make_log(tmp_path / "log.xlsx", 60)
    paths = [str(tmp_path / name) for name in ("log.xlsx", "review.xlsx")]
    spent = json.loads(python("-m", "benchmarks.stations", *paths, stdout=subprocess.PIPE))
    assert {PYTHON, "import numpy", "read: the cells in the file", "write: Summary", "write: All hand-offs"} <= set(
        spent
    )
    assert all(seconds >= 0 for seconds in spent.values())
    assert spent["import numpy"] > spent["import xlsxwriter"] > 0
    assert (tmp_path / "review.xlsx").exists()


def test_many_logs_are_read_in_every_way_and_the_times_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.__main__.compile_all", lambda: None)
    monkeypatch.setattr("benchmarks.many.USUAL", 10)
    assert main(["many", "--logs", "2", "--rounds", "1", "--work", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    for name in ("read: one process", "read: processes", "read: threads", "read: a local Dask cluster"):
        assert f"| {name} |" in shown
    assert "| review: processes |" in shown
    assert (tmp_path / "2-logs" / "team.xlsx").exists()


def test_a_log_has_the_columns_of_the_template_and_every_flag(tmp_path: Path) -> None:
    make_log(tmp_path / "log.xlsx", 400)
    log = read_log(tmp_path / "log.xlsx")
    assert [column.title for column in shipped().columns] == list(HEADINGS)
    counts = build_review([log], AS_OF).figures.counts
    assert counts["rows"] == 400
    assert all(counts[name] > 0 for name in [*(rule.name for rule in shipped().rules), "done", "cancelled", "on_hold"])
    assert 0 < len(log.problems.at_or_above("error")) < 40


def test_the_same_seed_makes_the_same_file_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_log(tmp_path / name, 30, seed)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != (tmp_path / "c").read_bytes()


def test_texts_are_as_varied_as_people_are() -> None:
    rows = list(make_rows(1_000))
    assert len({row["Item"] for row in rows}) > 700
    assert 15 < len({row["Handed to"] for row in rows}) < 30


def test_answers_that_differ_are_not_compared() -> None:
    compare_flags({2: ["Overdue"]}, {2: ["Overdue"]})
    with pytest.raises(AssertionError, match="row 3 has None in the review"):
        compare_flags({2: ["Overdue"]}, {2: ["Overdue"], 3: []})


def test_a_ratio_is_taken_within_each_round() -> None:
    one, other = ([Cost(seconds, 0, 0) for seconds in times] for times in ((1, 2, 30), (1, 4, 10)))
    assert ratio(one, other) == 1


def test_a_promise_that_is_not_kept_is_said_to_be_so() -> None:
    costs = {REVIEW: [Cost(8, 8, 500)], SCRIPT: [Cost(100, 100, 900)], BARE: [Cost(10, 10, 300)]}
    result = {"costs": {name: [vars(one) for one in of_job] for name, of_job in costs.items()}}
    kept = {one.words: (one.reached, one.kept) for one in outcomes({"100000": result})}
    assert kept == {
        f"{REVIEW}, beside {BARE}": ("0.80 x", False),
        f"{REVIEW}, faster than {SCRIPT}": ("12.50 x", True),
        f"{REVIEW}: memory at its peak": ("500 MB", False),
    }


def test_the_docs_show_what_was_measured() -> None:
    published = load(PUBLISHED)
    assert standing_in(DOCS, "comparison") == comparison(published["comparison"])
    assert standing_in(DOCS, "many") == together(published["many"]["all"])
    assert standing_in(DOCS, "stations") == stations(published["stations"])
    assert standing_in(DOCS, "imports") == imported(published["imports"]["all"])


def test_a_table_is_put_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(DOCS.read_text(encoding="utf-8"), encoding="utf-8")
    put_into(page, "comparison", ["one", "two"])
    assert standing_in(page, "comparison") == ["one", "two"]
    assert page.read_text(encoding="utf-8").startswith("# What a review costs")
