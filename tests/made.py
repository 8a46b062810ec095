"""Logs made for tests: a blank one from the template, and rows that lie on every boundary of its rules."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from sheetkit.log.create.log_sheet import create_log
from sheetkit.template.model import Column, ColumnKind, Template
from sheetkit.template.store import shipped

AS_OF = datetime(2026, 11, 23, 10, 0, 0)
TODAY = datetime(2026, 11, 23)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
FIRST_ENTERED = "D"  # the column of Item: before it stand Flag, Days left and ID

Row = dict[str, object]


def blank_log(folder: Path, rows: int = 30, template: Template | None = None, name: str = "log.xlsx") -> Path:
    """Return the path of a new blank log."""
    path = folder / name
    create_log(path, template or shipped(), date(2026, 11, 23), rows)
    return path


def good_row(dice: random.Random) -> Row:
    """Return a row that is on track: nothing is wrong with it at AS_OF."""
    return {
        "item": dice.choice(["Draft budget", "Contract", "=1+1", "Keys", "'quoted'", "<b>Plan</b>"]),
        "kind": dice.choice(["Delegated", "waiting FOR", "Document ", None]),
        "handed_to": dice.choice(["Ana Costa", "Li Wei", "O'Neill", "Zoë"]),
        "handed_off": TODAY - dice.randint(1, 30) * DAY,
        "expected_back": TODAY + dice.randint(8, 60) * DAY,
        "checkpoint": TODAY + dice.randint(0, 5) * DAY,
        "status": dice.choice([None, "Open", "open", " OPEN ", "\xa0Open", "Dnoe", "   "]),
        "understood": dice.choice(["Yes", "yes", " YES\xa0", "Y", "x", "true"]),
        "expected_result": dice.choice(["One page", "=A1", "0"]),
    }


def stratified_rows(count: int, seed: int = 7) -> list[Row]:
    """Return rows that make each rule hold, each recipe in turn, a third of them with something else wrong too."""
    dice = random.Random(seed)
    recipes = [_incomplete, _overdue, _unchecked, _silent, _no_copy, _returned, _soon, _slipped, _unconfirmed]
    recipes += [_resultless, _closed, _nothing, _broken, _silent, _no_copy]
    rows = []
    for number in range(count):
        row = good_row(dice)
        recipes[number % len(recipes)](row, dice)
        if dice.random() < 0.35:
            dice.choice(recipes)(row, dice)
        rows.append(row)
    return rows


_BLANKS = (None, "", " ", "\xa0", " \xa0 ", "\t", "\n")
# Words for nothing, as people type them: each leaves the cell blank.
_NOTHING = (
    "-",
    " -\xa0",
    "–",
    "—",
    "n/a",
    "N/A",
    " n/a ",
    "NA",
    "none",
    "None",
    "NIL",
    "no",
    "not yet",
    "Not  yet",
    "TBD",
)
_NOTHING = (
    *_NOTHING,
    "?",
    "0",
    0.0,
    False,
    "n / a",
    "N.A.",
    "N. A.",
    "--- ",
    "- - -",
    "...",
    "???",
    "./.",
    "t.b.d.",
    "TBC?",
)
_NOTHING = (
    *_NOTHING,
    "not\xa0 yet.",
    "None yet",
    "To be confirmed",
    "pending",
    "UNKNOWN",
    "…",
    "✗",
    "❌",
    "no copy",
    "not-yet",
)
_YES = ("yes", "YES ", "y", "x", "\xa0X", "✓", "✔", "✔️", "☑", True)
_NEITHER = ("n", "nope", "yes!", "back", "00", 1.0, "not  yet!", "ok", "-1", "false alarm", "+", "✅", "—–")
_WIDE_SPACES = ("\u2003", "\u3000", "\u2028", "\u1680")  # letters to a spreadsheet, whatever they look like
_NO_NUMBERS = ("12 pieces", "1,234", "about 3", "1e3", "½", 1e16, -2e15, TODAY, AS_OF)
_NO_DATES = ("next week", "03/04/2026", "soon", -3.0, 0.5, 5.0, 60.0, 3_000_000.0, *_BLANKS)
_BOUNDARIES = (
    TODAY - 2 * DAY,
    TODAY - DAY,
    TODAY,
    TODAY + DAY,
    AS_OF - SECOND,
    AS_OF,
    AS_OF + SECOND,
    TODAY - SECOND,
    TODAY + SECOND,
    TODAY + DAY - SECOND,
)


def any_rows(template: Template, count: int, seed: int = 7) -> list[Row]:
    """Return rows of any template: each column is good, on a boundary, blank, or holds what it should not."""
    dice = random.Random(seed)
    columns = [column for column in template.filled_by_people if column.name != template.roles.email]
    wrong = dict.fromkeys((column.name for column in columns), 0.12)
    wrong |= {column.name: 0.03 for column in columns if column.required}
    blank = {column.name: 0.5 if column.kind is ColumnKind.DATE else 0.25 for column in columns}
    blank |= dict.fromkeys((column.name for column in columns if column.required), 0.0)
    blank |= dict.fromkeys((template.roles.status, template.roles.back or ""), 0.75)
    names = [column.name for column in columns]
    return [
        {
            name: None if dice.random() < blank[name] else _any_value(template.by_name[name], dice, wrong[name])
            for name in names
        }
        for _ in range(count)
    ]


def _any_value(column: Column, dice: random.Random, wrong: float) -> object:
    if dice.random() < wrong:
        value = dice.choice((*_BLANKS, *_NOTHING, *_NEITHER, *_NO_DATES, *_YES, *_NO_NUMBERS))
        # A number that is a text is read, though the live Flag cannot use it.
        is_read = column.kind is ColumnKind.NUMBER and isinstance(value, str) and value.lstrip("-").isdecimal()
        return None if is_read else value
    match column.kind:
        case ColumnKind.DATE if column.required:
            days = dice.randint(-40, -1) if column.maximum else dice.randint(1, 60)
            return dice.choice(_BOUNDARIES) if dice.random() < 0.2 else TODAY + days * DAY
        case ColumnKind.DATE:
            return dice.choice(_BOUNDARIES) if dice.random() < 0.5 else TODAY + dice.randint(-20, 90) * DAY
        case ColumnKind.NUMBER:
            limits = [limit for limit in (column.lowest, column.highest) if limit is not None]
            around = [limit + step for limit in limits for step in (-1.0, -0.5, 0.0, 0.5, 1.0)]
            return dice.choice([*around, 0.0, 1.0, 2.0, 2.5, 3.0, 4.0, 99.0, 99.99, 100.0, 0.1 + 0.2, 1e14])
        case ColumnKind.CHOICE:
            texts = [text for choice in column.choices for text in (choice.title, *choice.synonyms)]
            return dice.choice([*texts, column.default, dice.choice(texts).upper() + " ", "perhaps"])
    return dice.choice(["One page", "=A1", "Ana Costa", "Li Wei", "Zoë"])


def _incomplete(row: Row, dice: random.Random) -> None:
    for key in dice.sample(["item", "handed_to", "handed_off", "expected_back"], dice.choice([1, 1, 2])):
        row[key] = dice.choice((*_NOTHING, *(_BLANKS if key in ("item", "handed_to") else _NO_DATES)))
    if dice.random() < 0.4:  # due before it left: by a day, an hour, or not at all where one is a day alone
        row["handed_off"] = dice.choice([TODAY, TODAY + 9 * HOUR])
        row["expected_back"] = row["handed_off"] + dice.choice([-DAY, -HOUR, -SECOND, 0 * DAY, -10 * HOUR, HOUR])


def _overdue(row: Row, dice: random.Random) -> None:
    row["expected_back"] = dice.choice(_BOUNDARIES)
    row["handed_off"] = TODAY - 40 * DAY
    row["checkpoint"] = dice.choice([TODAY - 3 * DAY, None])
    row["checked_in"] = TODAY - 3 * DAY
    if dice.random() < 0.3:
        row["now_expected"] = dice.choice((*_BOUNDARIES, *_NO_DATES))


def _unchecked(row: Row, dice: random.Random) -> None:
    row["checkpoint"] = dice.choice([*_BLANKS, *_BLANKS, *_NOTHING, *_NEITHER, "yes", True, "soon", 0.5])
    start = TODAY + dice.choice([8, 9, 30]) * DAY
    hours = dice.choice([4, 4, 4, 3, 5, 24])
    row["handed_off"] = start + dice.choice([0, 9, 9, 13]) * HOUR
    row["expected_back"] = row["handed_off"] + hours * HOUR + dice.choice([0, 0, 1, -1]) * SECOND
    if dice.random() < 0.3:
        row["handed_off"], row["expected_back"] = start, start + dice.choice([0, 1, 2]) * DAY


def _silent(row: Row, dice: random.Random) -> None:
    row["checkpoint"] = dice.choice(_BOUNDARIES)
    row["handed_off"] = TODAY - 10 * DAY
    same = row["checkpoint"]
    row["checked_in"] = dice.choice(
        [None, "called", " ", same, same + SECOND, same - SECOND, same - DAY, same.replace(hour=0, minute=0, second=0)]
    )


def _no_copy(row: Row, dice: random.Random) -> None:
    row["document"] = dice.choice(["Lease", "Deed", *_NOTHING, *_NEITHER, " "])
    row["kind"] = dice.choice(["Document", "DOCUMENT ", "Delegated", "-", None])
    row["hard_to_replace"] = dice.choice(["Yes", "YES ", "y", "\xa0yes", "X", "No", "perhaps", None])
    row["copy_kept_at"] = dice.choice([*_BLANKS, *_NOTHING, *_NEITHER, "Shelf 3"])


def _returned(row: Row, dice: random.Random) -> None:
    row["returned"] = dice.choice([*(TODAY, TODAY - DAY) * 16, *_YES * 4, *_NOTHING, *_NEITHER, "03/04/2026", 5.0, " "])


def _soon(row: Row, dice: random.Random) -> None:
    row["expected_back"] = dice.choice(
        [TODAY, TODAY + DAY, TODAY + 6 * DAY, TODAY + 7 * DAY, TODAY + 8 * DAY, TODAY + 8 * DAY - SECOND, AS_OF]
    )
    row["checkpoint"] = TODAY
    if dice.random() < 0.3:
        row["now_expected"] = TODAY + dice.choice([7, 8]) * DAY


def _slipped(row: Row, dice: random.Random) -> None:
    if not isinstance(row["expected_back"], datetime):
        row["expected_back"] = TODAY + 9 * DAY
    row["now_expected"] = row["expected_back"] + dice.choice([-DAY, SECOND, DAY, DAY - SECOND, 9 * DAY, -SECOND])


def _unconfirmed(row: Row, dice: random.Random) -> None:
    row["understood"] = dice.choice([*_BLANKS, "No", "no ", "yse", "yes  no", "y e s", "Yes\u2003"])


def _resultless(row: Row, dice: random.Random) -> None:
    row["expected_result"] = dice.choice(_BLANKS)


def _closed(row: Row, dice: random.Random) -> None:
    if dice.random() < 0.2:
        row["status"] = "Done" + dice.choice(_WIDE_SPACES)
        row["item"] = dice.choice(_WIDE_SPACES)
        return
    row["status"] = dice.choice(["Done", "DONE", "done ", "complete", "Completed", "On hold", "on HOLD", "Cancelled"])


def _nothing(_row: Row, _dice: random.Random) -> None:
    """On track."""


def _broken(row: Row, dice: random.Random) -> None:
    key = dice.choice(["handed_off", "expected_back", "checkpoint", "now_expected", "checked_in"])
    row[key] = dice.choice([*_NO_DATES, *_BOUNDARIES, datetime(1900, 3, 1), datetime(9999, 12, 31, 12)])
