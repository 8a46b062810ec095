"""Write an export; the format is that of the file's name."""

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sheetkit.errors import OutputError, SheetkitError
from sheetkit.export.as_csv import csv_text, guarded_note
from sheetkit.export.as_json import export_document
from sheetkit.export.as_markdown import markdown_text
from sheetkit.export.table import export_table
from sheetkit.ooxml.writer.atomic_file import unused_name, write_atomically
from sheetkit.report.as_json import json_parts
from sheetkit.review.model import Review
from sheetkit.target import check_target
from sheetkit.text import natural_list

FORMATS = (".csv", ".json", ".md", ".parquet")


def check_format(target: Path) -> None:
    """Raise SheetkitError where a file's name does not end as one of the formats does."""
    if target.suffix.lower() not in FORMATS:
        raise SheetkitError(
            f"--output {str(target)!r}: let its name end with {natural_list(FORMATS, 'or')}; that says what to write."
        )


def write_export(review: Review, target: Path, *, force: bool = False) -> str:
    """Write a review's frame to `target`, and return what to say about it, '' for nothing.

    Raises OutputError where there is a file already (with `force` only where it is a log), or it cannot be written.
    """
    inputs = [log_review.log.path for log_review in review.logs] + [Path(failed.path) for failed in review.failed]

    def check() -> None:
        check_target(target, inputs, "file", lambda _: False, lambda _: False, force=True)
        if os.path.lexists(target) and not force:
            raise OutputError(
                f"{str(target)!r} exists already and is left as it is: name another file, such as "
                f"{unused_name(target)!r}, or use --force to replace it."
            )

    check()
    write, note = _writer(review, target.suffix.lower())
    write_atomically(target, write, check=check)
    return note


def _writer(review: Review, suffix: str) -> tuple[Callable[[str], None], str]:
    """Return what writes the file at a path, and what to say about it."""
    if suffix == ".md":
        return _text_writer(markdown_text(review)), ""
    table = export_table(review)
    if suffix == ".csv":
        text, guarded = csv_text(table)
        return _text_writer(text), guarded_note(guarded)
    if suffix == ".json":
        return _text_writer("\n".join([*json_parts(export_document(table, review.as_of)), ""])), ""
    return lambda path: _write_parquet(table, path), ""


def _text_writer(text: str) -> Callable[[str], None]:
    def write(path: str) -> None:
        Path(path).write_text(text, encoding="utf-8", newline="")

    return write


def _write_parquet(table: pd.DataFrame, path: str) -> None:
    try:
        table.to_parquet(path, engine="pyarrow", index=False)
    except ImportError:
        raise SheetkitError(
            "A .parquet file needs pyarrow, which is not installed: install sheetkit with its extra 'parquet', or "
            "write a .csv or .json file."
        ) from None
