"""Make the sample log, its review and that of the week before: ``python samples/build.py``.

The blank log of the ``handoff`` template is filled with the lines of ``rows.toml`` by LibreOffice, as a person
would type them, so that it carries that program's formats and results. So is the log as it was on the Mondays before;
each is reviewed, and the last of these reviews is kept. The review is then made beside the log by the command that
anyone would use. Needs LibreOffice Calc (see ``tests/libreoffice.py``).
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from libreoffice import Input, LibreOffice, Typed  # noqa: E402

from sheetkit.cli import main as sheetkit  # noqa: E402
from sheetkit.log.create.contents import Contents  # noqa: E402
from sheetkit.log.create.log_sheet import create_log  # noqa: E402
from sheetkit.log.create.settings_sheet import SETTINGS_SHEET  # noqa: E402
from sheetkit.template.model import Template  # noqa: E402
from sheetkit.template.store import shipped  # noqa: E402

TODAY = date(2026, 11, 23)
MONDAYS = [date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]  # of earlier reviews
LOG = "samples/handoff-log.xlsx"
HAPPENED = ("checked_in", "returned")  # columns of what a log cannot say before the day itself
IDENTITY = "5f0c9c1e-7a4b-4c0d-9a53-2d1f6b8e4a70"  # what its forms know it by; always the same one, for equal bytes

Entry = str | date  # what stands in a cell: a text, a date, a date-time; '' clears it
Row = Mapping[str, Entry]


def main() -> int:
    """Make the workbooks; return the last review's exit code."""
    template = shipped()
    with tempfile.TemporaryDirectory() as folder, LibreOffice() as office:
        blank, filled = Path(folder, "blank.xlsx"), Path(folder, "filled.xlsx")
        create_log(blank, template, TODAY, contents=Contents(identity=IDENTITY))
        office.fill(blank, filled, template.sheet, typed_in(template, read_rows(TODAY)))
        office.fill(filled, ROOT / LOG, SETTINGS_SHEET, {as_of_cell(template): Typed(TODAY.isoformat())})
        with contextlib.chdir(folder):
            for monday in MONDAYS:
                log = Path(folder, Path(LOG).name)
                office.fill(blank, log, template.sheet, typed_in(template, read_rows(monday)))
                sheetkit(["review", log.name, "--as-of", monday.isoformat()])
            shutil.copy(f"{Path(LOG).stem}-review-{MONDAYS[-1]}.xlsx", (ROOT / LOG).parent)
    with contextlib.chdir(ROOT):
        return sheetkit(["review", LOG, "--as-of", TODAY.isoformat()])


def read_rows(day: date) -> list[Row]:
    """Return the lines of ``rows.toml`` as the log held them on a day, each with the address of the person it names."""
    data = tomllib.loads(Path(__file__).with_name("rows.toml").read_text(encoding="utf-8"))
    return [with_email(as_it_was(row, day), data["emails"]) for row in data["row"]]


def as_it_was(row: Mapping[str, Any], day: date) -> Row:
    """Return a line as it was on a day: nothing before it was handed off, and nothing that had not happened yet.

    Cells that stood otherwise on some days are in its tables `earlier`, by their `days`.
    """
    now = {name: entry for name, entry in row.items() if name != "earlier"}
    for earlier in row.get("earlier", ()):
        if day in earlier["days"]:
            now |= {name: entry for name, entry in earlier.items() if name != "days"}
    if "handed_off" not in now or as_day(now["handed_off"]) > day:
        return {}
    late = {name for name in HAPPENED if day < TODAY and name in now and as_day(now[name]) > day}
    if "returned" in late:
        late.add("status")
    return {name: entry for name, entry in now.items() if name not in late and entry != ""}


def as_day(entry: Entry) -> date:
    """Return the day of a date or a date-time; a text was typed today."""
    if isinstance(entry, str):
        return TODAY
    return entry.date() if isinstance(entry, datetime) else entry


def with_email(row: Row, emails: Mapping[str, str]) -> Row:
    """Return the line with the address of the person it names, where it names one."""
    person = row.get("handed_to")
    return {**row, "email": emails[str(person)]} if person else row


def typed_in(template: Template, rows: Sequence[Row]) -> dict[str, Input]:
    """Return what is typed into which cell of the log; the first line is row 2."""
    letters = {column.name: chr(ord("A") + place) for place, column in enumerate(template.columns)}
    return {
        f"{letters[name]}{number}": as_typed(entry, chosen=bool(template.by_name[name].choices))
        for number, row in enumerate(rows, start=2)
        for name, entry in row.items()
    }


def as_typed(entry: Entry, *, chosen: bool) -> Input:
    """Return an entry as it reaches its cell: dates and choices are typed, other texts stay what they are."""
    if isinstance(entry, datetime):
        return Typed(f"{entry:%Y-%m-%d %H:%M}")
    if isinstance(entry, date):
        return Typed(f"{entry:%Y-%m-%d}")
    return Typed(entry) if chosen else entry


def as_of_cell(template: Template) -> str:
    """Return the cell of the log's own clock: below the settings, which begin in row 4."""
    return f"B{4 + len(template.settings)}"


if __name__ == "__main__":
    sys.exit(main())
