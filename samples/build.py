"""Make the sample logs and a review: ``python samples/build.py``.

The blank log of each shipped template is filled with its lines (``rows.toml`` for ``handoff``, ``loans.toml`` for
``loans``) by LibreOffice, as a person would type them, so that it carries that program's formats and results. The
review of the first is then made beside it by the command that anyone would use. Needs LibreOffice Calc (see
``tests/libreoffice.py``).
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
from sheetkit.template.store import DEFAULT, shipped, shipped_names  # noqa: E402

TODAY = date(2026, 11, 23)
LOG = "samples/handoff-log.xlsx"
IDENTITY = "5f0c9c1e-7a4b-4c0d-9a53-2d1f6b8e4a70"  # what its forms know it by; always the same one, for equal bytes

Entry = str | float | date  # what stands in a cell: a text, a number, a date, a date-time
Row = Mapping[str, Entry]


def main() -> int:
    """Make all workbooks; return the review's exit code."""
    with LibreOffice() as office:
        for name in shipped_names():
            make_log(office, shipped(name), ROOT / sample_log(name))
    with contextlib.chdir(ROOT):
        return sheetkit(["review", LOG, "--as-of", TODAY.isoformat()])


def make_log(office: LibreOffice, template: Template, path: Path) -> None:
    """Make a log of a template with its lines, as of TODAY."""
    with tempfile.TemporaryDirectory() as folder:
        blank, filled = Path(folder, "blank.xlsx"), Path(folder, "filled.xlsx")
        create_log(blank, template, TODAY, contents=Contents(identity=IDENTITY if template.name == DEFAULT else ""))
        office.fill(blank, filled, template.sheet, typed_in(template, read_rows(template)))
        office.fill(filled, path, SETTINGS_SHEET, {as_of_cell(template): Typed(TODAY.isoformat())})


def sample_log(name: str) -> str:
    """Return the path of the sample log of a template, from the project's folder."""
    return f"samples/{name.removesuffix('-log')}-log.xlsx"


def read_rows(template: Template) -> list[Row]:
    """Return the lines of a sample, each with the address of the person it names."""
    name = "rows.toml" if template.name == DEFAULT else f"{template.name}.toml"
    data = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return [with_email(row, data["emails"], template.roles.person) for row in data["row"]]


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
