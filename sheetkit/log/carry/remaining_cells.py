"""Name the filled cells of a sheet outside the rows and columns that are carried over."""

from collections.abc import Iterable

import numpy as np

from sheetkit.log.carry.cells import ListSource, NotCarried
from sheetkit.log.read.location import area_codes
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.text import is_empty, pluralize

_REASONS = (
    "above the headings",
    "in a column without a heading",
    "a label or a sum, which is not a hand-off",
    "in the totals row",
    "in a line that is otherwise blank",
)


def note_remaining_cells(
    source: ListSource, not_carried: NotCarried, repeated: Iterable[int], *, lone_ids: bool
) -> None:
    """Record every filled cell of the sheet outside the rows and columns that are carried over.

    `repeated` are rows that repeat the headings. `lone_ids` says whether to record IDs in lines that are otherwise
    blank; a log has them in every line that is still to be filled in.
    """
    place, repeated_rows = source.location, sorted(set(repeated))
    headed = source.numbers | {*place.columns.values()}
    areas = [*(other.area for other in place.second_lists), *(table.area for table in place.tables)]
    reasons = [
        *(
            f"in another list on the same sheet, {o.area.name} ({pluralize(o.lines, 'line')})"
            for o in place.second_lists
        ),
        *(f"in another table, {table.name!r}" for table in place.tables),
        *_REASONS,
    ]
    above, without_heading, label, totals, lone = range(len(areas), len(reasons))
    carried_rows = np.array([*source.rows, *repeated_rows], dtype=np.int64)
    for number, cells in sorted(source.grid.columns.items()):
        rows = cells.row_array
        codes = area_codes(areas, number, rows)
        codes[(codes < 0) & (rows < place.heading_row)] = above
        if number not in headed:
            codes[codes < 0] = without_heading
        else:
            is_false = (cells.kind_array == CellKind.LOGICAL) & (cells.numbers == 0)
            left = (codes < 0) & ~(np.isin(rows, carried_rows) | cells.is_formula | is_false)
            codes[left] = lone if lone_ids else -1
            codes[left & (rows == place.totals_row)] = totals
            codes[left & np.isin(rows, [*place.label_rows])] = label
        codes[(rows == place.heading_row) | cells.where_text(is_empty)] = -1
        noted, first = np.unique(codes, return_index=True)
        for code in noted[np.argsort(first)].tolist():
            if code >= 0:
                not_carried.add_rows(reasons[code], rows[codes == code].tolist(), number)
    for row in repeated_rows:
        not_carried.add("the headings, repeated", row, min(headed))
