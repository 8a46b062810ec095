"""About: what the review is, what the file holds, the rules in words, and counts that add up."""

from collections.abc import Collection, Iterator

from sheetkit import __version__, categorical
from sheetkit.ooxml.limits import MAX_LINKS
from sheetkit.pages import (
    all_hand_offs,
    by_log,
    by_person,
    changes,
    duplicates,
    needs_attention,
    problems,
    summary,
    to_do,
    trend,
)
from sheetkit.pages.hand_offs import role_heading
from sheetkit.pages.page import TextPage, TextRow, TextSection
from sheetkit.review.model import LogReview, Review
from sheetkit.review.moments import long_day
from sheetkit.review.trend import KEPT
from sheetkit.text import match_key, natural_list, pluralize

TITLE = "About"
_ORDER = (
    "Needs attention is sorted worst first: what is overdue comes first, then the rest by its first flag, in the order "
    "of the flags below. Within one flag, what has no due date comes first, then what is due first; lines due at "
    "the same moment stay in the order of the log."
)
_PAGES = {
    summary.TITLE: "Everything on one page: a sentence, six figures, who has what, how late, and week by week.",
    needs_attention.TITLE: "Each line with a flag, or with a date that can hardly be right, worst first: why, what to "
    "do next, where it is in the log and a ready message.",
    to_do.TITLE: "What to do before the next review, by day, to print and tick.",
    by_person.TITLE: "What each person has, and what to do about it, for a one-to-one.",
    all_hand_offs.TITLE: "Every line with every column, long texts in full; the next review compares with it.",
    changes.TITLE: "What became of each hand-off since the last review: gone, late, moved, back, new, closed.",
    problems.TITLE: "What was mistyped, cell by cell.",
    trend.TITLE: "One line of counts for each review; the next review adds its own.",
}
_HIDDEN = f"Hidden while {summary.TITLE} shows all of it: right-click a sheet's tab and choose Unhide."
_ABOUT_HIDDEN = "It is hidden: right-click a sheet's tab and choose Unhide."
_TEAM_PAGES = {
    by_log.TITLE: "One line of figures for each log.",
    duplicates.TITLE: "Hand-offs that are in more than one log.",
}
_LEFT_OUT = "Notes and where copies are kept stay in the log, unless Problems quotes them."
_TOO_MANY_LINKS = f" Excel takes {MAX_LINKS:,} links on a sheet, so lines beyond them have none."
_LINKS = (
    "The links lead to the log as long as both files stay where they are, or move together, and to the row where the "
    "line was. If the log has been sorted since, look for the ID."
)


def about_page(review: Review, pages: Collection[str], *, links: bool) -> TextPage:
    """Return the page for a file with `pages`, given by title; `links` tells whether they link into the log."""
    return TextPage(TITLE, "", "#52606D", tuple(_sections(review, pages, links=links)), hidden=True)


def _sections(review: Review, pages: Collection[str], *, links: bool) -> Iterator[TextSection]:
    yield TextSection("", (), tuple(map(TextRow, _facts(review, pages, links=links))), "facts")
    yield TextSection("What is where", (), tuple(_listed(review, pages)), "pages")
    yield TextSection("Counts", ("Lines", "How many", "How it adds up"), tuple(map(TextRow, _counts(review))), "counts")
    shown: set[str] = set()
    for position, log_review in enumerate(review.logs):  # equal rules and thresholds are described once
        rules, thresholds = log_review.template.source, repr(log_review.log.settings)
        suffix = f" ({review.labels[position]})" if shown else ""
        if rules not in shown:
            yield _rules(log_review, suffix)
        if rules + thresholds not in shown:
            yield _settings(log_review, suffix)
        shown |= {rules, rules + thresholds}


def _listed(review: Review, pages: Collection[str]) -> Iterator[TextRow]:
    """Yield what each page shows, with a link to it unless it is hidden."""
    for title, description in {**_PAGES, **_TEAM_PAGES}.items():
        if title in pages:
            if title == trend.TITLE and trend.repeats_summary(review):
                yield TextRow((title, f"{description} {_HIDDEN}"))
            else:
                yield TextRow((title, description), page=title)


def sharing_note(review: Review) -> str:
    """Return sentences about private data in a workbook with every page, and about where it is explained."""
    explained = f"{TITLE} says what each flag means and how the counts add up."
    return f"{_contents_note(review, every_column=True)} {explained} {_ABOUT_HIDDEN}"


def _facts(review: Review, pages: Collection[str], *, links: bool) -> Iterator[tuple[str, str]]:
    yield "As of", f"{long_day(review.as_of)}. Nothing here changes by itself: a new review is a new file."
    for log_review in review.logs:
        log = log_review.log
        lines = pluralize(len(log.frame), "line")
        yield "Log", f"{log.path.name}, sheet {log.sheet}, {lines}. It was read and left as it is."
        yield from (("Note", note) for note in log.notes)
    yield "Compared with", _compared(review)
    yield from (("Note", note) for note in review.all_notes)
    yield from (("Not read", failed.reason) for failed in review.failed)
    yield "Before you share it", _contents_note(review, every_column=all_hand_offs.TITLE in pages)
    yield "Order", _ORDER
    if links:
        yield "Links", _LINKS + (_TOO_MANY_LINKS if _most_links(review) > MAX_LINKS else "")
    yield "Made by", f"sheetkit {__version__}"


def _compared(review: Review) -> str:
    if review.changes is None:
        return review.why_not_compared
    return (
        f"The review {review.changes.path.name}, as of {long_day(review.changes.as_of)}. It is from an earlier "
        "day, so that a second review on the same day has the same to compare with."
    )


def _contents_note(review: Review, *, every_column: bool) -> str:
    """Return sentences about private data in the file."""
    names, addresses = (_count_different(review, column) for column in ("handed_to", "email"))
    held = f"{pluralize(names, 'name')}, {pluralize(addresses, 'e-mail address', 'e-mail addresses')}"
    alone = "`review --person NAME` makes one that holds one person's lines only."
    if every_column:
        return (
            f"This file holds every column of the log: {held}, notes and where copies are kept. Share it with people "
            f"who may read the log; {alone}"
        )
    return f"This file holds {held}, and what each line is about. {_LEFT_OUT} {alone}"


def _count_different(review: Review, column: str) -> int:
    """Return the number of unique texts in a column, compared by match key."""
    keys = categorical.map_categories(categorical.column(review.frame, column), match_key)
    return len(keys.remove_unused_categories().categories)


def _counts(review: Review) -> Iterator[tuple[str, int, str]]:
    figures, templates = review.figures, review.templates
    counts = figures.counts
    yield from ((f"Status {title}", number, "") for title, number in figures.statuses.items())
    yield "All lines", counts["rows"], " + ".join(figures.statuses)
    if review.duplicates:
        repeated = int(review.repeated.sum())
        yield "Counted already", repeated, "Lines of hand-offs that are in another log too; not in any count"
    flagged = figures.attention
    open_titles = dict.fromkeys(template.roles.open for template in templates)
    opened, open_lines = natural_list(open_titles, "or"), sum(map(figures.statuses.__getitem__, open_titles))
    attention = "Open lines with a flag, or a date that can hardly be right; each is listed once on Needs attention"
    yield "Need attention", flagged, attention
    yield templates[0].on_track, open_lines - flagged, f"{opened} lines without either"
    yield "Out now", figures.out, f"{opened} lines that are not back; {summary.TITLE} counts them by person"
    yield "Back, to be closed", open_lines - figures.out, f"{opened} lines that came back"
    tasks = "What needs attention, and lines without a flag whose checkpoint comes before the next review"
    yield "To do", len(review.tasks), tasks
    returned = role_heading(review, "back", "Returned")
    yield "Came back", figures.came_back, f"Lines with a date in {returned} and a first promise, without cancelled ones"
    yield KEPT, figures.kept, "Of these, back by the day first promised"


def _rules(log_review: LogReview, suffix: str) -> TextSection:
    rows = tuple(
        TextRow((rule.title, rule.description, rule.source), flag=rule.colour or "")
        for rule in log_review.template.rules
    )
    title = f"Flags, in order; a line shows the first that holds{suffix}"
    return TextSection(title, ("Flag", "What it means", "The rule"), rows, "rules")


def _settings(log_review: LogReview, suffix: str) -> TextSection:
    rows = []
    for setting in log_review.template.settings:
        value = log_review.log.settings[setting.name]
        source = "the template" if value == setting.default else "the log's Settings sheet"
        rows.append(TextRow((value, setting.title, source)))
    return TextSection(f"Thresholds{suffix}", ("Value", "Setting", "Where it comes from"), tuple(rows), "settings")


def _most_links(review: Review) -> int:
    """Return the most links that a page would have: one per line, or two per line that needs attention."""
    return max(review.figures.counts.get("rows", 0), 2 * review.figures.attention)
