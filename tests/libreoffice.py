"""Open the workbooks of the tests in LibreOffice Calc, without a window.

The tests get a running :class:`LibreOffice` from the fixture ``libreoffice``. It needs LibreOffice Calc and
a Python with the ``uno`` module (the system's, or the one inside LibreOffice); that Python runs
``uno_worker.py``, so nothing has to be installed next to the tests.

What a caller should know about LibreOffice:

* Values arrive as if pasted: data validation does not refuse them, and tables do not grow by themselves.
* TRUE and FALSE are numbers (1.0 and 0.0), and so are dates (days since 1899-12-30).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from libreoffice_process import (
    NEEDS_POPPLER,
    STOP_SECONDS,
    LibreOfficeError,
    LibreOfficeMissingError,
    Worker,
    find_soffice,
    find_uno_python,
)

DAY_ZERO = datetime(1899, 12, 30)


@dataclass(frozen=True)
class Typed:
    """Text to parse like keyboard input: ``Typed("2026-11-30")`` is a date, ``Typed("=A1+1")`` a formula."""

    text: str


@dataclass(frozen=True)
class CellError:
    """The raw value of a cell with an error; ``code`` is what it displays: ``#N/A``, ``Err:508``."""

    code: str


Input = str | float | date | Typed | None
"""What can be put into a cell: text as it is, a number, a date or date-time, typed text; None clears it."""

Value = str | float | CellError
"""The raw value of a cell; that of an empty cell is an empty text."""


@dataclass(frozen=True)
class Reading:
    """What the cells of a range hold and what they display, row by row."""

    values: list[list[Value]]
    shown: list[list[str]]


class LibreOffice:
    """One LibreOffice without a window and with its own profile; use it in a ``with`` statement."""

    def __init__(self, seconds: float = 120.0) -> None:
        """Find what is needed, or raise LibreOfficeMissingError; ``seconds`` limits every operation."""
        self.seconds = seconds
        self._soffice = find_soffice()
        self._python = find_uno_python(self._soffice)
        self._worker: Worker | None = None
        if not (shutil.which("pdftoppm") and shutil.which("pdfinfo")):
            raise LibreOfficeMissingError(NEEDS_POPPLER)

    def __enter__(self) -> LibreOffice:
        self._running_worker()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop(STOP_SECONDS)

    def fill(
        self,
        path_in: Path,
        path_out: Path | None,
        sheet: str,
        cells: Mapping[str, Input | Sequence[Sequence[Input]]],
        *,
        read: str | None = None,
    ) -> Reading:
        """Put values into a sheet, recalculate the workbook, save it as xlsx, and read a range of the sheet.

        ``cells`` maps a cell to its value (``{"A5": "yes"}``), or the top left cell of a block to its rows
        (``{"A5": [["yes", 1.5], [None, date(2026, 11, 30)]]}``). None clears a cell, even one with a formula;
        number formats stay. Blocks of thousands of rows are fast, but not where they hold many Typed cells.
        Without ``path_out`` nothing is saved; without ``read`` the reading is empty.
        """
        blocks = [[cell, _encode_rows(value)] for cell, value in cells.items()]
        result = self._ask("fill", path_in, path_out, sheet=sheet, blocks=blocks, read=read)
        return Reading([[_decode(value) for value in row] for row in result["values"]], result["shown"])

    def recalculate_and_read(self, path: Path, sheet: str, cells: str) -> list[list[Value]]:
        """The raw values of a range such as ``A1:F20``, after recalculating the whole workbook."""
        return self.fill(path, None, sheet, {}, read=cells).values

    def resave(self, path_in: Path, path_out: Path, password: str = "") -> None:
        """Open a workbook and save it again, as .xlsx, .xls or .ods, with a password where one is given."""
        self._ask("resave", path_in, path_out, password=password)

    def to_pdf(self, path: Path, folder: Path) -> Path:
        """Print a workbook to a PDF file in ``folder``; return the file."""
        pdf = folder / f"{path.stem}.pdf"
        self._ask("to_pdf", path, pdf)
        return pdf

    def to_png(self, path: Path, folder: Path, dpi: int = 100) -> list[Path]:
        """Print a workbook to one image per page, in a folder of its own in ``folder``; in page order."""
        images = folder / f"{path.stem}-pages"
        shutil.rmtree(images, ignore_errors=True)
        images.mkdir()
        self._run("pdftoppm", "-png", "-r", str(dpi), str(self.to_pdf(path, folder)), str(images / "page"))
        return sorted(images.iterdir())

    def page_texts(self, pdf: Path) -> list[str]:
        """The text of each page of a PDF file."""
        return self._run("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]

    def page_count(self, pdf: Path) -> int:
        """The number of pages of a PDF file, such as one made by :meth:`to_pdf`."""
        lines = self._run("pdfinfo", str(pdf)).splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pages:"))

    def _run(self, *command: str) -> str:
        """Run a poppler tool; return what it prints."""
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=self.seconds)
        except subprocess.TimeoutExpired:
            raise LibreOfficeError(f"{command[0]} did not finish within {self.seconds:g} seconds") from None
        except subprocess.CalledProcessError as problem:
            raise LibreOfficeError(f"{command[0]} failed: {problem.stderr.strip()}") from None
        return done.stdout

    def _ask(self, operation: str, source: Path, target: Path | None, **details: object) -> Any:
        """Send one request to the worker; where LibreOffice itself fails, the next one starts afresh."""
        if not source.is_file():
            raise FileNotFoundError(source)
        paths = {"source": str(source), "target": str(target) if target else None}
        request = json.dumps({"operation": operation, **paths, **details}, allow_nan=False)
        worker = self._running_worker()
        try:
            reply = worker.ask(request, self.seconds)
        except BaseException as problem:
            self._stop(0)
            if isinstance(problem, LibreOfficeError):
                raise LibreOfficeError(f"{operation} of {source.name}: {problem}") from None
            raise
        if not reply["ok"]:
            raise LibreOfficeError(f"{operation} of {source.name}: {reply['error']}")
        return reply["result"]

    def _running_worker(self) -> Worker:
        """The worker, started where none is running."""
        if self._worker is None:
            self._worker = Worker(self._python, self._soffice)
            try:
                self._worker.await_start()
            except BaseException:
                self._stop(0)
                raise
        return self._worker

    def _stop(self, patience: float) -> None:
        """End the worker and LibreOffice, if they run."""
        if self._worker is not None:
            self._worker.stop(patience)
        self._worker = None


def smallest_letters(pdf: Path) -> float:
    """The size in points of the smallest letters of a PDF file, to a third of a point."""
    command = ["pdftohtml", "-xml", "-stdout", "-i", "-zoom", "3", str(pdf)]
    drawn = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return min(int(size) for size in re.findall(r'<fontspec [^>]*size="(\d+)"', drawn)) / 3


def _encode_rows(value: Input | Sequence[Sequence[Input]]) -> list[list[object]]:
    """A block of values, or a single value, as the worker expects it."""
    rows = [[value]] if isinstance(value, (str, float, int, date, Typed, type(None))) else value
    encoded = [[_encode(cell) for cell in row] for row in rows]
    if not encoded or not encoded[0] or len({len(row) for row in encoded}) > 1:
        raise ValueError("a block needs rows of the same, non-zero length")
    return encoded


def _encode(value: Input) -> object:
    """One value as the worker expects it: dates as serial numbers, Typed as an object."""
    if isinstance(value, bool):
        raise TypeError('use Typed("TRUE") or Typed("FALSE")')
    if isinstance(value, Typed):
        return {"typed": value.text}
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return (moment - DAY_ZERO) / timedelta(days=1)
    return value


def _decode(value: Any) -> Value:
    """One raw value as the worker sends it."""
    return CellError(value["error"]) if isinstance(value, dict) else value
