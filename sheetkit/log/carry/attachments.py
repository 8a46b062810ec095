"""Carry notes and links over into a new log, and name the cells whose links, pictures and the like stay behind."""

from collections.abc import Mapping

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
    for (row, column), note in sorted(attachments.notes.items()):
        if column not in titles or row not in rows:
            not_carried.add(f"{_where(row, rows)}, so its note is not carried over", row, column)
            continue
        if utf16_length(note.text) > MAX_COMMENT:
            not_carried.add(f"a note holds {MAX_COMMENT:,} characters at most, so the rest was cut off", row, column)
        notes[titles[column], rows[row]] = note
    for (row, column), target in sorted(attachments.links.items()):
        link = outside_link(*target)
        if column not in titles or row not in rows:
            not_carried.add(f"{_where(row, rows)}, so its link is not carried over", row, column)
        elif not target.address:
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
    for row, column in attachments.other_links:
        not_carried.add("a formula makes the link, so the link is not carried over", row, column)
    for row, column in attachments.wide_links:
        not_carried.add("a link that begins here lies over too many cells, so not all of them have it", row, column)
    for row, column in attachments.pictures:
        not_carried.add("a picture, chart or shape covers the cell, and it is not carried over", row, column)
    for row, column in source.grid.data_types:
        if row in source.new_rows and column in {*source.columns.values(), *source.extra}:
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


def _where(row: int, rows: Mapping[int, int]) -> str:
    """Return why a cell is not carried over."""
    return "the cell is in no column of the new log" if row in rows else "the cell is in no line of the new log"
