"""Summary: what is about to fall through, on one screen and one page."""

from itertools import cycle
from typing import Any

from sheetkit.review.model import Review
from sheetkit.review.sentences import day, long_day
from sheetkit.template.model import Template
from sheetkit.words import count, printable, shorten
from sheetkit.xlsx import look
from sheetkit.xlsx.look import Colour
from sheetkit.xlsx.writer import Book, Sheet

NAME = "Summary"
_WIDTH = 13
_COLUMNS = 12
_TABLE = 9  # the row where the tables begin
_MOST_PEOPLE = 15
_PLAIN = Colour("#E4E7EB", look.INK)


def write_summary(book: Book, review: Review) -> None:
    """Write the sheet."""
    sheet = book.sheet(NAME, colour="#0B5C8A")
    sheet.widths({1: 26, **dict.fromkeys(range(2, _COLUMNS + 1), _WIDTH)})
    sheet.text(1, 1, book.title, look.TITLE)
    sheet.height(1, 33)
    said = [text for text in (review.gone, review.figures.headline) if text]
    for row, text in enumerate(said, start=2):
        ink = look.PALETTE["red"].fill if text is review.gone else look.INK
        sheet.text(row, 1, text, {**look.BASE, "font_size": 14, "bold": True, "font_color": ink})
        sheet.height(row, 24)
    sheet.text(2 + len(said), 1, _about(review), look.SUBTITLE)
    last = _TABLE
    if review.logs:
        template = review.logs[0].log.template
        _tiles(sheet, review, template)
        last = _people(sheet, review, template)
        last = _ages(sheet, review, last + 2)
    sheet.activate()
    sheet.select(1, 1)
    sheet.page(book.title, area=(1, 1, last, _COLUMNS), one_page=True)


def _about(review: Review) -> str:
    """Return what the review is of and what to know about it, in sentences."""
    logs = count(len(review.logs), "log") if len(review.logs) != 1 else review.logs[0].log.path.name
    said = [f"{logs} as of {long_day(review.as_of)}"]
    if review.failed:
        said.append(f"{count(len(review.failed), 'log')} could not be read: see the sheet Problems")
    if review.doubles:
        said.append(f"{review.doubles_words}: see the sheet In two logs")
    said += [note.rstrip(".") for note in review.notes]
    problems = len([problem for problem in review.problems if problem.severity != "info"])
    if problems:
        listed = "is listed" if problems == 1 else "are listed"
        said.append(f"{count(problems, 'problem')} in what was typed {listed} on the sheet Problems")
    else:
        said.append("No problems in what was typed")
    return ". ".join(said) + "."


def _tiles(sheet: Sheet, review: Review, template: Template) -> None:
    """Write six figures, each with its word and its change, in the flag's colour when it is not zero."""
    coloured = [rule for rule in template.rules if rule.colour]
    coloured.sort(key=lambda rule: (rule.name != template.roles.late, rule.name != template.roles.unchecked))
    _tile(sheet, 1, 1, ("Out now", review.figures.out, _change(review, None)), _PLAIN)
    for number, rule in enumerate(coloured[:5]):
        figure = review.figures.counts[rule.name]
        colour = look.PALETTE[rule.colour] if rule.colour and figure else _PLAIN
        _tile(sheet, 2 + 2 * number, 2, (rule.title, figure, _change(review, rule.name)), colour)
    for row, height in ((5, 20), (6, 38), (7, 18)):
        sheet.height(row, height)


def _tile(sheet: Sheet, left: int, columns: int, tile: tuple[str, int, str], colour: Colour) -> None:
    title, figure, change = tile
    sheet.text(5, left, title, look.painted(colour, {**look.FIGURE_LABEL, "bold": True}))
    sheet.number(6, left, figure, look.painted(colour, {**look.FIGURE, "num_format": "#,##0"}))
    sheet.text(7, left, change, look.painted(colour, {**look.FIGURE_LABEL, "font_size": 9}))
    for column in range(left + 1, left + columns):
        for row in (5, 6, 7):
            sheet.text(row, column, "", look.painted(colour, look.BASE))


def _change(review: Review, rule: str | None) -> str:
    """Return a figure's change since the last review in words, '' without one; None stands for what is out."""
    if review.before is None or review.changes is None:
        return ""
    then = review.before.out if rule is None else review.before.counts.get(rule, 0)
    more = (review.figures.out if rule is None else review.figures.counts[rule]) - then
    since = day(review.changes.as_of, review.as_of)
    if not more:
        return f"as on {since}"
    return f"{abs(more):,} {'more' if more > 0 else 'fewer'} than on {since}"


def _people(sheet: Sheet, review: Review, template: Template) -> int:
    """Write who has what, and draw it; return the last row used."""
    table = review.figures.by_person
    flags = [title for title in table.columns if title != "total"]
    sheet.text(_TABLE, 1, "Who has what, by the most urgent flag of each line", look.SECTION)
    for column in range(2, _COLUMNS + 1):
        sheet.text(_TABLE, column, "", look.SECTION)
    if table.empty:
        sheet.text(_TABLE + 1, 1, "Nothing is out with anybody.", look.TEXT)
        return _TABLE + 1
    top = _TABLE + 1
    titles = ["Handed to", "Out", *(title or template.on_track for title in flags)]
    _heads(sheet, top, titles)
    sheet.height(top, 33)
    shown = table.head(_MOST_PEOPLE)
    for row, (person, line) in enumerate(shown.iterrows(), start=top + 1):
        sheet.text(row, 1, shorten(printable(str(person)), 40) or "(nobody named)", look.CELL)
        for column, title in enumerate(["total", *flags], start=2):
            sheet.number(row, column, int(line[title]), {**look.NUMBER, "num_format": "0;-0;"})
    last = top + len(shown)
    if len(table) > len(shown):
        last += 1
        rest = table.iloc[len(shown) :]
        sheet.text(last, 1, count(len(rest), "other"), look.CELL)
        for column, title in enumerate(["total", *flags], start=2):
            sheet.number(last, column, int(rest[title].sum()), {**look.NUMBER, "num_format": "0;-0;"})
    chart = sheet.book.new_chart("bar", "stacked")
    colours = _chart_colours(template)
    for column, title in enumerate(flags, start=3):
        chart.add_series(_series(sheet.name, top, last, column, colours[title]))
    _dress(chart, "Hand-offs that are out, by person and flag", reverse=True)
    height = max(180, 70 + 22 * (last - top))
    about = f"Stacked bars: for each person the hand-offs that are out, by flag. {review.figures.headline}"
    sheet.chart(last + 2, 5, chart, about, 740, height)
    return last


def _series(sheet: str, top: int, last: int, column: int, colour: str) -> dict[str, Any]:
    return {
        "name": [sheet, top - 1, column - 1],
        "categories": [sheet, top, 0, last - 1, 0],
        "values": [sheet, top, column - 1, last - 1, column - 1],
        "fill": {"color": colour},
        "border": {"color": "#52606D", "width": 0.5},
        "gap": 45,
    }


def _chart_colours(template: Template) -> dict[str, str]:
    """Return a colour for each flag's title, '' for none: the flag's own, or a neutral one."""
    neutrals = cycle(look.NEUTRALS)
    colours = {rule.title: look.PALETTE[rule.colour].fill if rule.colour else next(neutrals) for rule in template.rules}
    return {**colours, "": look.PALETTE["green"].fill}


def _dress(chart: Any, title: str, *, reverse: bool) -> None:
    font = {"name": look.FONT, "size": 10, "color": look.INK}
    chart.set_title({"name": title, "name_font": {**font, "size": 12, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_y_axis({"num_font": font, "reverse": reverse, "major_gridlines": {"visible": False}})
    chart.set_x_axis(
        {
            "num_font": font,
            "major_gridlines": {"visible": True, "line": {"color": look.LINE}},
            "num_format": "0",
        }
    )


def _heads(sheet: Sheet, row: int, titles: list[str]) -> None:
    for column, title in enumerate(titles, start=1):
        sheet.text(
            row,
            column,
            title,
            {**look.head(), "align": "left" if column == 1 else "center", "indent": 1 if column == 1 else 0},
        )


def _ages(sheet: Sheet, review: Review, top: int) -> int:
    """Write how late what is out is; return the last row used, the chart beside it included."""
    sheet.text(top, 1, "How late", look.SECTION)
    sheet.text(top, 2, "", look.SECTION)
    _heads(sheet, top + 1, ["Days late", "Out"])
    for row, (name, number) in enumerate(review.figures.ages.items(), start=top + 2):
        sheet.text(row, 1, name, look.CELL)
        sheet.number(row, 2, number, {**look.NUMBER, "num_format": "0"})
    people = min(len(review.figures.by_person), _MOST_PEOPLE + 1)
    return top + max(8, 6 + round((70 + 22 * people) / 20))
