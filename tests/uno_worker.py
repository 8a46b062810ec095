"""Drive one private LibreOffice: the half of ``libreoffice.py`` that needs the ``uno`` module.

Run as ``<python with uno> uno_worker.py SOFFICE PROFILE_FOLDER START_SECONDS``. It starts LibreOffice
without a window, prints ``{"ok": true}``, and then answers one JSON request per line of standard input
with one JSON line on standard output: ``{"ok": true, "result": ...}`` or ``{"ok": false, "error": "..."}``.
It stops LibreOffice and ends when standard input closes.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.lang import DisposedException  # type: ignore[import-not-found]

XLSX = "Calc MS Excel 2007 XML"
FILTERS = {".xlsx": XLSX, ".xls": "MS Excel 97", ".ods": "calc8"}
PDF = "calc_pdf_Export"
CSV = "Text - txt - csv (StarCalc)"
# Comma, double quote, UTF-8, from row 1, en-US, text quoted, (unused), as shown, no formulas, (unused).
CSV_OPTIONS = "44,34,76,1,,1033,true,true,true,false,false,{sheet}"  # {sheet}: counted from 1
CALC_SERVICE = "com.sun.star.sheet.FunctionAccess"
ERROR_RESULTS = 4  # com.sun.star.sheet.FormulaResult.ERROR
NEVER_RUN_MACROS = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE
NO_LINK_UPDATE = 0  # com.sun.star.document.UpdateDocMode.NO_UPDATE

Request = dict[str, Any]


class WorkerError(Exception):
    """A request that cannot be carried out, with a sentence that says why."""


def properties(**values: Any) -> tuple[Any, ...]:
    """Keyword arguments as the property list that LibreOffice expects."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def url(path: str) -> str:
    """The file URL of a path."""
    return str(uno.systemPathToFileUrl(str(Path(path).absolute())))


# --- LibreOffice itself -------------------------------------------------------------------------------


def start(soffice: str, profile: str, seconds: float) -> tuple[subprocess.Popen[bytes], Any]:
    """Start LibreOffice with its own profile; return its process and its component context."""
    pipe = f"sheetkit{uuid.uuid4().hex}"
    command = [
        soffice,
        f"-env:UserInstallation={url(profile)}",
        "--headless",
        "--invisible",
        "--norestore",
        "--nodefault",
        "--nologo",
        "--nofirststartwizard",
        f"--accept=pipe,name={pipe};urp;",
    ]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=sys.stderr)
    try:
        return process, connect(process, pipe, time.monotonic() + seconds)
    except BaseException:
        process.kill()
        raise


def connect(process: subprocess.Popen[bytes], pipe: str, deadline: float) -> Any:
    """Wait until LibreOffice listens on ``pipe``; return its component context."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while time.monotonic() < deadline:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if process.poll() is not None:
                raise WorkerError(f"LibreOffice ended at once (exit code {process.returncode})") from None
            time.sleep(0.1)
    raise WorkerError("LibreOffice did not start in time")


def service(context: Any, name: str) -> Any:
    """An instance of a LibreOffice service, or None where the component is not installed."""
    try:
        return context.ServiceManager.createInstanceWithContext(name, context)
    except Exception:  # pyuno raises whatever the missing component raises
        return None


def stop(process: subprocess.Popen[bytes], desktop: Any) -> None:
    """Ask LibreOffice to end, and kill it when it does not."""
    with contextlib.suppress(Exception):  # the connection breaks while LibreOffice ends
        desktop.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


# --- Documents ----------------------------------------------------------------------------------------


def load(desktop: Any, path: str) -> Any:
    """Open a workbook without running macros or updating links.

    Not with ``Hidden=True``: a hidden document has no view, and would be saved without its frozen panes.
    """
    options = properties(MacroExecutionMode=NEVER_RUN_MACROS, UpdateDocMode=NO_LINK_UPDATE)
    document = desktop.loadComponentFromURL(url(path), "_blank", 0, options)
    if document is None:
        raise WorkerError(f"LibreOffice could not open {path}")
    if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        document.close(True)
        raise WorkerError(f"LibreOffice does not take {path} for a workbook")
    return document


def find_sheet(document: Any, name: str) -> Any:
    """The sheet called ``name``."""
    if not document.Sheets.hasByName(name):
        raise WorkerError(f"there is no sheet {name!r}; the sheets are {list(document.Sheets.ElementNames)}")
    return document.Sheets.getByName(name)


def find_range(sheet: Any, address: str) -> Any:
    """The cells at an address such as ``A5`` or ``A1:F20``."""
    try:
        return sheet.getCellRangeByName(address)
    except Exception:  # RuntimeException without a message
        raise WorkerError(f"{address!r} is not a range of cells such as A1:F20") from None


# --- Typing and reading -------------------------------------------------------------------------------


def type_block(sheet: Any, top_left: str, rows: list[list[Any]]) -> None:
    """Put rows of values at ``top_left``; null clears a cell, ``{"typed": text}`` is parsed."""
    start = find_range(sheet, top_left).RangeAddress
    left, top = start.StartColumn, start.StartRow
    right, bottom = left + len(rows[0]) - 1, top + len(rows) - 1
    plain = [["" if cell is None or isinstance(cell, dict) else cell for cell in row] for row in rows]
    try:
        sheet.getCellRangeByPosition(left, top, right, bottom).setDataArray(tuple(map(tuple, plain)))
    except Exception:  # RuntimeException without a message
        why = "the sheet is protected" if sheet.isProtected() else "they are off the sheet, or in an array"
        raise WorkerError(f"cannot write the cells from {top_left} on: {why}") from None
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            if isinstance(cell, dict):
                sheet.getCellByPosition(left + across, top + down).FormulaLocal = cell["typed"]


def shown_texts(document: Any, sheet: Any) -> list[list[str]]:
    """What every used cell of the sheet displays, from A1 on: far faster than asking cell after cell."""
    position = sheet.RangeAddress.Sheet + 1
    with tempfile.TemporaryDirectory() as folder:
        target = url(f"{folder}/shown.csv")
        options = CSV_OPTIONS.format(sheet=position)
        document.storeToURL(target, properties(FilterName=CSV, FilterOptions=options))
        (written,) = Path(folder).iterdir()
        with written.open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))


def error_places(cells: Any) -> set[tuple[int, int]]:
    """Row and column, counted from the corner of ``cells``, of every formula cell that shows an error."""
    corner = cells.RangeAddress
    return {
        (row - corner.StartRow, column - corner.StartColumn)
        for area in cells.queryFormulaCells(ERROR_RESULTS).RangeAddresses
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
    }


def read_range(document: Any, sheet: Any, address: str) -> dict[str, Any]:
    """Raw values and displayed texts of a range; an error cell has the raw value ``{"error": its text}``."""
    cells = find_range(sheet, address)
    area = cells.RangeAddress
    texts = shown_texts(document, sheet)[area.StartRow : area.EndRow + 1]
    width = area.EndColumn - area.StartColumn + 1
    values = [list(row) for row in cells.getDataArray()]
    shown = [(row[area.StartColumn : area.EndColumn + 1] + [""] * width)[:width] for row in texts]
    shown += [[""] * width for _ in range(len(values) - len(shown))]
    for row, column in error_places(cells):
        values[row][column] = {"error": shown[row][column]}
    return {"values": values, "shown": shown}


# --- Requests -----------------------------------------------------------------------------------------


def fill(document: Any, request: Request) -> dict[str, Any]:
    """Type the blocks, recalculate everything, save where asked, and read the range where asked."""
    sheet = find_sheet(document, request["sheet"])
    document.enableAutomaticCalculation(False)  # else each typed cell has its row calculated, and often more
    for top_left, rows in request["blocks"]:
        type_block(sheet, top_left, rows)
    document.enableAutomaticCalculation(True)
    document.calculateAll()
    if request["target"]:
        document.storeToURL(url(request["target"]), properties(FilterName=XLSX))
    if request["read"] is None:
        return {"values": [], "shown": []}
    return read_range(document, sheet, request["read"])


def resave(document: Any, request: Request) -> None:
    """Save the workbook again, in the format of the target's ending, with a password where one is given."""
    password = {"Password": request["password"]} if request["password"] else {}
    target = request["target"]
    document.storeToURL(url(target), properties(FilterName=FILTERS[Path(target).suffix], **password))


def to_pdf(document: Any, request: Request) -> None:
    """Print the workbook to a PDF file."""
    document.storeToURL(url(request["target"]), properties(FilterName=PDF))


OPERATIONS: dict[str, Callable[[Any, Request], Any]] = {"fill": fill, "resave": resave, "to_pdf": to_pdf}


def answer(desktop: Any, request: Request) -> dict[str, Any]:
    """Carry out one request; every problem but the end of LibreOffice becomes a sentence."""
    try:
        document = load(desktop, request["source"])
        try:
            return {"ok": True, "result": OPERATIONS[request["operation"]](document, request)}
        finally:
            document.close(True)
    except DisposedException:
        raise  # LibreOffice has ended, and so must its worker
    except Exception as problem:  # pyuno exceptions share no base class of their own
        return {"ok": False, "error": str(problem) or type(problem).__name__}


def main() -> None:
    """Start LibreOffice and answer requests until standard input closes."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # anything that LibreOffice prints must not mix with the replies

    def reply(message: dict[str, Any]) -> None:
        print(json.dumps(message), file=replies, flush=True)

    soffice, profile, seconds = sys.argv[1:]
    try:
        process, context = start(soffice, profile, float(seconds))
    except WorkerError as problem:
        reply({"ok": False, "error": str(problem)})
        return
    desktop = service(context, "com.sun.star.frame.Desktop")
    try:
        reply({"ok": True, "result": {"calc": service(context, CALC_SERVICE) is not None}})
        for line in sys.stdin:
            reply(answer(desktop, json.loads(line)))
    finally:
        stop(process, desktop)


if __name__ == "__main__":
    main()
