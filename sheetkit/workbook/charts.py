"""Draw a page's charts as native ones, from the numbers beside them."""

from typing import Any

from sheetkit import palette
from sheetkit.ooxml.references import CellRange
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import SheetWriter
from sheetkit.pages.page import Chart

_FONT = {"name": styles.FONT, "size": 11, "color": palette.TEXT_COLOUR}  # 8 points on paper
_CATEGORY_AXIS = {"num_font": _FONT, "reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}}
_EDGE = {"color": "#52606D", "width": 0.5}
_MARKERS = ("circle", "triangle", "square")
_GAP = 6  # pixels between a chart and the cells around it


def draw_chart(sheet: SheetWriter, area: CellRange, chart: Chart, corner: tuple[int, int]) -> None:
    """Draw a chart over an area; its grid has its first heading at `corner` (row, column)."""
    drawn = {"bar": _draw_bars, "column": _draw_columns, "line": _draw_lines}[chart.kind](sheet, chart, corner)
    drawn.set_title({"none": True})  # the section has one
    drawn.set_legend({"none": True} if chart.kind == "column" else {"position": "bottom", "font": _FONT})
    drawn.set_chartarea({"border": {"none": True}})
    sheet.insert_chart((area.top, area.left, area.bottom, area.right), drawn, chart.description, _GAP)


def _series(sheet: SheetWriter, corner: tuple[int, int], lines: int, column: int) -> dict[str, Any]:
    """Return the cells of a series' name, categories and values."""
    row, left = corner
    return {
        "name": [sheet.name, row - 1, left - 1 + column],
        "categories": [sheet.name, row, left - 1, row - 1 + lines, left - 1],
        "values": [sheet.name, row, left - 1 + column, row - 1 + lines, left - 1 + column],
    }


def _draw_bars(sheet: SheetWriter, chart: Chart, corner: tuple[int, int]) -> Any:
    """Return a stacked bar for each line."""
    drawn = sheet.book.new_chart("bar", "stacked")
    gap = min(40 * 10 // chart.lines, 400)  # per cent of a bar; a single bar gets wide gaps
    for column, colour in zip(chart.series, chart.colours, strict=True):
        series = _series(sheet, corner, chart.lines, column)
        drawn.add_series({**series, "fill": {"color": colour}, "border": _EDGE, "gap": gap})
    drawn.set_y_axis(_CATEGORY_AXIS)
    drawn.set_x_axis({**_number_axis(chart), "label_position": "high"})
    return drawn


def _draw_columns(sheet: SheetWriter, chart: Chart, corner: tuple[int, int]) -> Any:
    """Return a horizontal bar for each line in its own colour; the names would not fit below columns."""
    drawn = sheet.book.new_chart("bar")
    drawn.add_series(
        {
            **_series(sheet, corner, chart.lines, chart.series[0]),
            "points": [{"fill": {"color": colour}, "border": _EDGE} for colour in chart.colours[: chart.lines]],
            "data_labels": {"value": True, "font": _FONT, "num_format": "#,##0;;"},
            "gap": 40,
        }
    )
    drawn.set_y_axis(_CATEGORY_AXIS)
    drawn.set_x_axis({**_number_axis(chart), "visible": False, "major_gridlines": {"visible": False}})
    return drawn


def _draw_lines(sheet: SheetWriter, chart: Chart, corner: tuple[int, int]) -> Any:
    """Return a line for each series, with markers of different shapes."""
    drawn = sheet.book.new_chart("line")
    for column, colour, marker in zip(chart.series, chart.colours, _MARKERS, strict=True):
        drawn.add_series(
            {
                **_series(sheet, corner, chart.lines, column),
                "line": {"color": colour, "width": 2},
                "marker": {"type": marker, "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    # Days as texts: programs differ in how a date axis shows days without a review.
    drawn.set_x_axis({"num_font": _FONT, "num_format": "d mmm", "text_axis": True, "interval_unit": 1})
    drawn.set_y_axis(_number_axis(chart))
    return drawn


def _number_axis(chart: Chart) -> dict[str, Any]:
    grid = {"visible": True, "line": {"color": palette.BORDER, "width": 0.5}}
    ends = {"min": 0, "max": chart.maximum, "major_unit": chart.step}
    return {**ends, "num_font": _FONT, "num_format": "#,##0", "major_gridlines": grid, "line": {"none": True}}
