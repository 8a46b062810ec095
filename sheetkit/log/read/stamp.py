"""The hidden sheet that names the template of a log and holds its source."""

from typing import NamedTuple

from sheetkit.errors import TemplateError, UnreadableError
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.ooxml.reader.workbook import Workbook
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import Template
from sheetkit.template.store import DEFAULT, from_log, shipped, shipped_names

STAMP_SHEET = "_sheetkit"
KIND, LOGS, REVIEW = "sheetkit kind", "sheetkit logs", "review"  # properties of a workbook made from a log
FORM, FORM_SHEET = "form", "_sheetkit form"  # the kind of a form, and its hidden sheet that links answers to lines
_UUID = lazy_pattern(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FIRST_LINE = 4  # the row of the template's first line, below its name and version


class TemplateChoice(NamedTuple):
    """The template a log is read with, and why when that is not obvious."""

    template: Template
    note: str = ""
    other_version: float | None = None  # the log's version of a shipped template, when it differs from ours
    shipped_version: int = 0  # our version of that template


def stamped_version(workbook: Workbook) -> tuple[str, float] | None:
    """Return the name and version of the template that made the log, None where it has no stamp."""
    sheet = workbook.sheet(STAMP_SHEET)
    cells = workbook.grid(sheet).columns.get(2, ColumnCells()) if sheet else ColumnCells()
    name, version = cells.at(1), cells.at(2)
    if name is None or version is None:
        return None
    try:
        return str(name[1]), float(version[1])
    except ValueError:
        return None


def read_identity(workbook: Workbook) -> str:
    """Return the identity that the log got when it was made and that its copies share, '' where it has none."""
    sheet = workbook.sheet(STAMP_SHEET)
    cell = workbook.grid(sheet).columns.get(4, ColumnCells()).at(1) if sheet else None
    text = str(cell[1]).strip().lower() if cell else ""
    return text if _UUID.fullmatch(text) else ""


def refuse_reviews(workbook: Workbook) -> None:
    """Raise UnreadableError where the workbook is a review or a form: corrections made there would be lost."""
    if workbook.sheet(FORM_SHEET):
        raise UnreadableError(
            f"{workbook.package.name} is a form, not a log: name the log from which it was made; `sheetkit collect` "
            "enters what was filled in."
        )
    if workbook.properties.get(KIND) == REVIEW:
        made = workbook.properties.get(LOGS, "")
        raise UnreadableError(
            f"{workbook.package.name} is a review, not a log: name the log from which it was made"
            f"{f', {made}' if made else ''}."
        )


def choose_template(workbook: Workbook) -> TemplateChoice:
    """Return the template that the log carries; the shipped one where it carries none, or none that can be used."""
    sheet = workbook.sheet(STAMP_SHEET)
    if sheet is None:
        return TemplateChoice(shipped())
    stamped = stamped_version(workbook)
    shipped_name = stamped[0] if stamped and stamped[0] in shipped_names() else None
    source = _source(workbook.grid(sheet).columns.get(1, ColumnCells()))
    try:
        own = from_log(source)
    except TemplateError as error:
        instead = shipped(shipped_name or DEFAULT)
        note = (
            f"The log carries a template that cannot be used ({error}), so the rules of {instead.name!r} were applied."
        )
        if shipped_name and stamped and stamped[1] != instead.version:
            return TemplateChoice(instead, note, stamped[1], instead.version)
        return TemplateChoice(instead, note)
    if own.name not in shipped_names():
        return TemplateChoice(own, _carried_note(own))
    known = shipped(own.name)
    version = stamped[1] if shipped_name and stamped else own.version
    changed = ", changed from the one that comes with sheetkit" if version == known.version else ""
    note = "" if own is known else _carried_note(own, changed)
    return TemplateChoice(own, note) if changed else TemplateChoice(own, note, version, known.version)


def _source(labels: ColumnCells) -> str:
    lines = {row: str(value) for row, value in zip(labels.rows, labels.values, strict=True) if row >= FIRST_LINE}
    return "\n".join(lines.get(row, "") for row in range(FIRST_LINE, max(lines, default=0) + 1))


def _carried_note(own: Template, changed: str = "") -> str:
    return f"The rules are those that the log itself carries: {own.name!r}, version {own.version}{changed}."
