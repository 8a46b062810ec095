"""The script a competent user would write instead: ``python user_script.py LOG OUT AS_OF``.

It reads the log with pandas and openpyxl, states the ten rules as masks, and writes every row with openpyxl, coloured
by its flag. It finds no typing mistakes, has no summary and says neither why nor what to do.
"""

import sys

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

DATES = ["Handed off", "Expected back", "Checkpoint", "Checked in", "Now expected", "Returned"]
CLOSED = ["done", "complete", "completed", "cancelled", "canceled", "on hold", "on-hold", "hold"]
COLOURS = {
    "Incomplete": "D9D9D9",
    "Overdue": "F8CBAD",
    "Missing checkpoint": "FFE699",
    "No check-in": "FCE4D6",
    "No copy kept": "E4DFEC",
    "Back: close it": "DDEBF7",
    "Due soon": "FFF2CC",
}


def flags(log: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return one column of booleans for each rule, in order of precedence."""
    day = {name: pd.to_datetime(log[name], errors="coerce") for name in DATES}
    texts = log.drop(columns=DATES).astype(str).fillna("")
    word = {name: texts[name].str.strip().str.lower() for name in texts}
    due = day["Now expected"].fillna(day["Expected back"])
    is_open = ~word["Status"].isin(CLOSED)
    out = is_open & log["Returned"].isna()
    hours = (due - day["Handed off"]).dt.total_seconds() / 3600
    days = (due.dt.normalize() - day["Handed off"].dt.normalize()).dt.days * 24
    span = hours.where(is_timed(due) & is_timed(day["Handed off"]), days)
    silent = day["Checked in"].isna() | (day["Checked in"].dt.normalize() < day["Checkpoint"].dt.normalize())
    incomplete = (word["Item"] == "") | (word["Handed to"] == "")
    soon = due.dt.normalize() <= as_of.normalize() + pd.Timedelta(days=7)
    return pd.DataFrame(
        {
            "Incomplete": is_open & (incomplete | day["Handed off"].isna() | day["Expected back"].isna()),
            "Overdue": out & past(due, as_of),
            "Missing checkpoint": out & log["Checkpoint"].isna() & (span > 4),
            "No check-in": out & past(day["Checkpoint"], as_of) & silent,
            "No copy kept": out
            & (word["Document"] != "")
            & (word["Hard to replace"] == "yes")
            & (word["Copy kept at"] == ""),
            "Back: close it": is_open & log["Returned"].notna(),
            "Due soon": out & ~past(due, as_of) & soon,
            "Slipped": out & (day["Now expected"].dt.normalize() > day["Expected back"].dt.normalize()),
            "Not confirmed": out & (word["Understood"] != "yes"),
            "No expected result": out & (word["Expected result"] == ""),
        }
    )


def is_timed(moment: pd.Series) -> pd.Series:
    """Say where a moment has a time of day."""
    return moment != moment.dt.normalize()


def past(moment: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """Say what is past: a date alone counts until the end of its day."""
    timed = is_timed(moment)
    return (timed & (moment < as_of)) | (~timed & (moment.dt.normalize() < as_of.normalize()))


def write(log: pd.DataFrame, held: pd.DataFrame, path: str) -> None:
    """Write every row with its flags, coloured by the first."""
    names = held.columns.to_numpy()
    first = np.where(held.any(axis=1), names[held.to_numpy().argmax(axis=1)], "")
    also = [", ".join(names[row][1:]) for row in held.to_numpy()]
    entered = log.drop(columns=["Flag", "Days left"])
    book = Workbook()
    sheet = book.active
    sheet.title = "Review"
    sheet.append(["Row", "Flag", "Also", *entered.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    fills = {name: PatternFill("solid", fgColor=colour) for name, colour in COLOURS.items()}
    values = entered.astype(object).where(entered.notna(), None).to_numpy().tolist()
    for number, (flag, others, row) in enumerate(zip(first, also, values, strict=True), start=2):
        fill = fills.get(flag)
        for column, value in enumerate([number, flag, others, *row], start=1):
            cell = sheet.cell(number, column, value)
            if fill:
                cell.fill = fill
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)


if __name__ == "__main__":
    log_path, out_path, moment = sys.argv[1:]
    rows = pd.read_excel(log_path, sheet_name="Log", engine="openpyxl")
    write(rows, flags(rows, pd.Timestamp(moment)), out_path)
