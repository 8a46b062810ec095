"""By log: in the review of several logs one line for each, those that need somebody first."""

from pathlib import Path

from sheetkit.ooxml.writer import hyperlinks as links
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.history import relative
from sheetkit.review.model import Review
from sheetkit.review.team import LogFigures, log_figures
from sheetkit.template.model import Rule
from sheetkit.workbook.cells import BOLD, Column, Paint, Paints, numbers
from sheetkit.workbook.listing import write_listing

NAME = "By log"
NOT_READ = "Not read"
_UNREAD = Paint(styles.SEVERITY["error"], bold=True)


def write_by_log(book: WorkbookWriter, review: Review, folder: Path) -> None:
    """Write the sheet: logs that could not be read, then by what is overdue."""
    figures = [(one, log_figures(one)) for one in review.logs]
    rules = {rule.name: rule for one in review.logs for rule in one.log.template.rules}
    late = {one.log.template.roles.late for one in review.logs}
    figures.sort(key=lambda pair: (-sum(pair[1].held.get(name, 0) for name in late), review.label(pair[0])))
    unread = review.failed
    names = [*(Path(one.path).name for one in unread), *(review.label(one) for one, _ in figures)]
    files = [relative(one.log.path, folder) for one, _ in figures]
    found = {
        place: links.external_link(file, one.log.sheet, "A1")
        for place, ((one, _), file) in enumerate(zip(figures, files, strict=True), start=len(unread))
        if file
    }
    said = [*(f"{NOT_READ}: {one.reason}" for one in unread), *(" ".join(one.log.notes) for one, _ in figures)]
    paints = Paints.of([_UNREAD] * len(unread) + [BOLD] * len(figures))

    def counted(title: str, width: float, number: "list[int]") -> Column:
        return Column(title, width, numbers([*[None] * len(unread), *number]))

    listed = [each for _, each in figures]
    columns = [
        Column(
            "Log",
            34,
            names,
            paints,
            links.Hyperlinks.of({place: link for place, link in found.items() if link is not None}),
        ),
        counted("Lines", 9, [each.lines for each in listed]),
        counted("Out", 9, [each.out for each in listed]),
        *(counted(rule.title, 12, _held(listed, rule)) for rule in rules.values() if rule.colour),
        counted("Days late at most", 10, [each.oldest for each in listed]),
        counted("Errors", 9, [each.errors for each in listed]),
        counted("Warnings", 10, [each.warnings for each in listed]),
        Column("What to know", 70, said),
    ]
    about = "One line for each log; the link opens it. Errors and warnings are what was typed wrong: see Problems."
    write_listing(book, NAME, styles.HEAD.fill, about, columns, kept=1)


def _held(figures: list[LogFigures], rule: Rule) -> list[int]:
    return [each.held.get(rule.name, 0) for each in figures]
