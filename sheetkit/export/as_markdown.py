"""The to-do list in Markdown, with boxes to tick, for a note, a wiki or an issue."""

import re
from collections.abc import Iterator
from itertools import groupby

from sheetkit import categorical
from sheetkit.pages.to_do import day_heading
from sheetkit.patterns import lazy_pattern
from sheetkit.review.model import Review
from sheetkit.review.moments import day, long_day
from sheetkit.text import single_line

# Markup inside a line of Markdown and its extensions; a colon not before a space, two slashes and the dot after www
# make addresses.
_MARKUP = lazy_pattern(r"([\\`*_\[\]{}<>&|~!@#$%^=+]|:(?=\S)|/(?=/)|(?<=www)\.)", re.IGNORECASE)
_COLUMNS = ("task", "item", "handed_to", "id")


def markdown_text(review: Review) -> str:
    """Return what to do before the next review, by day, the most urgent first."""
    return "\n".join([f"# To do, as of {long_day(review.as_of)}", "", *_days(review)]) + "\n"


def escape_markdown(text: str) -> str:
    """Return a text that Markdown shows unchanged on one line, without emphasis, links, headings or HTML."""
    return _MARKUP.sub(r"\\\1", single_line(" ".join(text.split())))


def _days(review: Review) -> Iterator[str]:
    lines = review.frame.iloc[review.tasks]
    if not len(lines):
        yield "Nothing to do before the next review."
        return
    texts = categorical.to_lists(lines, *_COLUMNS)
    dates = (lines[name].to_numpy().tolist() for name in ("act_on", "due"))
    tasks = zip(*dates, lines["log"].tolist(), *texts, strict=True)
    for number, (when, of_day) in enumerate(groupby(tasks, key=lambda task: task[0])):
        if number:
            yield ""
        yield f"## {day_heading(when, review.as_of)}"
        yield ""
        for _, due, log, task, item, person, name in of_day:
            about = [item, person, f"due {day(due, review.as_of)}" if due is not None else "", name]
            about += [review.labels[log]] if len(review.logs) > 1 else []
            yield f"- [ ] **{escape_markdown(task)}** ({', '.join(escape_markdown(part) for part in about if part)})"
