"""What a line leads to: its row in the log, and a ready message."""

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import pytest
from logs import BACK, DONE, OVERDUE, filled_log, row
from reviews import colour, review_sheet, sheet_of

from sheetkit.cli import main
from sheetkit.ooxml.limits import MAX_LINK
from sheetkit.pages.page import Message, MessageLinks
from sheetkit.palette import MUTED
from sheetkit.workbook.links import hyperlinks

NAME = "Needs attention"


def message(
    *, person: str = "Ana", subject: str = "Plan", lines: int = 1, item: str = "Plan", ask: str = "Late."
) -> str:
    """The link to a message with so many lines."""
    links = MessageLinks([Message("a@b.org", person, subject, ((item, ask),) * lines)], np.zeros(1, dtype=np.int64))
    link = hyperlinks(links, Path()).get(0)
    assert link is not None
    return link.address


def test_a_line_links_to_its_row_in_the_log_by_a_relative_path(tmp_path: Path) -> None:
    folder = tmp_path / "out of the way"
    folder.mkdir()
    path = filled_log(tmp_path, [row(), OVERDUE], name="Ana's log #1 50% ü.xlsx")
    assert main(["review", str(path), "--as-of", "2026-11-23", "-o", str(folder / "r.xlsx")]) == 0
    sheet = sheet_of(folder / "r.xlsx", NAME)
    link = sheet["G4"].hyperlink
    assert sheet["G4"].value == "Row 3"
    assert link.target.replace("\\", "/") == "../Ana's%20log%20%231%2050%25%20ü.xlsx"
    assert link.location == "'Log'!D3"


def test_a_message_says_what_it_is_about_and_greets_by_name(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [{**OVERDUE, "email": " ana@example.org "}])
    assert sheet["H4"].value == "ana@example.org"
    target = unquote(sheet["H4"].hyperlink.target)
    assert target == (
        "mailto:ana@example.org?subject=Was due 12 Nov: Late plan&body=Hello Ana Costa,\n\n"
        "Late plan: It was due 12 Nov, 11 days ago. Please send it today, or tell me which new day I can count on."
        "\n\nThank you!\n"
    )


def test_no_text_can_add_a_header_or_another_address_to_a_message(tmp_path: Path) -> None:
    rows = [{**OVERDUE, "email": "ana@example.org", "item": "Plan\r\nBcc: all@example.org?x=1&y"}]
    target = review_sheet(tmp_path, NAME, rows)["H4"].hyperlink.target
    assert target.startswith("mailto:ana@example.org?subject=Was%20due%2012%20Nov%3A%20Plan%20Bcc%3A%20all%40")
    assert "%0D" not in target
    assert target.count("&") == target.count("?") == 1


@pytest.mark.parametrize("sheet", ["Needs attention", "To do", "By person", "All hand-offs"])
def test_a_very_long_item_is_whole_among_all_hand_offs_and_brief_in_the_lists(tmp_path: Path, sheet: str) -> None:
    item = "Agreed with everybody. " * 87
    shown = {cell.value for line in review_sheet(tmp_path, sheet, [{**OVERDUE, "item": item}]) for cell in line}
    found = {str(text) for text in shown if str(text).startswith("Agreed with")}
    if sheet == "All hand-offs":
        assert found == {item.rstrip()}
    else:
        assert {(len(text) <= 240, text.endswith("...")) for text in found} == {(True, True)}


@pytest.mark.parametrize("letter", ["w", "ü", "計", "\U0001f4dd"])
def test_a_message_is_ready_however_long_and_in_whatever_writing_its_texts_are(letter: str) -> None:
    link = message(person=letter * 300, subject=letter * 300, item=letter * 2_000, ask=letter * 300)
    assert len(link) <= MAX_LINK
    assert parse_qs(urlsplit(link).query)["subject"][0].startswith(letter * 20)


def test_a_message_about_more_lines_than_a_link_holds_says_how_many_more_there_are() -> None:
    link = message(lines=100, item="計" * 30)
    assert len(link) <= MAX_LINK
    body = parse_qs(urlsplit(link).query)["body"][0]
    assert body.count("計") + 30 * int(re.findall(r"(\d+) more thing", body)[0]) == 100 * 30


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ana@example",
        "ana@example.org?bcc=x@example.org",
        "ana@example.org,li@example.org",
        "a b@x.org",
    ],
)
def test_what_is_no_address_is_shown_without_a_link(tmp_path: Path, address: str) -> None:
    cell = review_sheet(tmp_path, NAME, [{**OVERDUE, "email": address}])["H4"]
    assert cell.value == address
    assert cell.hyperlink is None


def test_a_message_about_what_came_back_asks_for_nothing(tmp_path: Path) -> None:
    target = unquote(review_sheet(tmp_path, NAME, [{**BACK, "email": "ana@example.org"}])["H4"].hyperlink.target)
    assert target.endswith("Signed lease: It is back with me.\n\nThank you!\n")


def test_a_message_to_nobody_in_particular_still_greets() -> None:
    said = parse_qs(urlsplit(message(person="", item="")).query)
    assert said["body"][0].startswith("Hello,\n\nLate.")


def test_a_closed_line_is_quiet_and_one_on_hold_is_not(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, "All hand-offs", [DONE, row(status="On hold"), row(status="Cancelled")])
    inks = [sheet.cell(line, 3).font.color.rgb[2:] for line in (4, 5, 6)]
    assert [f"#{ink}" == MUTED for ink in inks] == [True, False, True]
    assert [sheet.cell(line, 1).value for line in (4, 5, 6)] == ["Done", "On hold", "Cancelled"]


def test_only_the_flag_of_a_line_on_track_has_no_colour(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, "All hand-offs", [row(), OVERDUE])
    assert [bool(colour(sheet, "Flag", line)) for line in (1, 2)] == [False, True]
