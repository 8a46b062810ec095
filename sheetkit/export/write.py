"""Write an export in the format that the file's name says."""

import os
from pathlib import Path

import pandas as pd

from sheetkit.errors import OutputError, SheetkitError
from sheetkit.export.as_csv import csv_text, guarded_note
from sheetkit.export.as_json import export_document
from sheetkit.export.as_markdown import markdown_text
from sheetkit.export.table import export_table
from sheetkit.ooxml.writer.atomic_file import unused_name, write_atomically, write_content
from sheetkit.report.as_json import json_parts
from sheetkit.review.model import Review
from sheetkit.target import check_target
from sheetkit.text import natural_list

FORMATS = (".csv", ".json", ".md", ".parquet")


def check_format(target: Path) -> None:
    """Raise SheetkitError if a file's name does not end with the suffix of a format."""
    if target.suffix.lower() not in FORMATS:
        raise SheetkitError(
            f"--output {str(target)!r}: let its name end with {natural_list(FORMATS, 'or')}; that says what to write."
        )


def write_export(review: Review, target: Path, *, force: bool = False) -> str:
    """Write a review's frame to `target`, and return a note about it, '' for none.

    Raises OutputError if there is a file already (with `force` only if it is a log), or it cannot be written.
    """

    def check() -> None:
        check_target(target, review.paths, "file", lambda _: False, lambda _: False, force=True)
        if os.path.lexists(target) and not force:
            raise OutputError(
                f"{str(target)!r} exists already and is left as it is: name another file, such as "
                f"{unused_name(target)!r}, or use --force to replace it."
            )

    check()
    suffix, note = target.suffix.lower(), ""
    if suffix == ".parquet":
        table = export_table(review)
        write_atomically(target, lambda path: _write_parquet(table, path), check=check)
        return ""
    if suffix == ".md":
        text = markdown_text(review)
    elif suffix == ".json":
        text = "\n".join([*json_parts(export_document(export_table(review), review.as_of)), ""])
    else:
        text, guarded = csv_text(export_table(review))
        note = guarded_note(guarded)
    write_content(target, text.encode(), check)
    return note


def _write_parquet(table: pd.DataFrame, path: str) -> None:
    try:
        table.to_parquet(path, engine="pyarrow", index=False)
    except ImportError:
        raise SheetkitError(
            "A .parquet file needs pyarrow, which is not installed: install sheetkit with its extra 'parquet', or "
            "write a .csv or .json file."
        ) from None
