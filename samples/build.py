"""Make the sample log and its review: ``python samples/build.py``.

The blank log of the ``handoff`` template is filled with the lines of ``rows.toml`` by LibreOffice, as a person
would type them, so that it carries that program's formats and results. The review is then made beside it by the
command that anyone would use. Needs LibreOffice Calc (see ``tests/libreoffice.py``).
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

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
LOG = "samples/handoff-log.xlsx"
IDENTITY = "5f0c9c1e-7a4b-4c0d-9a53-2d1f6b8e4a70"  # what its forms know it by; always the same one, for equal bytes

Entry = str | date  # what stands in a cell: a text, a date, a date-time
Row = Mapping[str, Entry]


def main() -> int:
    """Make both workbooks; return the review's exit code."""
    template = shipped()
    with tempfile.TemporaryDirectory() as folder, LibreOffice() as office:
        blank, filled = Path(folder, "blank.xlsx"), Path(folder, "filled.xlsx")
        create_log(blank, template, TODAY, contents=Contents(identity=IDENTITY))
        office.fill(blank, filled, template.sheet, typed_in(template, read_rows()))
        office.fill(filled, ROOT / LOG, SETTINGS_SHEET, {as_of_cell(template): Typed(TODAY.isoformat())})
    with contextlib.chdir(ROOT):
        return sheetkit(["review", LOG, "--as-of", TODAY.isoformat()])


def read_rows() -> list[Row]:
    """Return the lines of ``rows.toml``, each with the address of the person it names."""
    data = tomllib.loads(Path(__file__).with_name("rows.toml").read_text(encoding="utf-8"))
    return [with_email(row, data["emails"]) for row in data["row"]]


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
