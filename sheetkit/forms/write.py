"""Write the form of one person: their open hand-offs, with cells to fill in."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np

from sheetkit import categorical
from sheetkit.errors import SheetkitError
from sheetkit.forms import layout
from sheetkit.forms.layout import FormLine
from sheetkit.forms.read import form_person
from sheetkit.log.read.date_text import format_date
from sheetkit.log.read.stamp import FORM, FORM_SHEET, KIND
from sheetkit.log.read_log import Log
from sheetkit.ooxml import serial
from sheetkit.ooxml.references import cell_name
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.atomic_file import write_atomically
from sheetkit.ooxml.writer.page_setup import SMALLEST, fit_to_paper, paper_named, scale_of
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.palette import PALETTE
from sheetkit.review.frame import Positions
from sheetkit.review.model import Review
from sheetkit.review.moments import long_day, reply_by
from sheetkit.target import check_target, is_changed_workbook
from sheetkit.template.model import AS_OF, Column, Template
from sheetkit.text import clean_text, match_key, pluralize, shell_argument, truncate

_TITLE_ROW, _NOTE_ROW, _HEADINGS_ROW = 1, 2, 6
_FIRST_ROW = _HEADINGS_ROW + 1
_MIN_DATE = date(2000, 1, 1)  # earlier dates are most likely a typing mistake
_HOW_IT_STANDS = "How is it going?"
_MAX_PERSON = 250
_TEXT_WIDTHS = {layout.ID_HEADING: 10.0, layout.ITEM_HEADING: 32.0, "Please": 40.0, layout.LOG_HEADING: 16.0}
_DATE_WIDTH, _COMMENT_WIDTH = 13.0, 30.0
_ANSWER: Style = {**styles.INPUT_CELL, "locked": False, "text_wrap": True}
_ANSWER_DATE: Style = {**_ANSWER, "num_format": styles.DATE_FORMAT}
_HELP = {
    "checked_in": "The day you can say how it is going.",
    "now_expected": "The new day, if the one in Due cannot be kept.",
    "returned": "The day you gave it back or finished it.",
}


def refuse_unknown_logs(review: Review) -> None:
    """Raise SheetkitError if a log has no identity, without which answers cannot be entered into it."""
    for log in (log_review.log for log_review in review.logs):
        if not log.identity:
            name = shell_argument(str(log.path))
            raise SheetkitError(
                f"{log.path.name!r} has no identity by which answers can be matched, so no forms were made: "
                f"`sheetkit upgrade {name} -o NEW.xlsx` carries it over into a log that has one."
            )


def write_form(review: Review, target: Path, *, force: bool = False) -> int:
    """Write the form for the person of a review to `target`; return how many of their open lines it leaves out.

    Lines without an ID of their own are left out, since an answer could not be matched to them; if there are no others,
    no form is made. Raises OutputError if the file cannot be written, or is something other than an earlier form of the
    person that nobody has filled in.
    """
    positions = review.worst_first[review.frame["out"].to_numpy()[review.worst_first]]
    lines = _Lines(review, positions)
    if not lines.lines:
        return len(positions)

    def check() -> None:
        paths = [log_review.log.path for log_review in review.logs]
        key = match_key(review.person[:_MAX_PERSON])
        what = f"form of {review.person} as of this day"
        check_target(
            target, paths, what, lambda path: match_key(form_person(path)) == key, is_changed_workbook, force=force
        )

    def write(beside: str) -> None:
        title = f"For {truncate(review.person, 60)}"
        paper = paper_named(review.paper)
        book = WorkbookWriter(beside, title=title, subject=_note(review), created=review.as_of, paper=paper)
        book.set_property(KIND, FORM)
        _FormSheet(book, review, lines).write()
        _write_memory(book, review, lines)
        book.close()

    check()
    write_atomically(target, write, check=check)
    return len(positions) - len(lines.lines)


class _Lines:
    """The lines of a form, each with the position of its hand-off in the review's frame."""

    def __init__(self, review: Review, positions: Positions) -> None:
        logs = [log_review.log for log_review in review.logs]
        self.several = len(logs) > 1
        self.template: Template = logs[0].template
        self.columns = [layout.answer_columns(log.template, log.columns) for log in logs]
        self.names = [name for name in self.columns[0] if all(name in columns for columns in self.columns)]
        self.lines: list[FormLine] = []
        self.positions: list[int] = []
        all_lines = [self._line(review, logs, position) for position in positions.tolist()]
        times = Counter(line.key for line in all_lines)
        for line, position in zip(all_lines, positions.tolist(), strict=True):
            if clean_text(line.id) and times[line.key] == 1:
                self.lines.append(line)
                self.positions.append(position)

    @property
    def answers(self) -> list[tuple[str, Column]]:
        """Each answer that the form takes, with its column in the first log."""
        return [(name, self.template.by_name[self.columns[0][name]]) for name in self.names]

    def _line(self, review: Review, logs: list[Log], position: int) -> FormLine:
        of_line = review.frame.iloc[position]
        log, row = logs[of_line["log"]], int(of_line["row"])
        columns = self.columns[of_line["log"]]
        texts = {name: logged_text(log, columns[name], row) for name in self.names}
        label = review.labels[int(of_line["log"])] if self.several else ""
        id_, item = (value if isinstance(value, str) else "" for value in (of_line["id"], of_line["item"]))
        return FormLine(log.identity, label, id_, item, str(of_line["status"]), texts)


def logged_text(log: Log, name: str, row: int) -> str:
    """Return what a date column of a log says in a row: the date in ISO 8601, else the cell's text."""
    moment = log.frame[name].to_numpy()[log.frame.index.to_numpy() == row][0]
    if not np.isnat(moment):
        return format_date(moment.astype("datetime64[s]").item())
    return clean_text(log.unread.get(name, {}).get(row, ""))


def _note(review: Review) -> str:
    return f"{layout.REQUEST} by {reply_by(None, review.as_of)}, save the file and send it back."


class _FormSheet:
    """Writes the sheet that the person sees."""

    def __init__(self, book: WorkbookWriter, review: Review, lines: _Lines) -> None:
        self.sheet: SheetWriter = book.add_sheet(layout.SHEET, tab_colour="#B45309")
        self.review, self.lines = review, lines
        self.answers: list[tuple[str, Column]] = lines.answers
        self.texts = [layout.ID_HEADING, layout.ITEM_HEADING, "With you since", "Due", "Please"]
        self.texts += [layout.LOG_HEADING] if lines.several else []
        self.headings = [*self.texts, *(column.title for _, column in self.answers), layout.COMMENT_HEADING]
        widths = [_TEXT_WIDTHS.get(heading, _DATE_WIDTH) for heading in self.headings[:-1]]
        widths.append(_COMMENT_WIDTH)
        fitted, self.landscape = fit_to_paper(widths, SMALLEST)
        self.widths = [*fitted, *widths[len(fitted) :]]
        self.last_row = _FIRST_ROW + len(lines.lines) - 1

    def write(self) -> None:
        """Write the note, the lines and their checks."""
        self._write_note()
        first = len(self.texts) + 1
        for number, heading in enumerate(self.headings, start=1):
            colour = PALETTE["yellow"] if number >= first else PALETTE["blue"]
            self.sheet.write_text(_HEADINGS_ROW, number, heading, styles.heading_style(colour))
        self.sheet.set_row_height(_HEADINGS_ROW, 33)
        for row, position in enumerate(self.lines.positions, start=_FIRST_ROW):
            self._write_line(row, position)
        for number, (answer, column) in enumerate(self.answers, start=first):
            words = self.lines.template.words_for_yes.get(column.name, ())
            check = _date_check(answer, column, words, cell_name(_FIRST_ROW, number))
            self.sheet.add_data_validation(_FIRST_ROW, number, self.last_row, check)
        comment = {
            "validate": "any",
            "input_title": layout.COMMENT_HEADING,
            "input_message": "Anything else to say about this line. It is added to the log's notes with your name.",
        }
        self.sheet.add_data_validation(_FIRST_ROW, len(self.headings), self.last_row, comment)
        self.sheet.set_column_widths(dict(enumerate(self.widths, start=1)))
        self.sheet.freeze_panes(_FIRST_ROW, 3)
        self.sheet.set_selection(_FIRST_ROW, first)
        self.sheet.protect()
        self.sheet.activate()
        area = (1, 1, self.last_row, len(self.headings))
        self.sheet.set_up_page(
            f"For {self.review.person}",
            area=area,
            repeat_row=_HEADINGS_ROW,
            landscape=self.landscape,
            scale=scale_of(SMALLEST),
        )

    def _write_note(self) -> None:
        person, day = truncate(self.review.person, 60), long_day(self.review.as_of)
        write = self.sheet.write_text
        write(_TITLE_ROW, 1, f"{person}, what you have", styles.TITLE)
        self.sheet.set_row_height(_TITLE_ROW, 33)
        bold: Style = {**styles.BASE, "bold": True, "font_size": 12}
        write(_NOTE_ROW, 1, _note(self.review), bold)
        meanings = [f"{column.title}: {_HELP[name][0].lower()}{_HELP[name][1:]}" for name, column in self.answers]
        write(_NOTE_ROW + 1, 1, " ".join([*meanings, "Comment: anything else, in words."]), styles.BASE)
        about = "Write days such as 2026-11-30. Leave empty what has not changed; what is left empty changes nothing."
        write(_NOTE_ROW + 2, 1, about, styles.BASE)
        number = pluralize(len(self.lines.lines), "open line")
        write(_NOTE_ROW + 3, 1, f"{number}, as of {day}, the most urgent first.", styles.SUBTITLE)

    def _write_line(self, row: int, position: int) -> None:
        frame = self.review.frame
        line = self.lines.lines[row - _FIRST_ROW]
        ask = categorical.to_list(categorical.column(frame.iloc[[position]], "ask"))[0] or _HOW_IT_STANDS
        item = layout.shown_item(line.item)
        texts = {layout.ID_HEADING: line.id, layout.ITEM_HEADING: item, "Please": ask, layout.LOG_HEADING: line.label}
        dates = {"With you since": "handed_off", "Due": "due"}
        for number, heading in enumerate(self.texts, start=1):
            if heading in texts:
                style = {**styles.CELL, "bold": True} if heading == layout.ITEM_HEADING else styles.CELL
                self.sheet.write_text(row, number, texts[heading], style)
            else:
                self._write_date(row, number, frame[dates[heading]].to_numpy()[position])
        first = len(self.texts) + 1
        for number in range(first, len(self.headings)):
            self.sheet.write_text(row, number, "", _ANSWER_DATE)
        self.sheet.write_text(row, len(self.headings), "", _ANSWER)
        widths = dict(zip(self.headings, self.widths, strict=True))
        count = max(wrapped_line_count(texts[name], widths[name]) for name in texts if name in widths)
        self.sheet.set_row_height(row, row_height(max(count, 2)))

    def _write_date(self, row: int, number: int, moment: np.datetime64) -> None:
        if np.isnat(moment):
            self.sheet.write_text(row, number, "", styles.DATE)
            return
        when: datetime = moment.astype("datetime64[s]").item()
        style = (
            styles.DATE if not (when.hour or when.minute) else {**styles.DATE, "num_format": styles.SHORT_TIME_FORMAT}
        )
        self.sheet.write_number(row, number, serial.from_datetime(when), style)


def _date_check(answer: str, column: Column, words: Sequence[str], cell: str) -> dict[str, object]:
    """Return the validation of an answer's cells, of which `cell` is the first: a day, or a word that counts as back.

    A future day is refused if the log takes none.
    """
    is_past = column.maximum == AS_OF
    which = "today or an earlier day" if is_past else "a day"
    earliest = f"DATE({_MIN_DATE.year},{_MIN_DATE.month},{_MIN_DATE.day})"
    day = [f"ISNUMBER({cell})", f"{cell}>={earliest}", *([f"{cell}<TODAY()+1"] if is_past else [])]
    yes_tests = [f"{cell}=TRUE" if word == "true" else f'TRIM({cell})="{word}"' for word in words]
    bounds: dict[str, object] = {"validate": "custom", "value": f"=OR(AND({','.join(day)}),{','.join(yes_tests)})"}
    if not yes_tests:
        bounds = {"validate": "date", "criteria": ">=", "value": _MIN_DATE}
        if is_past:
            bounds |= {"criteria": "between", "minimum": _MIN_DATE, "maximum": "=TODAY()+0.99999"}
    yes = f', or "{words[0]}" if the day is not known' if words else ""
    return {
        **bounds,
        "ignore_blank": True,
        "input_title": column.title,
        "input_message": f"{_HELP[answer]} Such as 2026-11-30{yes}.",
        "error_title": "A day is needed",
        "error_message": f"Type {which} such as 2026-11-30{yes}, or leave the cell empty and say it in Comment.",
    }


def _write_memory(book: WorkbookWriter, review: Review, lines: _Lines) -> None:
    """Write the hidden sheet: whose form it is, and what the log said."""
    sheet = book.add_sheet(FORM_SHEET, hidden=True)

    def write(row: int, *texts: str) -> None:
        for number, text in enumerate(texts, start=1):
            sheet.write_text(row, number, text, styles.TEXT)

    titles = [column.title for _, column in lines.answers]
    write(layout.VERSION_ROW, "sheetkit form", str(layout.VERSION))
    write(layout.PERSON_ROW, "person", review.person)
    write(layout.MADE_ROW, "made", review.as_of.isoformat(timespec="seconds"))
    about = ("", layout.LOG_HEADING, layout.ID_HEADING, layout.ITEM_HEADING, "")
    write(layout.HEADINGS_ROW, *about, *titles, layout.COMMENT_HEADING)
    write(layout.NAMES_ROW, *layout.FACTS, *lines.names, layout.COMMENT)
    for row, line in enumerate(lines.lines, start=layout.FIRST_ROW):
        write(row, line.log, line.label, line.id, line.item, line.status, *line.logged.values())
    sheet.protect()
