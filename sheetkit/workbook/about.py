"""About: what the review is, what is in the file, the rules in words, and counts that add up."""

from sheetkit import __version__
from sheetkit.ooxml.coded import Coded, told_apart
from sheetkit.ooxml.limits import MAX_LINKS
from sheetkit.ooxml.writer import hyperlinks as links
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.review.figures import status_key
from sheetkit.review.model import Review, Reviewed
from sheetkit.review.sentences import long_day
from sheetkit.text import match_key, pluralize, truncate
from sheetkit.workbook import (
    attention,
    by_log,
    by_person,
    changes,
    doubles,
    everything,
    problems,
    summary,
    todo,
    trend,
)
from sheetkit.workbook.cells import write_headings
from sheetkit.workbook.lines import several

NAME = "About"
_WIDTHS = {1: 26, 2: 84, 3: 58}
_LEFT: styles.Style = {"align": "left", "indent": 1, "valign": "vcenter"}
_ON_A_PAGE = 80  # rows that can still be read when all are on one page
_ORDER = (
    "Needs attention is sorted worst first: what is overdue comes first, then the rest by its first flag, in the order "
    "of the flags below. Within one flag what has no due date comes first, then what is due earliest; what is due at "
    "one moment stays in the order of the log."
)
_SHEETS = {
    summary.NAME: "The whole in one sentence, six figures, who has what, how late, and week by week; one page.",
    attention.NAME: "Each line with a flag, worst first: why, what to do next, a link to the line and a ready message.",
    todo.NAME: "What to do before the next review, by day, to print and tick.",
    by_person.NAME: "What each person has, for a talk between two; each begins a page in print.",
    everything.NAME: "Each line with each column, long texts whole; the next review compares with it.",
    changes.NAME: "What is new, closed, due later, newly overdue or gone since the last review.",
    problems.NAME: "What was typed wrong, to the cell.",
    trend.NAME: "One line of counts for each review; the next review adds its own.",
}
_OF_SEVERAL = {
    by_log.NAME: "One line of figures for each log.",
    doubles.NAME: "Hand-offs that stand in more than one log.",
}
_TOO_MANY = f" Excel takes {MAX_LINKS:,} links on a sheet, so lines beyond them have none."
_LINKS = (
    "The links lead to the log as long as both files stay where they are, or move together, and to the row where the "
    "line stood. When the log was sorted since, look for the ID."
)


def write_about(book: WorkbookWriter, review: Review) -> None:
    """Write the sheet."""
    sheet = book.sheet(NAME, colour="#52606D")
    sheet.widths(_WIDTHS)
    sheet.text(1, 1, NAME, styles.TITLE)
    sheet.height(1, 33)
    row = _what(sheet, review, 3)
    row = _sheets(sheet, review, row + 2)
    row = _counts(sheet, review, review.logs[0], row + 2)
    told: set[str] = set()
    for reviewed in review.logs:  # logs with the same rules and thresholds are told once
        rules, thresholds = reviewed.log.template.source, repr(reviewed.log.settings)
        whose = f" ({review.label(reviewed)})" if told else ""
        if rules not in told:
            row = _rules(sheet, reviewed, row + 2, whose)
        if rules + thresholds not in told:
            row = _settings(sheet, reviewed, row + 2, whose)
        told |= {rules, rules + thresholds}
    sheet.page(book.title, area=(1, 1, row, 3), landscape=False, one_page=row <= _ON_A_PAGE)


def _what(sheet: SheetWriter, review: Review, row: int) -> int:
    facts = [
        (
            "As of",
            f"{long_day(review.as_of)}. Nothing here changes by itself: a new review is a new file.",
        )
    ]
    for reviewed in review.logs:
        log = reviewed.log
        held = pluralize(len(log.records), "line")
        facts.append(("Log", f"{log.path.name}, sheet {log.sheet}, {held}. It was read and left as it is."))
        facts += [("Note", note) for note in log.notes]
    facts.append(("Compared with", _compared(review)))
    facts += [("Note", note) for note in review.notes]
    facts += [("Not read", failed.reason) for failed in review.failed]
    facts += [
        ("Before you share it", _sharing(review)),
        ("Order", _ORDER),
        ("Links", _LINKS + (_TOO_MANY if _most_links(review) > MAX_LINKS else "")),
        ("Made by", f"sheetkit {__version__}"),
    ]
    for title, text in facts:
        sheet.text(row, 1, title, styles.STRONG)
        sheet.text(row, 2, text, styles.TEXT)
        sheet.height(row, row_height(wrapped_line_count(text, _WIDTHS[2])))
        row += 1
    return row - 1


def _compared(review: Review) -> str:
    if review.changes is None:
        return review.alone
    return (
        f"The review {review.changes.path.name}, as of {long_day(review.changes.as_of)}. It is of an earlier day, "
        "so a second review on one day has the same to compare with."
    )


def _different(texts: Coded) -> set[str]:
    """Return what different things texts say."""
    words = texts.mapped(match_key)
    return {words.different[code] for code in told_apart(words.codes)[0].tolist()} - {""}


def _sharing(review: Review) -> str:
    """Return what is in the file that not everybody may see."""
    names, addresses = (_different(texts) for texts in (review.columns.person, review.columns.email))
    held = f"{pluralize(len(names), 'name')}, {pluralize(len(addresses), 'e-mail address', 'e-mail addresses')}"
    if review.person:
        return (
            f"This file holds the lines of {truncate(review.person, 60)} with every column, notes and where copies are "
            "kept included, and nobody else's on any sheet."
        )
    return (
        f"This file holds every column of the log: {held}, notes and where copies are kept. Share it with people who "
        "may read the log; `review --person NAME` makes one that holds one person's lines alone."
    )


def _sheets(sheet: SheetWriter, review: Review, row: int) -> int:
    _section(sheet, row, "The sheets")
    for name, text in {**_SHEETS, **(_OF_SEVERAL if several(review) else {})}.items():
        if name == doubles.NAME and not review.doubles:
            continue
        row += 1
        link = links.internal_link(name, "A1")
        if link is None or not sheet.link(row, 1, link, name, {**styles.CELL_MIDDLE, **styles.LINK}):
            sheet.text(row, 1, name, styles.CELL_MIDDLE)
        sheet.text(row, 2, text, styles.CELL_MIDDLE)
        sheet.height(row, row_height(wrapped_line_count(text, _WIDTHS[2])))
    return row


def _counts(sheet: SheetWriter, review: Review, reviewed: Reviewed, row: int) -> int:
    template, counts = reviewed.log.template, review.figures.counts
    _section(sheet, row, "Counts")
    row += 1
    write_headings(sheet, row, ["Lines", "How many", "How it adds up"])
    statuses = [(choice.title, counts[status_key(choice.title)]) for choice in template.status.choices]
    rows = [(f"Status {title}", number, "") for title, number in statuses]
    rows.append(("All lines", counts["rows"], " + ".join(title for title, _ in statuses)))
    flagged = review.figures.attention
    open_lines = counts[status_key(template.roles.open)]
    rows.append(("Need attention", flagged, "Open lines with at least one flag; each stands once on Needs attention"))
    rows.append((template.on_track, open_lines - flagged, f"{template.roles.open} lines without a flag"))
    out, back = review.figures.out, review.figures.came_back
    rows.append(
        ("Out now", out, f"{template.roles.open} lines that are not back; {summary.NAME} counts them by person")
    )
    rows.append(("Back, to be closed", open_lines - out, f"{template.roles.open} lines that came back"))
    rows.append(("To do", len(review.tasks), "What needs attention, and checkpoints of these days without a flag"))
    rows.append(("Came back", back, "Lines with a day in Returned and a first promise, cancelled ones left out"))
    rows.append(("First promises kept", review.figures.kept, "Of these, back by the day that was promised first"))
    for title, number, how in rows:
        row += 1
        sheet.text(row, 1, title, styles.CELL_MIDDLE)
        sheet.number(row, 2, number, {**styles.NUMBER, **_LEFT})
        sheet.text(row, 3, how, styles.CELL_MIDDLE)
        sheet.height(row, row_height(wrapped_line_count(how, _WIDTHS[3])))
    return row


def _rules(sheet: SheetWriter, reviewed: Reviewed, row: int, whose: str) -> int:
    _section(sheet, row, f"Flags, in order; a line shows the first that holds{whose}")
    row += 1
    write_headings(sheet, row, ["Flag", "What it means", "The rule"])
    for rule in reviewed.log.template.rules:
        row += 1
        sheet.text(row, 1, rule.title, styles.flag_style(rule.colour))
        sheet.text(row, 2, rule.description, styles.CELL_MIDDLE)
        sheet.text(row, 3, rule.source, {**styles.CELL_MIDDLE, "font_color": styles.MUTED, "font_size": 9})
        most = max(wrapped_line_count(rule.description, _WIDTHS[2]), wrapped_line_count(rule.source, _WIDTHS[3] * 1.2))
        sheet.height(row, row_height(most))
    return row


def _settings(sheet: SheetWriter, reviewed: Reviewed, row: int, whose: str) -> int:
    _section(sheet, row, f"Thresholds{whose}")
    row += 1
    write_headings(sheet, row, ["Value", "Setting", "Where it comes from"])
    for setting in reviewed.log.template.settings:
        row += 1
        value = reviewed.log.settings[setting.name]
        source = "the template" if value == setting.default else "the log's Settings sheet"
        sheet.number(row, 1, value, {**styles.NUMBER, **_LEFT, "num_format": "General"})
        sheet.text(row, 2, setting.title, styles.CELL_MIDDLE)
        sheet.text(row, 3, source, styles.CELL_MIDDLE)
    return row


def _most_links(review: Review) -> int:
    """Return how many links the sheet with the most would have: one a line, and two where something needs attention."""
    return max(review.figures.counts.get("rows", 0), 2 * review.figures.attention)


def _section(sheet: SheetWriter, row: int, title: str) -> None:
    sheet.text(row, 1, title, styles.SECTION)
    sheet.text(row, 2, "", styles.SECTION)
    sheet.text(row, 3, "", styles.SECTION)
