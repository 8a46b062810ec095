"""Texts for names, links and properties hold nothing that XML, or a reference, would take for something else."""

from sheetkit.xlsx.plain import plain, quoted, sound, unbroken


def test_a_lone_surrogate_is_replaced_and_a_pair_is_kept() -> None:
    assert sound("a\udcffb") == "a\ufffdb"
    assert sound("📦") == "📦"


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert plain("a\x00\x1f\ufffe\uffff\ud800b") == "a" + "\ufffd" * 5 + "b"
    assert plain("Zoë & <b>") == "Zoë & <b>"


def test_a_sheet_is_quoted_as_references_write_it() -> None:
    assert quoted("Ana's log") == "'Ana''s log'"


def test_lines_become_one() -> None:
    assert unbroken("Plan\r\nBcc: x\t y") == "Plan Bcc: x y"
