"""Turn the warnings and negative results with which XlsxWriter drops what it cannot write into errors."""

import warnings
from collections.abc import Callable
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException

from sheetkit.errors import OutputError
from sheetkit.ooxml.references import cell_name


def call_strictly(what: str, call: Callable[[], Any]) -> Any:
    """Return the result of `call`; raise OutputError about `what` if it warns or returns a negative number."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = call()
        except (UserWarning, ValueError, XlsxWriterException) as error:
            raise OutputError(f"The workbook cannot hold {what}: {error}") from error
    if isinstance(result, int) and result < 0:
        raise OutputError(f"The workbook cannot hold {what} (xlsxwriter says {result}).")
    return result


def check_inside(result: int, row: int, column: int) -> None:
    """Raise OutputError if the result of a call is negative, which means that there is no such cell."""
    if result < 0:
        raise OutputError(f"The cell {cell_name(row, column)} lies outside the sheet.")
