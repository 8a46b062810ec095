"""Needs attention as plain data: what it lists, in what order, and where it leads."""

from datetime import datetime
from pathlib import Path

import numpy as np
from logs import BACK, DONE, OVERDUE, UNCHECKED, reviewed, row

from sheetkit.pages.needs_attention import needs_attention_page
from sheetkit.pages.page import CellLinks, CellStyles, Column, ListPage, MessageLinks
from sheetkit.palette import PALETTE, ROW_TINT


def column(page: ListPage, heading: str) -> Column:
    return next(column for column in page.table.columns if column.heading == heading)


def test_each_line_with_a_flag_is_listed_the_worst_first(tmp_path: Path) -> None:
    page = needs_attention_page(reviewed(tmp_path, [row(), UNCHECKED, BACK, DONE, OVERDUE]))
    shown = page.table.frame[["Flag", "Item", "Due", "Days late"]]
    assert shown["Flag"].tolist() == ["Overdue", "Missing checkpoint", "Back: close it"]
    assert shown["Item"].tolist() == ["Late plan", "No checkpoint", "Signed lease"]
    assert shown["Due"].tolist()[0] == datetime(2026, 11, 12)
    assert shown["Days late"].fillna(0).tolist() == [11, 0, 0]
    assert (page.sentence, page.in_workbook) == ("Worst first.", "The link opens the log at the line.")


def test_a_flag_stands_in_its_colour_and_the_line_in_a_paler_one(tmp_path: Path) -> None:
    page = needs_attention_page(reviewed(tmp_path, [UNCHECKED, OVERDUE]))
    looks = []
    for heading in ("Flag", "Why"):
        styles = column(page, heading).styles
        assert isinstance(styles, CellStyles)
        looks.append([styles.styles[code].colour for code in styles.codes])
    assert looks == [[PALETTE["red"], PALETTE["amber"]], [ROW_TINT["red"], None]]


def test_a_line_leads_to_its_row_in_the_log(tmp_path: Path) -> None:
    page = needs_attention_page(reviewed(tmp_path, [row(), OVERDUE]))
    rows = column(page, "In the log")
    assert isinstance(rows.links, CellLinks)
    target = rows.links.targets[int(rows.links.codes[0])]
    assert (target.log, target.sheet, target.letters) == (tmp_path / "log.xlsx", "Log", "D")
    assert rows.links.rows.tolist() == [3]
    assert list(rows.values) == ["Row 3"]


def test_one_message_covers_all_lines_of_a_person_and_asks_what_each_flag_asks(tmp_path: Path) -> None:
    address = {"email": " ana@example.org "}
    others = [{**UNCHECKED, "email": "ANA@example.org"}, {**BACK, **address}, {**UNCHECKED, "email": "li@example.org"}]
    page = needs_attention_page(reviewed(tmp_path, [{**OVERDUE, **address}, *others, UNCHECKED]))
    links = column(page, "Write a message").links
    assert isinstance(links, MessageLinks)
    assert links.codes.tolist() == [0, 0, 1, -1, 0]
    ana, li = links.messages
    assert (ana.address, ana.person, ana.subject) == (
        "ana@example.org",
        "Ana Costa",
        "Was due 12 Nov: Late plan and 1 more",
    )
    assert [item for item, _ in ana.lines] == ["Late plan", "No checkpoint"]  # what is back is not asked for
    assert ana.lines[1][1].startswith("It is due 14 Dec. Please tell me by Thursday 26 Nov on which day before then")
    assert li.subject == "A checkpoint for No checkpoint"


def test_a_message_says_nothing_of_the_owners_book_keeping(tmp_path: Path) -> None:
    page = needs_attention_page(reviewed(tmp_path, [row(expected_back=None, email="ana@example.org")]))
    links = column(page, "Write a message").links
    assert isinstance(links, MessageLinks)
    assert links.messages[0].subject == "Draft budget: when can I expect it?"
    assert links.messages[0].lines == (("Draft budget", "Please tell me by Thursday 26 Nov when I can expect it."),)


def test_where_nothing_has_a_flag_the_page_says_so(tmp_path: Path) -> None:
    page = needs_attention_page(reviewed(tmp_path, [row()]))
    assert len(page.table) == 0
    assert page.sentence == "Nothing needs attention: no line has a flag."
    assert np.isnan(column(page, "Days late").values).sum() == 0


def test_a_message_covers_the_lines_in_which_the_persons_address_was_left_out_too(tmp_path: Path) -> None:
    fine = row(item="Fine", email="ana@example.org")
    several = [row(item=address, handed_to="Li Wei", email=f"{address}@example.org") for address in "xy"]
    late = [OVERDUE, {**OVERDUE, "item": "Second", "handed_to": "ANA  costa"}, {**OVERDUE, "handed_to": "Li Wei"}]
    addresses = column(needs_attention_page(reviewed(tmp_path, [fine, *several, *late])), "Write a message")
    assert list(addresses.values)[:2] == ["ana@example.org"] * 2
    assert isinstance(addresses.links, MessageLinks)
    assert addresses.links.codes.tolist() == [0, 0, -1]  # which of two addresses is meant nobody knows
    (message,) = addresses.links.messages
    assert message.subject == "Was due 12 Nov: Late plan and 1 more"
    assert [item for item, _ in message.lines] == ["Late plan", "Second"]
