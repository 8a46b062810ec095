"""The path of a workbook to make."""

from pathlib import Path

from sheetkit.commands.console import print_error
from sheetkit.errors import SheetkitError

_SUFFIX = ".xlsx"
_OTHER_SUFFIXES = (".xls", ".xlsm", ".xlsb", ".xltx", ".xlt", ".ods", ".ots", ".csv", ".tsv", ".numbers")


def workbook_path(text: str) -> Path:
    """Return the path of a workbook to make; its suffix is always .xlsx.

    The suffix of another kind of spreadsheet is replaced, with a note to the user. Raises SheetkitError for a folder.
    """
    path = Path(text)
    if path.is_dir() or not path.name:
        raise SheetkitError(f"{text!r} is a folder: add the name of the file to make in it, such as 'my-log.xlsx'.")
    if path.suffix.lower() == _SUFFIX:
        return path
    if path.suffix.lower() in _OTHER_SUFFIXES:
        made = path.with_suffix(_SUFFIX)
        print_error(f"sheetkit makes {_SUFFIX} workbooks, so the file is {str(made)!r}, not {path.suffix!r}.")
        return made
    return path.with_name(path.name + _SUFFIX)
