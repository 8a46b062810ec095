"""Texts for names, links and properties hold nothing that XML, or a reference, would take for something else."""

from sheetkit.ooxml.references import quote_sheet_name
from sheetkit.ooxml.xml_text import collapse_whitespace, replace_surrogates, xml_safe


def test_a_lone_surrogate_is_replaced_and_a_pair_is_kept() -> None:
    assert replace_surrogates("a\udcffb") == "a\ufffdb"
    assert replace_surrogates("📦") == "📦"


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert xml_safe("a\x00\x1f\ufffe\uffff\ud800b") == "a" + "\ufffd" * 5 + "b"
    assert xml_safe("Zoë & <b>") == "Zoë & <b>"


def test_a_sheet_is_quoted_as_references_write_it() -> None:
    assert quote_sheet_name("Ana's log") == "'Ana''s log'"


def test_lines_become_one() -> None:
    assert collapse_whitespace("Plan\r\nBcc: x\t y") == "Plan Bcc: x y"
