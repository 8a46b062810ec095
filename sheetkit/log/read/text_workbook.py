"""A text list as the workbook that a spreadsheet program would show: one sheet, with the name of the file."""

import io
import zipfile
from pathlib import Path

from sheetkit.log.read.csv_file import CsvFile
from sheetkit.ooxml.reader.package import Package
from sheetkit.ooxml.reader.workbook import SheetInfo, Workbook


def text_workbook(path: Path, text: CsvFile) -> Workbook:
    """Return a workbook with the cells of a text list and nothing else: no tables, names or settings."""
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()  # a package without parts
    sheet = SheetInfo(path.stem, "", hidden=False, tables=())
    return Workbook(Package(stream, path), "", [sheet], {}, 0, {sheet.part: text.grid})
