"""The charts of Summary: native ones, drawn from the numbers that stand beside them."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sheetkit.ooxml.reader.workbook import CellRange
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Colour
from sheetkit.ooxml.writer.workbook import SheetWriter
from sheetkit.review.figures import AGES, UNDATED
from sheetkit.review.trend import ATTENTION, OUT
from sheetkit.template.model import Rule, Template

NOT_LATE = frozenset({AGES[0][0], UNDATED})
_FONT = {"name": styles.FONT, "size": 9, "color": styles.TEXT_COLOUR}
_SMALL = {**_FONT, "size": 8}
_EDGE = {"color": "#52606D", "width": 0.5}
_AGES = (styles.PALETTE["green"].fill, "#F4B8AE", "#E2796B", "#C8402F", "#8A1A10", styles.PALETTE["grey"].fill)
_GAP = 6  # pixels between a chart and the cells around it


def flag_colours(templates: Sequence[Template]) -> dict[str, tuple[Colour, str]]:
    """Return a colour and a sign for each flag's title, '' for none: the flag's own, or a neutral one.

    Of two templates' flags of one title the first one's counts.
    """
    rules: dict[str, Rule] = {}
    for rule in chain.from_iterable(template.rules for template in templates):
        rules.setdefault(rule.title, rule)
    colours: dict[str, tuple[Colour, str]] = {}
    neutral = 0
    for rule in rules.values():
        if rule.colour:
            colours[rule.title] = styles.PALETTE[rule.colour], styles.SIGNS[rule.colour]
        else:
            colours[rule.title] = styles.NEUTRALS[neutral % len(styles.NEUTRALS)], styles.SIGNS[""]
            neutral += 1
    return {**colours, "": (styles.PALETTE["green"], styles.SIGNS["green"])}


def trend_titles(late: str) -> list[str]:
    """Return the counts that the trend shows."""
    return [OUT, late, ATTENTION]


def draw_people(
    sheet: SheetWriter, area: CellRange, rows: tuple[int, int], colours: Mapping[int, Colour], about: str
) -> None:
    """Draw a stacked bar for each person: `rows` are those of the headings and of the last line."""
    chart = sheet.book.new_chart("bar", "stacked")
    head, last = rows
    for column, colour in colours.items():
        chart.add_series(
            {
                "name": [sheet.name, head - 1, column - 1],
                "categories": [sheet.name, head, 0, last - 1, 0],
                "values": [sheet.name, head, column - 1, last - 1, column - 1],
                "fill": {"color": colour.fill},
                "border": _EDGE,
                "gap": min(40 * 10 // (last - head), 400),  # per cent of a bar, so that a single one is no wall
            }
        )
    chart.set_y_axis({"num_font": _SMALL, "reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}})
    chart.set_x_axis({**_numbers(), "label_position": "high"})
    _place(sheet, area, chart, about, "Out, by person and flag", legend=True)


def draw_ages(sheet: SheetWriter, area: CellRange, table: tuple[int, Sequence[str]], about: str) -> None:
    """Draw a column for each age; `table` is the first line's row and the ages."""
    first, ages = table
    last = first + len(ages) - 1
    chart = sheet.book.new_chart("column")
    chart.add_series(
        {
            "name": [sheet.name, first - 2, 1],
            "categories": [sheet.name, first - 1, 0, last - 1, 0],
            "values": [sheet.name, first - 1, 1, last - 1, 1],
            "points": [{"fill": {"color": colour}, "border": _EDGE} for colour in _AGES[: len(ages)]],
            "data_labels": {"value": True, "font": _FONT, "num_format": "#,##0;;"},
            "gap": 40,
        }
    )
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    _place(sheet, area, chart, about, "Out, by days late", legend=False)


def draw_weeks(
    sheet: SheetWriter, area: CellRange, rows: tuple[int, int], columns: tuple[int, int], about: str
) -> None:
    """Draw a line for each count: `columns` are that of the reviews' days, and how many counts stand beside it."""
    chart = sheet.book.new_chart("line")
    head, last = rows
    days, counts = columns
    looks = ((styles.HEAD.fill, "circle"), (styles.PALETTE["red"].fill, "triangle"), ("#B07400", "square"))
    for column, (colour, mark) in zip(range(days + 1, days + counts + 1), looks, strict=True):
        chart.add_series(
            {
                "name": [sheet.name, head - 1, column - 1],
                "categories": [sheet.name, head, days - 1, last - 1, days - 1],
                "values": [sheet.name, head, column - 1, last - 1, column - 1],
                "line": {"color": colour, "width": 2},
                "marker": {"type": mark, "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    # Days as texts: a date axis would leave the gaps of days without a review to each program's taste.
    chart.set_x_axis({"num_font": _FONT, "num_format": "d mmm", "text_axis": True})
    chart.set_y_axis({**_numbers(), "min": 0})
    _place(sheet, area, chart, about, "Week by week", legend=True)


def _numbers() -> dict[str, Any]:
    grid = {"visible": True, "line": {"color": styles.BORDER, "width": 0.5}}
    return {"num_font": _FONT, "num_format": "#,##0", "major_gridlines": grid, "line": {"none": True}}


def _place(sheet: SheetWriter, area: CellRange, chart: Any, about: str, title: str, *, legend: bool) -> None:
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _SMALL} if legend else {"none": True})
    chart.set_chartarea({"border": {"none": True}})
    sheet.chart((area.top, area.left, area.bottom, area.right), chart, about, _GAP)
