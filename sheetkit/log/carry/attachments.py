"""Carry notes and links over into a new log, and name the cells whose links, pictures and the like stay behind."""

from sheetkit.log.carry.cells import ListSource, NotCarried
from sheetkit.log.check.layout import covered_by_merges
from sheetkit.log.create.contents import Attached
from sheetkit.ooxml.limits import MAX_COMMENT, MAX_LINKS, utf16_length
from sheetkit.ooxml.reader.attachments import Attachments, Note
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.ooxml.writer.hyperlinks import Hyperlink, outside_link
from sheetkit.template.model import Template


def carry_attachments(
    attachments: Attachments, source: ListSource, template: Template, not_carried: NotCarried
) -> Attached:
    """Return the notes and links of the cells that are carried over; record all others in `not_carried`."""
    titles = {number: template.by_name[name].title for name, number in source.columns.items()} | source.extra
    rows = {source.location.heading_row: 1} | source.new_rows
    notes: dict[tuple[str, int], Note] = {}
    links: dict[tuple[str, int], Hyperlink] = {}

    def is_carried(row: int, column: int, what: str) -> bool:
        if column in titles and row in rows:
            return True
        where = "column" if row in rows else "line"
        reason = f"the cell is in no {where} of the new log, so its {what} is not carried over"
        not_carried.add(reason, row, column)
        return False

    for (row, column), note in sorted(attachments.notes.items()):
        if is_carried(row, column, "note"):
            notes[titles[column], rows[row]] = note
            if utf16_length(note.text) > MAX_COMMENT:
                reason = f"a note holds {MAX_COMMENT:,} characters at most, so the rest was cut off"
                not_carried.add(reason, row, column)
    for (row, column), target in sorted(attachments.links.items()):
        link = outside_link(*target)
        if not is_carried(row, column, "link"):
            continue
        if not target.address:
            not_carried.add("the link goes to a place in the old file, so it is not carried over", row, column)
        elif link is None or len(links) >= MAX_LINKS:
            reason = "the link goes to a kind of address that sheetkit does not link to, so it is not carried over"
            not_carried.add(reason, row, column)
        else:
            links[titles[column], rows[row]] = link
    _note_others(attachments, source, not_carried)
    _note_merged_cells(source, not_carried)
    return Attached(notes, links)


def _note_others(attachments: Attachments, source: ListSource, not_carried: NotCarried) -> None:
    """Record the cells with a link that is no address, a picture or a data type."""
    for reason, places in (
        ("a formula makes the link, so the link is not carried over", attachments.other_links),
        ("a link that begins here lies over too many cells, so not all of them have it", attachments.wide_links),
        ("a picture, chart or shape covers the cell, and it is not carried over", attachments.pictures),
    ):
        for row, column in places:
            not_carried.add(reason, row, column)
    for row, column in source.grid.data_types:
        if row in source.new_rows and column in source.numbers:
            not_carried.add("the cell holds a data type, of which the text that it shows is carried over", row, column)


def _note_merged_cells(source: ListSource, not_carried: NotCarried) -> None:
    """Record the cells that lie in merged ones: they may seem to hold what the first cell shows, and hold nothing."""
    numbers = {str(number): number for number in (*source.columns.values(), *source.extra)}
    for number, is_covered in covered_by_merges(numbers, source.grid, source.rows).items():
        cells = source.grid.columns.get(numbers[number], ColumnCells())
        for row in source.rows[is_covered].tolist():
            reason = "part of merged cells, of which only the first holds a value, so the new cell is blank"
            if cells.at(row) is not None:
                reason = "hidden under merged cells, and what the cell holds is carried over"
            not_carried.add(reason, row, numbers[number])
