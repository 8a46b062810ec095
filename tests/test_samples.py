"""The sample log and its review are current, and show what there is to show."""

import zipfile
import zlib
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from libreoffice import LibreOffice
from logs import lines

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.reader.workbook import open_workbook
from sheetkit.pages.summary import summary_page
from sheetkit.review.build import build_review
from sheetkit.review.changes import KINDS
from sheetkit.review.memory import Memory
from sheetkit.template.store import shipped, shipped_names

SAMPLES = Path(__file__).parent.parent / "samples"
LOG, REVIEW = SAMPLES / "handoff-log.xlsx", SAMPLES / "handoff-log-review-2026-11-23.xlsx"
LAST_WEEK = SAMPLES / "handoff-log-review-2026-11-16.xlsx"


def test_the_sample_carries_the_template_as_it_is_today() -> None:
    with open_workbook(LOG) as workbook:
        sheet = workbook.sheet("_sheetkit")
        assert sheet is not None
        cells = workbook.grid(sheet).columns[1]
        lines = dict(zip(cells.rows, cells.values, strict=True))
    source = shipped().source.split("\n")
    assert [lines.get(row, "") for row in range(4, 4 + len(source))] == source


def test_the_sample_shows_every_flag_first_and_a_handful_of_mistakes() -> None:
    log = read_log(LOG)
    handoffs = lines(build_review([log], datetime(2026, 11, 23)))
    first = Counter(one["flag"] for one in handoffs if one["flag"])
    assert set(first) == {rule.name for rule in shipped().rules}
    assert len({problem.code for problem in log.problems}) >= 5
    assert {one["status"] for one in handoffs} == {"Open", "On hold", "Done", "Cancelled"}


def test_the_review_tells_of_every_kind_of_change_and_of_several_weeks() -> None:
    review = Memory(LOG.stem, [SAMPLES]).recall(build_review([read_log(LOG)], datetime(2026, 11, 23)))
    assert review.changes is not None
    assert review.changes.path.name == LAST_WEEK.name
    assert set(review.changes.frame["kind"]) == set(KINDS)
    assert len(review.trend) == 5


def test_it_prints_on_eight_pages_in_letters_that_can_be_read(libreoffice: LibreOffice, tmp_path: Path) -> None:
    pdf = libreoffice.to_pdf(REVIEW, tmp_path)
    titles = [text.rstrip().rsplit("\n", 1)[-1].split("  ")[-2].strip() for text in libreoffice.page_texts(pdf)]
    assert len(titles) <= 8
    assert not {"Trend", "About"} & set(titles)


@pytest.mark.parametrize("name", shipped_names()[1:])
def test_each_other_sample_shows_every_flag_of_its_template_live_and_in_the_review(name: str) -> None:
    log = read_log(SAMPLES / f"{name.removesuffix('-log')}-log.xlsx")
    assert log.template is shipped(name)
    with open_workbook(log.path) as workbook:
        sheet = workbook.sheet(log.sheet)
        assert sheet is not None
        live = workbook.grid(sheet).columns[1]
    template, titles = log.template, set()
    for one in lines(build_review([log], datetime(2026, 11, 23))):
        unflagged = template.on_track if one["status"] == template.roles.open else one["status"]
        title = template.rule(one["flag"]).title if one["flag"] else unflagged
        titles.add(title)
        cell = live.at(one["row"])
        assert cell is not None
        assert cell[1] == title
    assert titles >= {rule.title for rule in template.rules}
    assert {problem.code for problem in log.problems} & {"not-a-number", "out-of-range"}


def test_a_team_can_keep_logs_of_several_kinds() -> None:
    logs = [read_log(SAMPLES / f"{name.removesuffix('-log')}-log.xlsx") for name in shipped_names()]
    review = build_review(logs, datetime(2026, 11, 23))
    late = [int(build_review([log], datetime(2026, 11, 23)).frame["overdue"].sum()) for log in logs]
    assert min(late) > 0
    assert f"out, {sum(late)} overdue; the oldest" in review.figures.headline
    headings = {head.text for head in summary_page(review).people.grid.heads}  # type: ignore[union-attr]
    assert {"Handed to", "Incomplete", "Overdue", "Other flags"} <= headings


def test_its_live_columns_agree_with_the_review() -> None:
    with open_workbook(LOG) as workbook:
        sheet = workbook.sheet("Log")
        assert sheet is not None
        grid = workbook.grid(sheet)
    for one in lines(build_review([read_log(LOG)], datetime(2026, 11, 23))):
        shown = grid.columns[1].at(one["row"])
        title = shipped().rule(one["flag"]).title if one["flag"] else ""
        expected = title or ("On track" if one["status"] == "Open" else one["status"])
        assert shown is not None
        assert shown[1] == expected


def test_the_review_is_what_the_readmes_command_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").mkdir()
    for path in (LOG, LAST_WEEK):
        (tmp_path / "samples" / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert main(["review", "samples/handoff-log.xlsx", "--as-of", "2026-11-23"]) == 0
    made = tmp_path / "samples" / REVIEW.name
    with zipfile.ZipFile(made) as one, zipfile.ZipFile(REVIEW) as other:
        assert one.namelist() == other.namelist()
        assert [name for name in one.namelist() if one.read(name) != other.read(name)] == []
    if "ng" not in zlib.ZLIB_RUNTIME_VERSION:  # another deflate packs the same parts into other bytes
        assert made.read_bytes() == REVIEW.read_bytes()
