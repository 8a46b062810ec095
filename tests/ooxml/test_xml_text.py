"""Texts for names, links and properties hold nothing that XML, or a reference, would take for something else."""

from sheetkit.ooxml.limits import MAX_CELL_TEXT, utf16_length
from sheetkit.ooxml.references import quote_sheet_name
from sheetkit.ooxml.xml_text import collapse_whitespace, cut_to_cell, replace_surrogates, xml_safe


def test_a_lone_surrogate_is_replaced_and_a_pair_is_kept() -> None:
    assert replace_surrogates("a\udcffb") == "a\ufffdb"
    assert replace_surrogates("📦") == "📦"


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert xml_safe("a\x00\x1f\ufffe\uffff\ud800b") == "a" + "\ufffd" * 5 + "b"
    assert xml_safe("Zoë & <b>") == "Zoë & <b>"


def test_a_text_too_long_for_a_cell_is_cut_and_half_a_character_at_its_end_is_replaced() -> None:
    assert cut_to_cell("x" * (MAX_CELL_TEXT - 1) + "📦x") == "x" * (MAX_CELL_TEXT - 1) + "\ufffd"
    assert cut_to_cell("x" * (MAX_CELL_TEXT - 2) + "📦x") == "x" * (MAX_CELL_TEXT - 2) + "📦"
    assert utf16_length(cut_to_cell("📦" * MAX_CELL_TEXT)) == MAX_CELL_TEXT
    assert cut_to_cell("\udcff" + "x" * MAX_CELL_TEXT) == "\ufffd" + "x" * (MAX_CELL_TEXT - 1)


def test_a_sheet_is_quoted_as_references_write_it() -> None:
    assert quote_sheet_name("Ana's log") == "'Ana''s log'"


def test_lines_become_one() -> None:
    assert collapse_whitespace("Plan\r\nBcc: x\t y") == "Plan Bcc: x y"
