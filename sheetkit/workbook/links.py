"""Turn a page's links into the hyperlinks of a workbook in a folder."""

from pathlib import Path

import numpy as np

from sheetkit.ooxml.limits import MAX_LINKS
from sheetkit.ooxml.writer.hyperlinks import NO_HYPERLINKS, Hyperlinks
from sheetkit.pages.messages import message_links
from sheetkit.pages.page import CellLinks, Column, Links, MessageLinks
from sheetkit.review.history import relative_path


def hyperlinks(links: Links | None, folder: Path) -> Hyperlinks:
    """Return the hyperlinks for a workbook in `folder`, at most as many as a sheet takes."""
    match links:
        case CellLinks():
            return _cell_links(links, folder)
        case MessageLinks():
            return Hyperlinks.from_dict(message_links(links, MAX_LINKS))
    return NO_HYPERLINKS


def fit_links(columns: list[Column], links: list[Hyperlinks], room: int) -> list[Hyperlinks]:
    """Return the links of each column, only those of the first rows if there is no room for all."""
    if sum(map(len, links)) <= room:
        return links
    positions = np.concatenate([column_links.positions for column_links in links])
    owners = np.repeat(np.arange(len(columns)), [len(column_links) for column_links in links])
    mask = np.zeros(len(positions), dtype=bool)
    mask[np.lexsort((owners, positions))[:room]] = True
    return [column_links.select(mask[owners == number]) for number, column_links in enumerate(links)]


def _cell_links(links: CellLinks, folder: Path) -> Hyperlinks:
    files = [(relative_path(target.log, folder) if target.log else "", target.sheet) for target in links.targets]
    letters = [target.letters for target in links.targets]
    codes, rows = links.codes[:MAX_LINKS], links.rows[:MAX_LINKS]
    cells = [f"{letters[code]}{row}" for code, row in zip(codes.tolist(), rows.tolist(), strict=True)]
    hyperlinks = Hyperlinks.to_cells(files, codes, cells)
    return hyperlinks.with_positions(links.positions[hyperlinks.positions])
