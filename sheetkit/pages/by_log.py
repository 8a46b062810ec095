"""By log: one line for each of several logs, the most urgent first."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.pages.page import BOLD, CellLinks, CellStyle, CellStyles, Column, ListPage, SheetColumn, Table
from sheetkit.palette import HEAD, SEVERITY
from sheetkit.review.by_log import figures_by_log
from sheetkit.review.figures import shared_titles
from sheetkit.review.model import Review

TITLE = "By log"
NOT_READ = "Not read"
_UNREAD = CellStyle(SEVERITY["error"], bold=True)


def by_log_page(review: Review) -> ListPage:
    """Return the page: logs that could not be read, then the others by how much is overdue."""
    figures = figures_by_log(review)
    flags = _by_title(review, figures)
    late = list({template.roles.late for template in review.templates})
    figures = figures.assign(overdue_in_all=figures[late].sum(axis=1), label=review.labels)
    figures = figures.sort_values(["overdue_in_all", "label"], ascending=[False, True], kind="stable")
    logs = [review.logs[position].log for position in figures.index]
    unread = len(review.failed)
    names = [*(Path(failed_log.path).name for failed_log in review.failed), *figures["label"]]
    notes = [
        *(f"{NOT_READ}: {failed_log.reason}" for failed_log in review.failed),
        *(" ".join(log.notes) for log in logs),
    ]
    positions = np.arange(len(logs))
    links = CellLinks(
        positions + unread,
        [SheetColumn(log.path, log.sheet, "A") for log in logs],
        positions,
        np.ones(len(logs), dtype=np.int64),
    )

    def counts(heading: str, width: float, numbers: "pd.Series[Any]") -> Column:
        return Column(heading, width, np.concatenate([np.full(unread, np.nan), numbers.to_numpy(dtype=float)]))

    columns = (
        Column(
            "Log",
            30,
            categorical.from_texts(names),
            CellStyles.from_list([_UNREAD] * unread + [BOLD] * len(logs)),
            links,
        ),
        counts("Out", 7, figures["out"]),
        *(counts(title, 12, flags[title].loc[figures.index]) for title in flags),
        counts(f"{review.day.capitalize()}s late at most", 10, figures["oldest"]),
        Column("What to know", 50, categorical.from_texts(notes)),
        counts("Lines", 9, figures["lines"]),
        counts("Errors", 9, figures["errors"]),
        counts("Warnings", 10, figures["warnings"]),
        counts("Info", 8, figures["info"]),
    )
    sentence = "One line for each log. Errors, warnings and info are about what was typed: see Problems."
    if review.duplicates:
        sentence += " A hand-off that is in two logs counts in each of them here, and once on all other sheets."
    return ListPage(TITLE, sentence, HEAD.fill, Table(columns), frozen=1, in_workbook="The link opens the log.")


def _by_title(review: Review, figures: pd.DataFrame) -> dict[str, "pd.Series[Any]"]:
    """Return for each coloured flag, by its title, the number of lines of each log for which it holds."""
    titles = shared_titles(review.templates)
    coloured = {rule.name for template in review.templates for rule in template.rules if rule.colour}
    wanted = dict.fromkeys(title for name, title in titles.items() if name in coloured)
    return {title: figures[[name for name, other in titles.items() if other == title]].sum(axis=1) for title in wanted}
