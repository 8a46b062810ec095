"""The hidden sheet by which a log says which template made it, and carries that template along."""

import re
from dataclasses import dataclass

from sheetkit.errors import TemplateError, UnreadableError
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.ooxml.reader.workbook import Workbook
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.store import DEFAULT, shipped, shipped_names

STAMP_SHEET = "_sheetkit"
KIND, LOGS, REVIEW = "sheetkit kind", "sheetkit logs", "review"  # what a workbook made from a log says of itself
FORM, FORM_SHEET = "form", "_sheetkit form"  # its kind, and the hidden sheet by which answers find their lines
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FIRST_LINE = 4  # the row of the template's first line; above it stand name and version


@dataclass(frozen=True)
class TemplateChoice:
    """The template a log is read with, and why when that is not obvious."""

    template: Template
    note: str = ""
    other_version: float | None = None  # the log's version of a shipped template, when it is another one
    shipped_version: int = 0  # and that template's version here


def stamped_version(workbook: Workbook) -> tuple[str, float] | None:
    """Return the name and version of the template that made the log, or None where no stamp says so."""
    sheet = workbook.sheet(STAMP_SHEET)
    cells = workbook.grid(sheet).columns.get(2, ColumnCells()) if sheet else ColumnCells()
    name, version = cells.at(1), cells.at(2)
    number = _number(version[1]) if version else None
    return (str(name[1]), number) if name and number is not None else None


def read_identity(workbook: Workbook) -> str:
    """Return the identity that the log got when it was made and that its copies share, '' where it has none."""
    sheet = workbook.sheet(STAMP_SHEET)
    cell = workbook.grid(sheet).columns.get(4, ColumnCells()).at(1) if sheet else None
    text = str(cell[1]).strip().lower() if cell else ""
    return text if _UUID.fullmatch(text) else ""


def _number(value: str | float | bool) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def refuse_reviews(workbook: Workbook) -> None:
    """Raise UnreadableError where the workbook is a review or a form: what is put right there would be lost."""
    if workbook.sheet(FORM_SHEET):
        raise UnreadableError(
            f"{workbook.package.name} is a form and no log: name the log from which it was made; `sheetkit collect` "
            "enters what was filled in."
        )
    if workbook.properties.get(KIND) == REVIEW:
        made = workbook.properties.get(LOGS, "")
        raise UnreadableError(
            f"{workbook.package.name} is a review and no log: name the log from which it was made"
            f"{f', {made}' if made else ''}."
        )


def choose_template(workbook: Workbook) -> TemplateChoice:
    """Return the shipped template where the log's stamp names it or has none, else the one the log carries."""
    sheet = workbook.sheet(STAMP_SHEET)
    if sheet is None:
        return TemplateChoice(shipped(DEFAULT))
    grid = workbook.grid(sheet)
    labels, values = grid.columns.get(1, ColumnCells()), grid.columns.get(2, ColumnCells())
    name, stamped = values.at(1), stamped_version(workbook)
    known = shipped(str(name[1])) if name and str(name[1]) in shipped_names() else None
    if known and stamped and stamped[1] == known.version:
        return TemplateChoice(known)
    lines = {row: str(value) for row, value in zip(labels.rows, labels.values, strict=True) if row >= FIRST_LINE}
    source = "\n".join(lines.get(row, "") for row in range(FIRST_LINE, max(lines, default=0) + 1))
    try:
        own = load_template(source, "the template inside the log")
    except TemplateError as error:
        note = f"The log carries a template that cannot be used ({error}), so the rules of {DEFAULT!r} were applied."
        return TemplateChoice(
            shipped(DEFAULT), note, stamped[1] if known and stamped else None, known.version if known else 0
        )
    note = f"The rules are those that the log itself carries: {own.name!r}, version {own.version}."
    if known is None:
        return TemplateChoice(own, note)
    return TemplateChoice(own, note, stamped[1] if stamped else own.version, known.version)
