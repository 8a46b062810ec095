"""Protected sheets: locked cells are refused, as in a spreadsheet program."""

from collections.abc import Sequence

from sheetkit.edit.cell_edit import CellEdit
from sheetkit.edit.open_log import OpenLog
from sheetkit.errors import SheetkitError
from sheetkit.ooxml.references import cell_name

_TRUE = ("1", "true")


def refuse_locked(log: OpenLog, edits: Sequence[CellEdit]) -> None:
    """Raise SheetkitError if the sheet is protected and a cell to change is locked."""
    if not log.xml.is_protected:
        return
    unlocked = _unlocked_styles(log)
    for edit in edits:
        if (log.xml.style(edit.row, edit.column) or 0) not in unlocked:
            raise SheetkitError(
                f"The sheet {log.place.sheet.name!r} is protected and {cell_name(edit.row, edit.column)} is locked, so "
                "nothing was changed: take the protection off in your spreadsheet program (Review, Unprotect Sheet)."
            )


def _unlocked_styles(log: OpenLog) -> set[int]:
    """Return the indices of the styles whose cells are not locked."""
    part = log.workbook.related("styles")
    unlocked: set[int] = set()
    count, is_unlocked = 0, False
    for name, attributes, _ in log.workbook.package.elements(part) if part else ():
        if name == "protection":
            is_unlocked = attributes.get("locked", "1") not in _TRUE
        elif name == "xf":
            if is_unlocked:
                unlocked.add(count)
            count, is_unlocked = count + 1, False
        elif name == "cellStyleXfs":
            count, unlocked = 0, set()
        elif name == "cellXfs":
            break
    return unlocked
