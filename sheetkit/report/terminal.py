"""Reviews and problems as lines of text for a terminal."""

from collections.abc import Iterator, Sequence

import numpy as np

from sheetkit import categorical
from sheetkit.log.problem_table import Problems
from sheetkit.log.problems import CODES, Problem
from sheetkit.log.read_log import Log
from sheetkit.pages.hand_offs import several_logs
from sheetkit.pages.problems import sentence
from sheetkit.person_names import shown_name
from sheetkit.report.line import Line, wrapped
from sheetkit.review.model import Review
from sheetkit.review.moments import long_day
from sheetkit.text import natural_list, pluralize, shell_argument, single_line, truncate

_MAX_WORST = 5
_COLUMNS = ("flag", "item", "handed_to", "why", "do_next")
_MAX_LOGS = 5  # logs that get lines of their own
_MAX_SAME = 3  # cells with the same mistake that are shown one by one
_MAX_CELLS = 5  # further cells that are named
_MAX_COLUMNS_NAMED = 50
_COLOURS = {"error": "red", "warning": "amber", "info": "grey"}
_ABOUT_COLUMNS = ("missing-column", "unknown-column")  # notes that share a line, which names the columns


def check_lines(log: Log, width: int) -> Iterator[str | Line]:
    """Yield what `check` prints about a log: a line of counts, then each problem with its cell."""
    of_sheet = f"{log.path.name}, sheet {log.sheet}:"
    yield Line(f"{of_sheet} {pluralize(len(log.frame), 'line')}, {log.problems.counted()}", len(of_sheet))
    for note in log.notes:
        yield from wrapped("  note     ", note, width)
    yield from _in_order(log.problems.at_or_above("warning"), width)
    columns: dict[str, list[str]] = {}
    notes = log.problems.of("info")
    about_columns = notes.table["code"].isin(_ABOUT_COLUMNS).to_numpy() & (notes.table["column"] != "").to_numpy()
    above = ~np.logical_or.accumulate(about_columns)  # before the first one that is about a column
    yield from _in_order(notes.where(above), width)
    for problem in notes.where(about_columns):
        columns.setdefault(problem.code, []).append(repr(problem.column))
    for code, names in columns.items():
        more = " (--json lists all)" if len(names) > _MAX_COLUMNS_NAMED else ""
        named = f"{natural_list(names, most=_MAX_COLUMNS_NAMED)}{more}"
        yield from wrapped("  info     ", f"{CODES[code].title}: {named} [{code}]", width)
    yield from _in_order(notes.where(~(above | about_columns)), width)


def _in_order(problems: Problems, width: int) -> Iterator[str | Line]:
    """Yield problems in their order: the worst first, then by their place in the sheet.

    Of many problems of one kind the first few are shown, followed by how many more there are, and where.
    """
    shown: dict[int, Problems] = {}  # by position; the others of its kind, which are summed up after it
    for same in problems.kinds():
        several = len(same) > _MAX_SAME + 1
        listed = same[:_MAX_SAME] if several else same
        shown |= dict.fromkeys(listed.tolist(), problems[:0])
        if several:
            shown[listed[-1].item()] = problems.where(same[_MAX_SAME:])
    for position in sorted(shown):
        yield from _problem(problems[position], width)
        if rest := shown[position]:
            first = [str(problem.cell) for problem in rest[:_MAX_CELLS]]
            cells = natural_list(first, most=_MAX_CELLS, count=len(rest))
            same_in = f"the same in {pluralize(len(rest), 'more cell')}: {cells} (--json lists all)"
            yield f"  {rest[0].severity:<8} {same_in}"


def _problem(problem: Problem, width: int) -> Iterator[str | Line]:
    head = f"  {problem.severity:<8} {problem.cell or '':<6} "
    message = sentence(problem.message)
    column = f"{problem.column}: " if problem.column and problem.column not in message else ""
    end = "" if message.endswith("?") else "."
    lines = wrapped(head, f"{column}{message}{end} {problem.fix} [{problem.code}]", width)
    yield from _coloured(lines, len(head), _COLOURS[problem.severity])


def review_lines(review: Review, workbook: str, command: str, width: int) -> Iterator[str | Line]:
    """Yield what `review` prints: the headline, what changed, the worst few rows, problems, and the workbook's path.

    `command` is how the user calls sheetkit.
    """
    when = f"{review.of_logs}, {long_day(review.as_of)}:"
    yield from _coloured(wrapped("", f"{when} {review.headline}", width), len(when), "red" if review.gone else "")
    if review.changes:
        since, _, changed = review.what_changed.partition(": ")
        yield from _coloured(wrapped("", f"{since}: {changed}", width), len(since) + 1)
    if review.figures.attention:
        yield ""
    for title, colour, text in _worst(review):
        head = f"  {title:<19} "
        yield from _coloured(wrapped(head, text, width), len(head), colour)
    rest = review.figures.attention - _MAX_WORST
    if rest > 0:
        yield f"  and {pluralize(rest, 'more line')} on the sheet Needs attention"
    yield ""
    yield from _problem_lines(review, command, width)
    head = "The review:"
    yield Line(f"{head} {single_line(workbook)}", len(head))


def _coloured(lines: Sequence[str], head: int, colour: str = "") -> Iterator[str | Line]:
    """Yield lines; the head of the first one has a colour, or is bold without one."""
    first, *others = lines
    yield Line(first, head, colour)
    yield from others


def _worst(review: Review) -> Iterator[tuple[str, str, str]]:
    """Yield the flag, its colour and the sentences of the most urgent hand-offs."""
    positions = review.worst_first[: min(_MAX_WORST, review.figures.attention)]
    worst = review.frame.iloc[positions]
    columns = categorical.to_lists(worst, *_COLUMNS)
    places = categorical.to_list(review.log_names[positions]) if several_logs(review) else [""] * len(worst)
    for log, place, flag, item, person, why, do_next in zip(worst["log"].tolist(), places, *columns, strict=True):
        named = ", ".join(filter(None, [truncate(item, 48) or "(no item)", shown_name(person)]))
        where = f" [{place}]" if place else ""
        rule = review.templates[log].rule(flag) if flag else None
        title = rule.title if rule else f"{review.templates[log].on_track}?"
        yield title, rule.colour or "" if rule else "", f"{named}{where}: {why}. {do_next}."


def _problem_lines(review: Review, command: str, width: int) -> Iterator[str | Line]:
    for failed in review.failed[:_MAX_LOGS]:
        head = "Not read: "
        yield from _coloured(wrapped(head, failed.reason, width), len(head), "red")
    rest = len(review.failed) - _MAX_LOGS
    if rest > 0:
        yield f"Not read: {pluralize(rest, 'more log')}, listed on the sheet By log"
    if review.duplicates:
        yield from wrapped("", f"{review.duplicates_note}: see the sheet In two logs", width)
    for note in review.all_notes:
        yield from wrapped("", note, width)
    if len(review.logs) > _MAX_LOGS:
        yield from wrapped("", _problems_summary(review), width)
        return
    for reviewed, label in zip(review.logs, review.labels, strict=True):
        problems = reviewed.log.problems.counted()
        if reviewed.log.problems:
            path = str(reviewed.log.path)
            check = f"{command} check {shell_argument(path)}"
            where = f"{problems} in what was typed; the sheet Problems names the cells, and so does: {check}"
            yield from wrapped("", f"{label}: {where}", width)
        for note in reviewed.log.notes:
            yield from wrapped("", f"{label}: {note}" if several_logs(review) else note, width)


def _problems_summary(review: Review) -> str:
    """Return how many problems all logs have together."""
    if not review.problem_counts:
        return "No problems in what was typed."
    logs = pluralize(sum(bool(log_review.log.problems) for log_review in review.logs), "log")
    return f"{review.problem_counts} in what was typed, in {logs}: see the sheets By log and Problems."
