"""Working days in two engines: what LibreOffice shows in the live columns is what Python computes."""

from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from libreoffice import Input, LibreOffice
from logs import lines
from made import AS_OF, TODAY, blank_log

from sheetkit.expression.working_days import DayOff
from sheetkit.log.create.contents import Contents
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read_log import Log, read_log
from sheetkit.review.build import build_review
from sheetkit.template.store import shipped

DAY = timedelta(days=1)
FAR = [date(2019, 12, 31), date(2020, 1, 1), date(2024, 2, 29), date(2028, 3, 1), date(2040, 1, 1), date(1901, 5, 1)]
DUES = [*(TODAY + number * DAY for number in range(-45, 46)), *(datetime(day.year, day.month, day.day) for day in FAR)]
DUES += [AS_OF - DAY / 86_400, AS_OF + DAY / 86_400, TODAY - DAY / 86_400, TODAY + 9 * DAY - DAY / 86_400]
HOLIDAYS: list[list[Input]] = [
    [date(2026, 11, 26), "a Thursday", None],
    [date(2026, 11, 27), "a Friday", " "],
    [date(2026, 11, 28), "a Saturday", "no"],
    [date(2026, 11, 29), "a Sunday", None],
    [date(2021, 12, 25), "every year", "Yes"],
    [date(2026, 12, 25), "that day again", None],
    [date(2024, 2, 29), "in leap years", " YES "],
    [date(2023, 11, 18), "a Wednesday in 2026", "x"],
    [None, "without a date", "Yes"],
    ["1 Dec 2026", "a text", None],
    [datetime(2026, 11, 12, 15, 30), "with a time", None],
    [5.0, "a number", "Yes"],
    [date(2044, 1, 4), "too far", None],
    [date(1999, 11, 5), "long ago, every year", "✓"],
]
WEEKS = ["Mon-Fri", "Sun-Thu", "Sat-Wed", "sun – fri", "Mon Tue,Thu", "Fri", "Mon-Wed-Fri", "Monday", " ", "Mon-Sun"]


@pytest.fixture(scope="module")
def filled(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with holidays and something due on each of DUES, as of AS_OF."""
    folder = tmp_path_factory.mktemp("days")
    paths = [blank_log(folder, len(DUES) + 2), *(folder / f"{number}.xlsx" for number in range(3))]
    keys = [column.name for column in shipped().entered if column.name != "id"]
    usual = {"item": "Plan", "handed_to": "Ana", "expected_result": "x", "understood": "Yes", "checkpoint": TODAY}
    rows = [{**usual, "handed_off": min(due, TODAY), "expected_back": due} for due in DUES]
    block = [[row.get(key) for key in keys] for row in rows]
    libreoffice.fill(paths[0], paths[1], "Settings", {f"B{4 + len(shipped().settings)}": AS_OF})
    libreoffice.fill(paths[1], paths[2], "Log", {"D2": block})
    libreoffice.fill(paths[2], paths[3], "Holidays", {"A4": HOLIDAYS})
    return paths[3]


def expected(log: Log) -> list[list[object]]:
    """What Flag and Days left should show."""
    return [
        [shipped().rule(one["flag"]).title if one["flag"] else "On track", one["days_left"]]
        for one in lines(build_review([log], AS_OF))
    ]


@pytest.mark.parametrize("week", WEEKS)
def test_days_left_and_due_soon_agree(week: str, filled: Path, libreoffice: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    names = [setting.name for setting in shipped().text_settings]
    cell = f"B{6 + len(shipped().settings) + names.index('working_days')}"
    libreoffice.fill(filled, path, "Settings", {cell: week})
    live = libreoffice.recalculate_and_read(path, "Log", f"A2:B{len(DUES) + 1}")
    log = read_log(path)
    assert (log.working_days is None) == (week in ("Mon-Wed-Fri", "Monday", " "))
    assert live == expected(log)
    assert len({days for _, days in live}) > 5


@pytest.mark.parametrize("week", ["", "Mon-Fri", "Sun-Thu"])
def test_a_program_that_does_not_calculate_sees_the_same_hidden_cells(
    week: str, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    listed = [DayOff(date(2026, 12, 25), "", True), DayOff(date(2027, 12, 25)), DayOff(date(2024, 2, 29), "", True)]
    path = tmp_path / "log.xlsx"
    contents = Contents(text_settings={"working_days": week}, days_off=(*listed, DayOff(date(2026, 11, 26))))
    create_log(path, shipped(), date(2026, 11, 23), 5, contents)

    book = openpyxl.load_workbook(path, data_only=True)
    stored = [["" if cell.value is None else cell.value for cell in row] for row in book["Holidays"]["D1:Y9"]]
    book.close()
    assert stored == libreoffice.recalculate_and_read(path, "Holidays", "D1:Y9")
