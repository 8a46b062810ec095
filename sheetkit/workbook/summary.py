"""Summary: what is about to fall through, on one screen and one printed page."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sheetkit.ooxml.reader.workbook import CellRange
from sheetkit.ooxml.serial import from_datetime
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Colour, Style
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.review.model import Review
from sheetkit.review.sentences import day, long_day
from sheetkit.template.model import Template
from sheetkit.text import pluralize, replace_unprintable, truncate
from sheetkit.workbook import pictures
from sheetkit.workbook.by_person import NOBODY

NAME = "Summary"
_FIRST, _WIDTH, _COLUMNS = 22, 8.43, 20  # the width of the first column and of the others, and how many there are
_MOST_PEOPLE = 10
_MOST_NAME = 24  # letters
_MOST_REVIEWS = 8
_LINE = 17.25  # points, of a line of a table
_TILES = 3  # columns of a figure; the first stands in the first column
_SIZES = {1: 26, 2: 26, 3: 26, 4: 20, 5: 17}  # letters of a figure -> points in which it fits its cell
_HEADLINE, _SENTENCE = 140, 200  # letters that fit beside each other
_TREND = 9  # the column where the trend begins
_MIDDLE: Style = {"valign": "vcenter"}
_EMPTY: Style = {**styles.SUBTITLE, **_MIDDLE, "indent": 1}  # of what stands where there is nothing to show
_PLAIN = Colour("#E4E7EB", styles.TEXT_COLOUR)
_ZERO = "#,##0;-#,##0;"  # a table is read more easily without its zeros


@dataclass(frozen=True)
class _Tile:
    """A figure, the word above it, what is said below it, and how it looks."""

    title: str
    figure: float | str
    said: str
    colour: Colour
    sign: str = ""


def write_summary(book: WorkbookWriter, review: Review) -> None:
    """Write the sheet."""
    sheet = book.sheet(NAME, colour="#0B5C8A")
    sheet.widths({1: _FIRST, **dict.fromkeys(range(2, _COLUMNS + 1), _WIDTH)})
    last = _said(sheet, review)
    if review.logs:
        template = review.logs[0].log.template
        _tiles(sheet, review, template, last + 2)
        last = _people(sheet, review, template, last + 6)
        last = max(_ages(sheet, review, last + 2), _weeks(sheet, review, template, last + 2))
    sheet.activate()
    sheet.select(1, 1)
    sheet.page(book.title, area=(1, 1, last, _COLUMNS), one_page=True)


def _said(sheet: SheetWriter, review: Review) -> int:
    """Write the title and the headline; return the last row used."""
    sheet.text(1, 1, sheet.book.title, styles.TITLE)
    sheet.height(1, 33)
    big: Style = {**styles.BASE, "font_size": 14, "bold": True}
    row = 1
    for text, ink in ((review.gone, styles.PALETTE["red"].fill), (review.figures.headline, styles.TEXT_COLOUR)):
        for line in textwrap.wrap(text, _HEADLINE):
            row += 1
            sheet.text(row, 1, line, {**big, "font_color": ink})
            sheet.height(row, 22)
    for line in textwrap.wrap(_about(review), _SENTENCE):
        row += 1
        sheet.text(row, 1, line, styles.SUBTITLE)
        sheet.height(row, 17)
    return row


def _about(review: Review) -> str:
    """Return what the review is of and what to know about it, in sentences."""
    logs = pluralize(len(review.logs), "log") if len(review.logs) != 1 else review.logs[0].log.path.name
    whose = f", what {truncate(review.person, 60)} has," if review.person else ""
    said = [f"{logs}{whose} as of {long_day(review.as_of)}"]
    if review.failed:
        said.append(f"{pluralize(len(review.failed), 'log')} could not be read: see the sheet Problems")
    if review.doubles:
        said.append(f"{review.doubles_words}: see the sheet In two logs")
    said += [note.rstrip(".") for note in review.notes]
    problems = len([problem for problem in review.problems if problem.severity != "info"])
    if problems:
        listed = "is listed" if problems == 1 else "are listed"
        said.append(f"{pluralize(problems, 'problem')} in what was typed {listed} on the sheet Problems")
    else:
        said.append("No problems in what was typed")
    return ". ".join(said) + "."


def _tiles(sheet: SheetWriter, review: Review, template: Template, top: int) -> None:
    """Write six figures, each with its word and its change, in the flag's colour when it is not zero; and promises."""
    sheet.height(top - 1, 8)
    for row, height in ((top, 19), (top + 1, 36), (top + 2, 18), (top + 3, 10)):
        sheet.height(row, height)
    coloured = [rule for rule in template.rules if rule.colour]
    coloured.sort(key=lambda rule: (rule.name != template.roles.late, rule.name != template.roles.unchecked))
    out, before = review.figures.out, review.before
    tiles = [_Tile("Out now", out, _change(review, out, before.out if before else None), _PLAIN)]
    for rule in coloured[:5]:
        figure = review.figures.counts[rule.name]
        then = before.counts.get(rule.name, 0) if before else None
        colour = styles.PALETTE[rule.colour] if rule.colour and figure else _PLAIN
        sign = styles.SIGNS[rule.colour or ""]
        tiles.append(_Tile(rule.title, figure, _change(review, figure, then), colour, sign))
    # A number, unlike a text, has its own cell alone; all are as large as the longest can be.
    size = _SIZES.get(max(len(f"{tile.figure:,}") for tile in tiles), min(_SIZES.values()))
    for number, tile in enumerate(tiles):
        _tile(sheet, (top, max(1, _TILES * number - 1), _TILES if number else 1), tile, size)
    last = 2 + _TILES * 5
    _tile(sheet, (top, last, _COLUMNS + 1 - last), _promises(review), min(size, _SIZES[4]))


def _tile(sheet: SheetWriter, place: tuple[int, int, int], tile: _Tile, size: int) -> None:
    """Write a figure of some columns: its word, itself, and what there is to say about it."""
    top, left, columns = place
    colour, sign, figure = tile.colour, tile.sign, tile.figure
    gap = {"left": 5, "left_color": styles.BACKGROUND} if left > 1 else {}
    label = styles.with_fill(colour, {**styles.FIGURE_LABEL, **gap, "bold": True, "valign": "vcenter"})
    sheet.text(top, left, tile.title, {**label, "num_format": styles.sign_format(sign)} if sign else label)
    big = styles.with_fill(colour, {**styles.FIGURE, **gap, "font_size": size})
    if isinstance(figure, str):
        sheet.text(top + 1, left, figure, big)
    else:
        form = "0%" if isinstance(figure, float) else "#,##0"
        sheet.number(top + 1, left, figure, {**big, "shrink": True, "num_format": form})
    sheet.text(top + 2, left, tile.said, styles.with_fill(colour, {**styles.FIGURE_LABEL, **gap, "font_size": 9}))
    for column in range(left + 1, left + columns):
        for row in (top, top + 1, top + 2):
            sheet.text(row, column, "", styles.with_fill(colour, styles.BASE))


def _change(review: Review, now: int, then: int | None) -> str:
    """Return a figure's change since the last review in words, '' without one."""
    if then is None or review.changes is None:
        return ""
    since = day(review.changes.as_of, review.as_of)
    if now == then:
        return f"as on {since}"
    return f"{abs(now - then):,} {'more' if now > then else 'fewer'} than on {since}"


def _promises(review: Review) -> _Tile:
    """Return how many first promises were kept, where something came back."""
    back, kept = review.figures.came_back, review.figures.kept
    figure: float | str = kept / back if back else "none yet"
    said = f"{kept:,} of {back:,} came back when first promised" if back else "nothing has come back so far"
    return _Tile("First promises kept", figure, said, Colour("#EEF3F8", "#102A43"))


def _people(sheet: SheetWriter, review: Review, template: Template, top: int) -> int:
    """Write who has what, and draw it beside; return the last row used."""
    everyone, flags = review.figures.people, review.figures.flags
    _section(sheet, top, "Who has what, by the most urgent flag of each line", 1, _COLUMNS)
    if not everyone:
        sheet.text(top + 1, 1, "Nothing is out with anybody.", _EMPTY)
        sheet.height(top + 1, 22)
        return top + 1
    colours = pictures.flag_colours([one.log.template for one in review.logs])
    _heads(sheet, top + 1, 1, ["Handed to", "Out"])
    for column, title in enumerate(flags, start=3):
        _head(sheet, top + 1, column, title or template.on_track, *colours[title])
    sheet.height(top + 1, 38)
    named = len(everyone) if len(everyone) <= _MOST_PEOPLE else _MOST_PEOPLE - 1
    lines = [(_named(person) or NOBODY, counts) for person, counts in islice(everyone.items(), named)]
    if len(everyone) > named:
        rest = list(islice(everyone.values(), named, None))
        lines.append((pluralize(len(rest), "other"), sum(rest, Counter())))
    for row, (name, counts) in enumerate(lines, start=top + 2):
        sheet.text(row, 1, name, {**styles.CELL, **_MIDDLE, "text_wrap": False})
        for column, number in enumerate([counts.total(), *(counts[title] for title in flags)], start=2):
            sheet.number(row, column, number, {**styles.NUMBER, **_MIDDLE, "num_format": _ZERO})
    last = top + 1 + _MOST_PEOPLE
    for row in range(top + 2, last + 1):
        sheet.height(row, _LINE)
    about = f"Stacked bars: for each person named beside it what is out, by flag. {review.figures.headline}"
    area = CellRange(top + 1, len(flags) + 4, last, _COLUMNS)
    series = {column: colours[title][0] for column, title in enumerate(flags, start=3)}
    pictures.draw_people(sheet, area, (top + 1, top + 1 + named), series, about)
    return last


def _named(person: str) -> str:
    """Return a name as it fits beside a bar: of a long one the beginning and the end, which tell people apart."""
    name = " ".join(replace_unprintable(person).split())
    if len(name) <= _MOST_NAME:
        return name
    end = name[-10:]
    return f"{name[: _MOST_NAME - 13].rstrip()}...{end[end.find(' ') + 1 :]}"


def _ages(sheet: SheetWriter, review: Review, top: int) -> int:
    """Write how late what is out is, and draw it beside; return the last row used."""
    ages = review.figures.ages
    _section(sheet, top, "How late", 1, _TREND - 2)
    _heads(sheet, top + 1, 1, ["Days late", "Out"])
    for row, (name, number) in enumerate(ages.items(), start=top + 2):
        sheet.text(row, 1, name, {**styles.CELL, **_MIDDLE})
        sheet.number(row, 2, number, {**styles.NUMBER, **_MIDDLE})
    last = top + 1 + _MOST_REVIEWS
    late = sum(number for name, number in ages.items() if name not in pictures.NOT_LATE)
    if late:
        about = (
            "Columns: how many days late what is out is. " + ", ".join(f"{name}: {ages[name]}" for name in ages) + "."
        )
        pictures.draw_ages(sheet, CellRange(top + 1, 3, last, _TREND - 2), (top + 2, list(ages)), about)
    else:
        sheet.text(top + 2, 3, "Nothing is late." if review.figures.out else "Nothing is out.", _EMPTY)
    return last


def _weeks(sheet: SheetWriter, review: Review, template: Template, top: int) -> int:
    """Write the figures of the latest reviews, and draw them beside; return the last row used."""
    shown = review.trend[-_MOST_REVIEWS:]
    late = template.rule(template.roles.late).title
    titles = pictures.trend_titles(late)
    _section(sheet, top, "Week by week", _TREND, _COLUMNS)
    _heads(sheet, top + 1, _TREND, ["Review of", *titles, "On time"])
    sheet.height(top + 1, 33)
    for row, line in enumerate(shown, start=top + 2):
        sheet.number(row, _TREND, from_datetime(line.as_of), {**styles.NUMBER, **_MIDDLE, "num_format": "d mmm"})
        for column, title in enumerate(titles, start=_TREND + 1):
            number = line.counts.get(title)
            if number is not None:
                sheet.number(row, column, number, {**styles.NUMBER, **_MIDDLE})
        if line.on_time is not None:
            sheet.number(row, _TREND + len(titles) + 1, line.on_time, {**styles.NUMBER, **_MIDDLE, "num_format": "0%"})
    last = top + 1 + _MOST_REVIEWS
    for row in range(top + 2, last + 1):
        sheet.height(row, _LINE)
    if len(shown) > 1:
        about = f"Lines: {', '.join(titles)} at each of the last {len(shown)} reviews."
        area = CellRange(top + 1, _TREND + len(titles) + 2, last, _COLUMNS)
        pictures.draw_weeks(sheet, area, (top + 1, top + 1 + len(shown)), (_TREND, len(titles)), about)
    else:
        sheet.text(top + 2, _TREND + len(titles) + 2, "From the second review on, a chart stands here.", _EMPTY)
    return last


def _section(sheet: SheetWriter, row: int, title: str, left: int, right: int) -> None:
    sheet.text(row, left, title, styles.SECTION)
    for column in range(left + 1, right + 1):
        sheet.text(row, column, "", styles.SECTION)
    sheet.height(row, 21)
    sheet.height(row - 1, 10)


def _heads(sheet: SheetWriter, row: int, left: int, titles: Sequence[str]) -> None:
    for column, title in enumerate(titles, start=left):
        _head(sheet, row, column, title, styles.HEAD, "")


def _head(sheet: SheetWriter, row: int, column: int, title: str, colour: Colour, sign: str) -> None:
    first = column == 1
    style = {**styles.heading_style(colour), "font_size": 11 if first else 9, "align": "left" if first else "center"}
    sheet.text(
        row,
        column,
        title,
        {**style, "indent": int(first), **({"num_format": styles.sign_format(sign)} if sign else {})},
    )
