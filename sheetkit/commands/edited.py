"""What commands that write into a log share: their options, and how they report what they did."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sheetkit.commands.console import command_name, print_lines
from sheetkit.commands.parameters import SHEET
from sheetkit.text import shell_argument, single_line

if TYPE_CHECKING:
    from sheetkit.edit.cell_edit import Receipt

Function = TypeVar("Function", bound=Callable[..., Any])
DATES = "2026-12-01, today, friday, +3d, +2w, +3b"


def edit_options(function: Function) -> Function:
    """Add the options of every command that writes into a log."""
    dry_run = click.option("--dry-run", is_flag=True, help="Show what would be changed, and change nothing.")
    as_json = click.option("--json", "as_json", is_flag=True, help="Print a receipt as one JSON document.")
    return SHEET(as_json(dry_run(function)))


def print_receipt(command: str, receipt: "Receipt", titles: dict[int, str], *, dry_run: bool, as_json: bool) -> None:
    """Print what changed; `titles` are the headings of the log's lines, by row."""
    if as_json:
        print_lines([json.dumps(receipt_document(command, receipt, dry_run=dry_run), ensure_ascii=False, indent=2)])
        return
    from sheetkit.edit.date_words import with_weekday

    width = max((len(cell.heading) for cell in receipt.cells), default=0)
    for row, title in titles.items():
        cells = [cell for cell in receipt.cells if cell.row == row]
        print_lines([title if cells else f"{title}: it says so already, so nothing was changed."])
        for cell in cells:
            new = with_weekday(cell.new) or "(blank)"
            old = f"   (was {with_weekday(cell.old)})" if cell.old else ""
            print_lines([f"  {cell.heading:<{width}}  {single_line(new + old)}"])
    print_lines(receipt.notes)
    if dry_run:
        print_lines(["This was a dry run: nothing was written."])
    elif receipt.cells and command not in ("undo", "walk"):
        print_lines([f"To undo it: {undo_line(receipt.file)}"])


def receipt_document(command: str, receipt: "Receipt", *, dry_run: bool) -> dict[str, Any]:
    """Return the receipt of schema sheetkit.edit/1."""
    return {
        "schema": "sheetkit.edit/1",
        "command": command,
        "dry_run": dry_run,
        "file": receipt.file,
        "sheet": receipt.sheet,
        "hash_before": receipt.hash_before,
        "hash_after": receipt.hash_after,
        "cells": [
            {
                "cell": cell.cell,
                "row": cell.row,
                "id": cell.id,
                "column": cell.heading,
                "old": cell.old,
                "new": cell.new,
            }
            for cell in receipt.cells
        ],
        "notes": list(receipt.notes),
    }


def undo_line(log: str) -> str:
    """Return the command that undoes the last change to a log."""
    return f"{command_name()} undo {shell_argument(log)}"


def clock() -> datetime:
    """Return the moment of the command, to the second."""
    return datetime.now().replace(microsecond=0)
