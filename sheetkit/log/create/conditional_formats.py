"""The conditional formats of a log's sheet: mistakes, the colours of flags, and the time of day of dates."""

from collections.abc import Sequence

from sheetkit import palette
from sheetkit.expression.excel_formula import FormulaWriter, text_literal
from sheetkit.expression.tree import All, Compare, IsDate, IsNumber, Node, Not, Number, OneOf
from sheetkit.log.create.layout import Layout
from sheetkit.ooxml.references import column_letters
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.workbook import SheetWriter
from sheetkit.palette import Colour
from sheetkit.template.model import Column, ColumnKind


def write_conditional_formats(sheet: SheetWriter, layout: Layout) -> None:
    """Write all conditional formats, in order of precedence: the first one wins where two differ."""
    _format_mistakes(sheet, layout)
    _format_flags(sheet, layout)
    _format_times(sheet, layout)


def _format_mistakes(sheet: SheetWriter, layout: Layout) -> None:
    """Mark mistakes as soon as they are typed: no date, no choice, a repeated ID, an empty required cell."""
    writer = FormulaWriter({name: layout.reference(name) for name in layout.numbers})
    for column in layout.template.entered:
        number, node = layout.numbers[column.name], column.node
        if column.kind is ColumnKind.DATE:
            yes = OneOf(node, layout.template.words_for_yes.get(column.name, ()))
            accepted = [column.is_blank, IsDate(node), *([yes] if yes.match_keys else [])]
            not_a_date = writer.condition(All(tuple(Not(condition) for condition in accepted)))
            _highlight(sheet, layout, [number], not_a_date, styles.INVALID_CELL)
        if column.kind is ColumnKind.NUMBER:
            is_wrong = writer.condition(All((Not(column.is_blank), Not(_in_range(column)))))
            _highlight(sheet, layout, [number], is_wrong, styles.INVALID_CELL)
        if column.choices:
            keys = tuple(key for choice in column.choices for key in choice.match_keys)
            not_a_choice = writer.condition(All((Not(column.is_blank), Not(OneOf(node, keys)))))
            _highlight(sheet, layout, [number], not_a_choice, styles.INVALID_CELL)
        if column.unique:
            cells = f"${column_letters(number)}$2:${column_letters(number)}${layout.last_checked_row}"
            duplicate = f"COUNTIF({cells},{layout.reference(column.name)})>1"
            _highlight(sheet, layout, [number], duplicate, styles.INVALID_CELL)
        if column.required:
            missing = f'IF({layout.reference(layout.flag)}<>"",{writer.condition(column.is_blank)},FALSE)'
            _highlight(sheet, layout, [number], missing, _colour_style(palette.PALETTE["grey"]))


def _in_range(column: Column) -> Node:
    """Return the condition that a cell holds a number within its column's limits."""
    lowest = [] if column.lowest is None else [Compare(">=", column.node, Number(column.lowest))]
    highest = [] if column.highest is None else [Compare("<=", column.node, Number(column.highest))]
    return All((IsNumber(column.node), *lowest, *highest))


def _format_flags(sheet: SheetWriter, layout: Layout) -> None:
    """Colour lines by the text of their flag, so that colours and flags always agree."""
    template, flag = layout.template, layout.numbers[layout.flag]
    all_columns = [*layout.numbers.values(), *layout.extra_numbers.values()]
    for rule in template.rules:
        has_flag = _has_flag(layout, rule.title)
        _highlight(sheet, layout, [flag], has_flag, _flag_style(rule.colour))
        if rule.colour is None:
            continue
        for name in rule.cells:
            style = _colour_style(palette.PALETTE[rule.colour])
            _highlight(sheet, layout, [layout.numbers[name]], has_flag, style)
        if rule.whole_row:
            _highlight(sheet, layout, all_columns, has_flag, _colour_style(palette.ROW_TINT[rule.colour]))
    on_track: Style = {"num_format": styles.sign_format(palette.SIGNS["green"])}
    _highlight(sheet, layout, [flag], _has_flag(layout, template.on_track), on_track)
    closed = [choice.title for choice in template.status.choices if choice.title != template.roles.open]
    is_closed = ",".join(_has_flag(layout, title) for title in closed)
    _highlight(sheet, layout, all_columns, f"OR({is_closed})", {"font_color": palette.MUTED})


def _format_times(sheet: SheetWriter, layout: Layout) -> None:
    """Show the time of day of dates that have one, in lines without a colour."""
    for column in layout.template.columns:
        if column.kind is ColumnKind.DATE:
            number, cell = layout.numbers[column.name], layout.reference(column.name)
            has_time = f"IF(ISNUMBER({cell}),MOD({cell},1)>0,FALSE)"
            style: Style = {"num_format": styles.DATE_TIME_FORMAT}
            sheet.add_conditional_format(2, number, layout.last_checked_row, number, has_time, style)


def _highlight(sheet: SheetWriter, layout: Layout, columns: Sequence[int], condition: str, style: Style) -> None:
    """Format neighbouring columns where a condition holds.

    LibreOffice applies only the first format whose condition holds. So dates with a time of day get a format of their
    own, which has the style and shows the time.
    """
    dates = {layout.numbers[column.name] for column in layout.template.columns if column.kind is ColumnKind.DATE}
    last_row = layout.last_checked_row
    for number in columns:
        if number in dates:
            cell = f"${column_letters(number)}2"
            with_time = f"IF(ISNUMBER({cell}),IF(MOD({cell},1)>0,{condition},FALSE),FALSE)"
            time_style: Style = {**style, "num_format": styles.DATE_TIME_FORMAT}
            sheet.add_conditional_format(2, number, last_row, number, with_time, time_style)
    sheet.add_conditional_format(2, columns[0], last_row, columns[-1], condition, style)


def _has_flag(layout: Layout, title: str) -> str:
    return f"{layout.reference(layout.flag)}={text_literal(title)}"


def _colour_style(colour: Colour) -> Style:
    return {"bg_color": colour.fill, "font_color": colour.ink}


def _flag_style(colour: str | None) -> Style:
    """Return the style of a flag's cell: its sign, and its colour if it has one."""
    sign: Style = {"bold": True, "num_format": styles.sign_format(palette.SIGNS[colour or ""])}
    return {**sign, **_colour_style(palette.PALETTE[colour])} if colour else sign
