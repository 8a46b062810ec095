"""Problems in a log, as values: each has its cell, what is wrong and how to fix it."""

from typing import NamedTuple

from sheetkit.ooxml.references import cell_name

SEVERITIES = ("error", "warning", "info")  # worst first


class Code(NamedTuple):
    """A kind of problem: its severity and, in plain words, what it means and what to do."""

    severity: str
    title: str
    explanation: str


CODES: dict[str, Code] = {
    "required": Code(
        "error",
        "A cell that must be filled in is blank",
        "Without it nobody can tell what was handed off, to whom, or when it is late. Fill in the cell.",
    ),
    "not-a-date": Code(
        "error",
        "A date column holds something that is not a date",
        "A day that does not exist (31 November), a word, or a number far outside the calendar. The rules that need "
        "this date stay silent until it is corrected: type it as 2026-11-30.",
    ),
    "ambiguous-date": Code(
        "error",
        "A date that can be read in two ways",
        "03/04/2026 is 3 April for some and 4 March for others, so it is never guessed. Type it with the year first: "
        "2026-04-03. Where all are meant one way, type DMY or MDY into date_order on the sheet Settings instead.",
    ),
    "date-as-text": Code(
        "warning",
        "A date that was typed or pasted as text",
        "It is read, because it has one meaning only. Excel itself sees a text there, so the log's own Flag cannot "
        "use it: type it again as a date.",
    ),
    "serial-date": Code(
        "warning",
        "A bare number in a date column",
        "Spreadsheets store dates as numbers of days, so it is read as the date it stands for. Give the cell a date "
        "format, or type the date again, to see what it says.",
    ),
    "not-a-number": Code(
        "error",
        "A number column holds something that is not a number",
        "A word, a number with its unit, or one with separators such as 1,234, which some read as 1.234. The rules "
        "that need this number stay silent until it is corrected: type only the number.",
    ),
    "out-of-range": Code(
        "error",
        "A number below or above what its column takes",
        "The template says how small and how large it can be. The rules use it as it is; correct it if it was "
        "mistyped.",
    ),
    "number-as-text": Code(
        "warning",
        "A number that was typed or pasted as text",
        "It is read, because it has one meaning only. Excel itself sees a text there, so the log's own Flag cannot "
        "use it: type it again as a number.",
    ),
    "date-as-number": Code(
        "warning",
        "A number that the sheet shows as a date",
        "Spreadsheets store dates as numbers of days, and the number is what counts here. Type it again, and give the "
        "cell a number format.",
    ),
    "date-order": Code(
        "error",
        "Dates in an order that cannot be",
        "Something is expected or came back before it left, or its checkpoint is outside the time it is away. "
        "Correct whichever of the dates is wrong.",
    ),
    "unknown-choice": Code(
        "error",
        "A word that is not one of the column's choices",
        "Pick one from the cell's drop-down list. A status that is not known counts as Open, so that nothing is "
        "lost by a typing mistake.",
    ),
    "error-value": Code(
        "error",
        "A cell shows a spreadsheet error such as #REF!",
        "A formula in it no longer finds what it needs. Type the value itself.",
    ),
    "not-calculated": Code(
        "error",
        "A formula without a stored result",
        "The program that saved the file did not calculate it. Open the log in a spreadsheet program, save it, and "
        "run the command again; or type the value itself.",
    ),
    "duplicate-id": Code(
        "error",
        "Two lines have the same ID",
        "The ID is how a line is followed from week to week, so each needs its own. Give one of them the next free "
        "number.",
    ),
    "missing-column": Code(
        "error",
        "A column is missing",
        "Its heading was not found in the heading row, under its own name or any of its other names. Rename the "
        "column back, or add it. For a column that may be left out this is only for your information.",
    ),
    "duplicate-column": Code(
        "error",
        "Two columns have the same heading",
        "Only the first is read as that column; the other is kept as an extra one. Rename one of them.",
    ),
    "second-list": Code(
        "error",
        "There is another list on the same sheet",
        "A log is one list. What is beside it or below it under headings of its own is not read: move its lines "
        "into the log, or the whole list to a sheet of its own.",
    ),
    "other-sheet": Code(
        "warning",
        "Another sheet holds a list that was not read",
        "One sheet is read at a time. The option --sheet says which.",
    ),
    "looks-like-status": Code(
        "warning",
        "A column of your own that says what is done",
        "It is kept, but no rule uses it, so what it calls done counts as open. Set Status to Done in these lines, "
        "or let the command adopt turn the column into Status.",
    ),
    "same-hand-off": Code(
        "info",
        "The same hand-off is in the log twice",
        "Item, person and day are the same, so it is counted twice. Keep one of the two lines, and set the other to "
        "Cancelled.",
    ),
    "unknown-column": Code(
        "info",
        "A column of your own",
        "It is kept and shown in the review, but no rule uses it.",
    ),
    "bad-setting": Code(
        "error",
        "A setting holds no usable value",
        "The template's default is used instead. Type a number, 0 or more, into the cell; for the order of dates DMY "
        "or MDY; for working days such as Mon-Fri. On the sheet Holidays a line without a date is not a day off.",
    ),
    "holidays-end": Code(
        "warning",
        "The list of days off ends too early",
        "Something is due after the last day off on the sheet Holidays, so a holiday after that would count as a "
        "working day. Add the days off of the years to come.",
    ),
    "missing-setting": Code(
        "info",
        "The log has no such settings",
        "The template's defaults are used. A log made by the command `new` has a Settings sheet to change them.",
    ),
    "merged-cells": Code(
        "warning",
        "Merged cells in the log",
        "Only the first of merged cells holds a value; to every program the others are blank. Unmerge them and fill in "
        "each line.",
    ),
    "missing-id": Code(
        "warning",
        "A line has no ID",
        "The ID is how a line is followed from week to week, whatever else is changed in it. Enter the next free one.",
    ),
    "bad-email": Code(
        "warning",
        "An e-mail address that cannot be one, or is somebody else's",
        "The review prepares a message only for a whole address such as ana@example.org. An address that two people "
        "share, or that says a name with nothing in common with the one in the line, may be left from before the line "
        "was given to somebody else.",
    ),
    "done-without-return": Code(
        "warning",
        "Done, but without the day it came back",
        "Enter the day in the column for it, so that you can tell later how long such things take; or a dash (-) or "
        "yes when no day is known, and it is not asked again. A word such as 'not yet' says that it is not done.",
    ),
    "placeholder": Code(
        "warning",
        "A word that says nothing",
        "A dash, n/a, none, no or another word for nothing counts as a blank cell, so that it silences no flag. Enter "
        "the day or the place, or clear the cell.",
    ),
    "far-date": Code(
        "warning",
        "A date in a far year",
        "It is more than two years before or after the day of the hand-off; that day itself, from the moment of the "
        "review. Two digits may be swapped, or the year is one of the Buddhist era. Correct it if it was mistyped.",
    ),
    "future-date": Code(
        "warning",
        "A date that is still to come",
        "Handed off, Checked in and Returned say what has happened, so they cannot be after the moment of the review. "
        "A plan goes into Expected back or Checkpoint.",
    ),
    "several-people": Code(
        "warning",
        "More than one person in a cell",
        "One person answers for each line. Enter that one, and give the others lines of their own.",
    ),
    "invisible-character": Code(
        "warning",
        "A character that nobody sees",
        "Characters without a width, soft hyphens and marks of the direction of writing come along when text is "
        "pasted. They are ignored here, but Excel's live Flag and its search see them. Type the text again.",
    ),
    "struck-out": Code(
        "warning",
        "A cell that is struck out, or a part of it",
        "What is struck out is not read, unless it is all there is. Delete it, or type the cell again.",
    ),
    "time-zone": Code(
        "warning",
        "A date that has a time zone",
        "A log knows one clock, the one on your wall. The time is read as it is, without its zone, which "
        "other programs add to what they export. Where that is another hour or even another day than yours, type it "
        "again.",
    ),
    "text-too-long": Code(
        "warning",
        "A cell is full",
        "Excel keeps 32,767 characters in a cell and cuts off the rest. Keep the long text elsewhere.",
    ),
    "copy-not-found": Code(
        "warning",
        "The copy is not where the log says",
        "There is nothing at that path on this machine. Paths on other machines and links are never looked at.",
    ),
    "copy-changed": Code(
        "warning",
        "A kept copy was changed",
        "The command `keep` notes what each copy holds, and this one holds something else now.",
    ),
    "copy-missing": Code(
        "warning",
        "A kept copy is gone",
        "The command `keep` put it beside the log, and it is not there any more.",
    ),
    "copy-extra": Code(
        "info",
        "A file among the kept copies that `keep` did not put there",
        "Nothing notes what it should hold, so nobody can tell whether it is still the same.",
    ),
    "hidden-rows": Code(
        "info",
        "Some lines are hidden",
        "They are hidden or filtered out in the sheet, and read anyway.",
    ),
    "similar-names": Code(
        "info",
        "Two names are nearly the same",
        "If they are the same person, spell the name the same way everywhere, so that the lines are counted together.",
    ),
    "template-version": Code(
        "warning",
        "The log was made with another version of its template",
        "It is read with the rules that it carries itself.",
    ),
}


class Problem(NamedTuple):
    """One problem. `cell` is like 'F12', `row` is Excel's row number, `column` the sheet's own heading."""

    code: str
    severity: str
    sheet: str
    cell: str | None
    row: int | None
    column: str | None
    value: str
    message: str
    fix: str

    @classmethod
    def at(
        cls, code: str, sheet: str, cell: tuple[int, int] | None, column: str | None, value: str, message: str, fix: str
    ) -> "Problem":
        """Return a problem with the severity of its code. `cell` is a row and column, None for no cell."""
        name, row = (cell_name(*cell), cell[0]) if cell else (None, None)
        return cls(code, CODES[code].severity, sheet, name, row, column, value, message, fix)
