"""Render the summary: the headline at the top of the file, tiles, and panels with bars and lines."""

from datetime import datetime

from sheetkit.html.markup import element, escape, show
from sheetkit.html.stylesheet import Stylesheet
from sheetkit.pages.page import Cell, Chart, Grid, Head, Panel, SummaryPage, Tile

_WIDTH, _HEIGHT = 300, 90  # of a line chart, in its own units
# Markers of the lines of a chart, which are not told apart by colour alone, and the path of each from its point.
_MARKERS = {"●": "m-4,0a4,4 0 1 0 8,0a4,4 0 1 0-8,0z", "▲": "m0-5l5,9h-10z", "■": "m-4-4h8v8h-8z"}


def render_headline(page: SummaryPage, title: str) -> str:
    """Return the top of the file."""
    alarm = element("p", escape(page.alarm), class_="alarm") if page.alarm else ""
    headline = element("p", escape(page.headline), class_="headline")
    return element("h1", escape(title)) + alarm + headline + element("p", escape(page.sentence))


def render_summary(page: SummaryPage, styles: Stylesheet) -> str:
    """Return the tiles and panels."""
    tiles = element("ul", "".join(_tile(tile, styles) for tile in page.tiles), class_="tiles") if page.tiles else ""
    panels = "".join(_panel(panel, styles) for panel in (page.people, page.ages, page.weeks) if panel)
    return tiles + element("div", panels, class_="panels")


def _tile(tile: Tile, styles: Stylesheet) -> str:
    title = element("span", escape(tile.title), class_=styles.sign_class(tile.sign) if tile.sign else "")
    share = isinstance(tile.figure, float)
    figure = element("strong", f"{tile.figure:.0%}" if share else show(tile.figure))
    notes = "".join(element("small", escape(note)) for note in (tile.also, tile.note) if note)
    return element("li", title + figure + notes, class_=styles.background_class(tile.colour))


def _panel(panel: Panel, styles: Stylesheet) -> str:
    grid, chart = panel.grid, panel.chart
    content = element("h3", escape(panel.title))
    if grid and chart and chart.kind != "line":
        content += _bars(grid, chart, styles)
    elif grid:
        content += _numbers(grid, chart, styles)
        content += _lines(grid, chart, styles) if chart else ""
    if panel.sentence:
        content += element("p", escape(panel.sentence))
    return element("section", content, class_=chart.kind if chart else "")


def _bars(grid: Grid, chart: Chart, styles: Stylesheet) -> str:
    """Return a grid whose numbers are bars, those of a line side by side or one below the other."""
    parts = [[number for number in chart.series if isinstance(row[number], int | float)] for row in grid.rows]
    sums = [sum(int(_number(row[part])) for part in of) for row, of in zip(grid.rows, parts, strict=True)]
    longest = max(sums, default=0)
    rows = []
    for position, row in enumerate(grid.rows):
        cells = []
        for column, cell in enumerate(row):
            if not column:
                cells.append(element("th", show(cell), scope="row"))
            elif column not in chart.series:
                cells.append(element("td", show(cell)))
            else:
                colour = chart.colours[position] if chart.kind == "column" else ""
                cells.append(_bar(cell, grid.heads[column], colour, styles))
        rest = styles.bar_gap_class(longest - sums[position]) if longest > sums[position] else ""
        rows.append(element("tr", "".join(cells), class_=rest))
    return _grid(grid, rows, styles, f"bars {chart.kind}", chart.description)


def _bar(cell: Cell, head: Head, colour: str, styles: Stylesheet) -> str:
    """Return a part of a bar, with its number inside if its heading has a colour, else after it."""
    number = int(_number(cell))
    if not number:
        return "<td></td>" if not colour else element("td", "0")
    share = styles.bar_class(number)
    if head.colour:
        return element("td", show(cell), class_=f"{share} {styles.background_class(head.colour)}")
    return element("td", element("i", "", class_=styles.chart_colour_class(colour)) + show(cell), class_=share)


def _numbers(grid: Grid, chart: Chart | None, styles: Stylesheet) -> str:
    """Return a grid as a table, whose headings have the colours of the lines in its chart."""
    rows = []
    for row in grid.rows:
        cells = [element("th", _figure(row[0], of_percents=False), scope="row")]
        cells += [
            element("td", _figure(cell, of_percents=number in grid.percents)) for number, cell in enumerate(row[1:], 1)
        ]
        rows.append(element("tr", "".join(cells)))
    return _grid(grid, rows, styles, "figures", "", chart)


def _figure(cell: Cell, *, of_percents: bool) -> str:
    if isinstance(cell, datetime):
        return f"{cell.day} {cell:%b}"
    return f"{cell:.0%}" if of_percents and isinstance(cell, int | float) else show(cell)


def _grid(
    grid: Grid, rows: list[str], styles: Stylesheet, kind: str, description: str, chart: Chart | None = None
) -> str:
    heads = []
    drawn = dict(zip(chart.series, zip(chart.colours, _MARKERS, strict=True), strict=True)) if chart else {}
    for number, head in enumerate(grid.heads):
        classes = [
            styles.background_class(head.colour) if head.colour else "",
            styles.sign_class(head.sign) if head.sign else "",
        ]
        text = escape(head.text)
        if number in drawn:
            colour, sign = drawn[number]
            text = element("i", "", class_=f"{styles.chart_colour_class(colour)} {styles.sign_class(sign)}") + text
        heads.append(element("th", text, scope="col", class_=" ".join(filter(None, classes))))
    content = f"<thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody>"
    caption = element("caption", escape(description)) if description else ""
    return element("table", caption + content, class_=kind)


def _lines(grid: Grid, chart: Chart, styles: Stylesheet) -> str:
    """Return a line chart with a marker for each number, on an axis from 0 to the highest one."""
    highest = max((_number(row[column]) for row in grid.rows for column in chart.series), default=0) or 1
    step = _WIDTH / max(chart.lines - 1, 1)
    drawn = [f'<path d="M0,0h{_WIDTH}M0,{_HEIGHT}h{_WIDTH}"/>']
    drawn += [element("text", show(number), x="-8", y=f"{y + 3}") for number, y in ((highest, 0), (0.0, _HEIGHT))]
    for column, colour, sign in zip(chart.series, chart.colours, _MARKERS, strict=True):
        points = [
            (position * step, _HEIGHT * (1 - _number(row[column]) / highest))
            for position, row in enumerate(grid.rows)
            if row[column] is not None
        ]
        line = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
        markers = "".join(f"M{x:.0f},{y:.1f}{_MARKERS[sign]}" for x, y in points)
        lines = f'<polyline points="{line}"/><path d="{markers}"/>'
        drawn.append(element("g", lines, class_=styles.chart_colour_class(colour)))
    box = f"-40 -10 {_WIDTH + 50} {_HEIGHT + 20}"
    return element("svg", "".join(drawn), viewBox=box, role="img", aria_label=chart.description)


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, int | float) else 0
