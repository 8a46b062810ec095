"""Make the sample logs, a review and that of the week before: ``python samples/build.py``.

The blank log of each shipped template is filled with its lines (``rows.toml`` for ``handoff``, ``loans.toml`` for
``loans``) by LibreOffice, as a person would type them, so that it carries that program's formats and results. So is
the first log as it was on the Mondays before; each is reviewed, and the last of these reviews is kept. The review is
then made beside the log by the command that anyone would use. Needs LibreOffice Calc (see ``tests/libreoffice.py``).
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
from sheetkit.template.store import DEFAULT, shipped, shipped_names  # noqa: E402

TODAY = date(2026, 11, 23)
MONDAYS = [date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]  # of earlier reviews
LOG = "samples/handoff-log.xlsx"
HAPPENED = ("checked_in", "returned")  # columns of what a log cannot say before the day itself
IDENTITY = "5f0c9c1e-7a4b-4c0d-9a53-2d1f6b8e4a70"  # what its forms know it by; always the same one, for equal bytes

Entry = str | float | date  # what stands in a cell: a text, a number, a date, a date-time; '' clears it
Row = Mapping[str, Entry]


def main() -> int:
    """Make all workbooks; return the last review's exit code."""
    with LibreOffice() as office:
        for name in shipped_names():
            make_log(office, shipped(name), ROOT / sample_log(name))
        make_earlier_reviews(office, shipped())
    with contextlib.chdir(ROOT):
        return sheetkit(["review", LOG, "--as-of", TODAY.isoformat()])


def make_log(office: LibreOffice, template: Template, path: Path) -> None:
    """Make a log of a template with its lines, as of TODAY."""
    with tempfile.TemporaryDirectory() as folder:
        blank, filled = Path(folder, "blank.xlsx"), Path(folder, "filled.xlsx")
        make_blank(template, blank)
        office.fill(blank, filled, template.sheet, typed_in(template, read_rows(template)))
        office.fill(filled, path, SETTINGS_SHEET, {as_of_cell(template): Typed(TODAY.isoformat())})


def make_blank(template: Template, path: Path) -> None:
    """Make the blank log of a template."""
    create_log(path, template, TODAY, contents=Contents(identity=IDENTITY if template.name == DEFAULT else ""))


def make_earlier_reviews(office: LibreOffice, template: Template) -> None:
    """Review the log as it was on the Mondays before, and keep the last review beside it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        blank, log = Path(folder, "blank.xlsx"), Path(folder, Path(LOG).name)
        make_blank(template, blank)
        for monday in MONDAYS:
            office.fill(blank, log, template.sheet, typed_in(template, read_rows(template, monday)))
            sheetkit(["review", log.name, "--as-of", monday.isoformat()])
        shutil.copy(f"{log.stem}-review-{MONDAYS[-1]}.xlsx", (ROOT / LOG).parent)


def as_it_was(row: Mapping[str, Any], day: date) -> Row:
    """Return a line as it was on a day: nothing before it was handed off, and nothing that had not happened yet.

    Cells that stood otherwise on some days are in its tables `earlier`, by their `days`.
    """
    now = {name: entry for name, entry in row.items() if name != "earlier"}
    for earlier in row.get("earlier", ()):
        if day in earlier["days"]:
            now |= {name: entry for name, entry in earlier.items() if name != "days"}
    if day == TODAY:
        return {name: entry for name, entry in now.items() if entry != ""}
    if "handed_off" not in now or as_day(now["handed_off"]) > day:
        return {}
    late = {name for name in HAPPENED if name in now and as_day(now[name]) > day}
    if "returned" in late:
        late.add("status")
    return {name: entry for name, entry in now.items() if name not in late and entry != ""}


def as_day(entry: Entry) -> date:
    """Return the day of a date or a date-time; a text was typed today."""
    if not isinstance(entry, date):
        return TODAY
    return entry.date() if isinstance(entry, datetime) else entry


def sample_log(name: str) -> str:
    """Return the path of the sample log of a template, from the project's folder."""
    return f"samples/{name.removesuffix('-log')}-log.xlsx"


def read_rows(template: Template, day: date = TODAY) -> list[Row]:
    """Return the lines of a sample as its log held them on a day, each with the address of the person it names."""
    name = "rows.toml" if template.name == DEFAULT else f"{template.name}.toml"
    data = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return [with_email(as_it_was(row, day), data["emails"], template.roles.person) for row in data["row"]]


def with_email(row: Row, emails: Mapping[str, str], column: str) -> Row:
    """Return the line with the address of the person it names in a column, where it names one."""
    person = row.get(column)
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
    return Typed(entry) if chosen and isinstance(entry, str) else entry


def as_of_cell(template: Template) -> str:
    """Return the cell of the log's own clock: below the settings, which begin in row 4."""
    return f"B{4 + len(template.settings)}"


if __name__ == "__main__":
    sys.exit(main())
