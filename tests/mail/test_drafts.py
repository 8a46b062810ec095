"""Drafts: one for each person with all their lines, parsed back as a mail program reads them."""

from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import openpyxl
import pytest
from drafts import draft
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import filled_log, read, row
from made import Row

from sheetkit.cli import main
from sheetkit.log.check.conditions import EMAIL_ADDRESS
from sheetkit.log.read_log import Log, read_log
from sheetkit.mail.drafts import DecidedLog, Draft, Drafts, make_drafts
from sheetkit.mail.message import message_bytes, plain_text
from sheetkit.review.build import build_review
from sheetkit.review.ledger import read_ledger
from sheetkit.review.reminders import decide_all

MONDAY = datetime(2026, 11, 23)
LATE: Row = row(expected_back=datetime(2026, 11, 20), email="ana@example.org")


def drafts_of(log: Log, person: str | None = None) -> Drafts:
    review = build_review([log], MONDAY)
    (decisions,) = decide_all(review, [log.template], [read_ledger(log.path)])
    return make_drafts([DecidedLog(review.logs[0], decisions)], MONDAY, person)


def drafts(folder: Path, rows: Sequence[Row], person: str | None = None) -> Drafts:
    return drafts_of(read(folder, rows), person)


def parsed(draft: Draft) -> EmailMessage:
    message = message_from_bytes(message_bytes(draft), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    assert part["Content-Transfer-Encoding"] == "quoted-printable"
    return str(part.get_content())


def test_a_person_has_one_draft_with_all_lines_in_the_wording_of_the_latest_step(tmp_path: Path) -> None:
    rows = [
        {**LATE, "item": "A day late", "expected_back": datetime(2026, 11, 22)},
        {**LATE, "item": "Weeks late", "handed_off": datetime(2026, 11, 2), "expected_back": datetime(2026, 11, 14)},
        row(item="Tomorrow", expected_back=datetime(2026, 11, 24), handed_to=" ana  COSTA "),
        row(item="Far off"),
    ]
    (one,) = drafts(tmp_path, rows).drafts
    assert one.subject == "Still open, was due 14 Nov: Weeks late (and 2 more)"
    assert one.lines == (
        "Weeks late: was due 14 Nov, 9 days ago",
        "A day late: was due 22 Nov, yesterday",
        "Tomorrow: due 24 Nov, tomorrow",
    )


def test_it_is_a_message_to_be_sent_with_text_and_html_that_say_the_same(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, [LATE]).drafts
    message = parsed(one)
    assert message["X-Unsent"] == "1"
    assert [(to.display_name, to.addr_spec) for to in message["To"].addresses] == [("Ana Costa", "ana@example.org")]
    assert {"From", "Date", "Message-ID"}.isdisjoint(message.keys())
    assert not message.defects
    text = body(message, "plain")
    assert text.replace("\r\n", "\n") == plain_text(one)
    shown = body(message, "html")
    for said in (*one.before, *one.lines, *one.after):
        assert said in text
        assert said in shown
    assert message_bytes(one) == message_bytes(one)
    assert max(map(len, message_bytes(one).split(b"\r\n"))) <= 78


@given(
    st.text(max_size=90),
    st.text(max_size=90),
    st.from_regex(EMAIL_ADDRESS.pattern, fullmatch=True).filter(str.isascii),
)
@settings(max_examples=150)
def test_no_text_adds_a_header_a_recipient_or_a_part(person: str, item: str, address: str) -> None:
    subject = " ".join(item.encode("utf-8", "replace").decode().split())
    subject = "".join(letter if letter.isprintable() else "?" for letter in subject)
    message = parsed(draft(person=person.encode("utf-8", "replace").decode(), subject=subject, address=address))
    assert sorted(message.keys()) == ["Content-Type", "MIME-Version", "Subject", "To", "X-Unsent"]
    assert [to.addr_spec for to in message["To"].addresses] == [address]
    assert " ".join(str(message["Subject"]).split()) == " ".join(subject.split())
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "name",
    [
        "Żółć Łukasz", "李伟", "مريم علي", "Ольга Петрова", "नेहा शर्मा", "Zoë \U0001f600", "Müller, Ana",
        "Ana\r\nBcc: eve@example.org", "Ana\u2028Bcc: eve@example.org", "Ana <eve@example.org>, x", '"Ana" (finance)',
        "=?utf-8?q?eve=40example.org?=", "\u202eanA", "x" * 500, "é" * 500,
    ],
)  # fmt: skip
def test_a_name_in_any_script_is_a_name_and_one_recipient(tmp_path: Path, name: str) -> None:
    (one,) = drafts(tmp_path, [{**LATE, "handed_to": name}]).drafts
    message = parsed(one)
    assert [to.addr_spec for to in message["To"].addresses] == ["ana@example.org"]
    assert sorted(message.keys()) == ["Content-Type", "MIME-Version", "Subject", "To", "X-Unsent"]
    if name.replace(" ", "").isalpha() and len(name) < 60:
        assert message["To"].addresses[0].display_name == name
        assert name in body(message, "plain")


@pytest.mark.parametrize(
    "item", ["<script>alert(1)</script>", "</li></ul><a href='http://x'>", "&lt;b&gt;", "a\r\n.\r\nb"]
)
def test_a_hostile_item_stays_a_text(tmp_path: Path, item: str) -> None:
    (one,) = drafts(tmp_path, [{**LATE, "item": item}]).drafts
    shown = body(parsed(one), "html")
    assert "<script" not in shown
    assert "<a" not in shown
    assert "\r\n.\r\n" not in body(parsed(one), "plain")


def test_people_without_an_address_are_named_and_an_address_is_taken_from_their_other_lines(tmp_path: Path) -> None:
    rows = [
        row(email="ana@example.org"),
        {**LATE, "email": None},
        {**LATE, "email": None, "handed_to": "Li Wei"},
        {**LATE, "email": "li at example", "handed_to": "LI WEI"},
    ]
    found = drafts(tmp_path, rows)
    assert [one.address for one in found.drafts] == ["ana@example.org"]
    assert found.without_address == {"Li Wei": 2}


def test_of_two_people_of_one_name_each_hears_of_the_lines_with_their_own_address_and_that_is_said(
    tmp_path: Path,
) -> None:
    other = {**LATE, "item": "Lease", "email": "ana.costa@example.com", "handed_off": datetime(2026, 11, 17)}
    found = drafts(tmp_path, [other, LATE, {**LATE, "email": None}])
    assert [(one.address, len(one.lines)) for one in found.drafts] == [
        ("ana.costa@example.com", 1),
        ("ana@example.org", 1),
    ]
    assert "Lease" in found.drafts[0].lines[0]
    assert "Lease" not in found.drafts[1].lines[0]
    assert found.without_address == {"Ana Costa": 1}
    assert found.notes[0].startswith(
        "Ana Costa has 2 addresses in the column Email, ana.costa@example.com and ana@example.org, so each line is "
    )


def test_two_drafts_under_one_name_are_two_files(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [LATE, {**LATE, "email": "ana.costa@example.com"}])
    assert main(["remind", str(log), "--as-of", "2026-11-23"]) == 0
    assert sorted(path.name for path in tmp_path.rglob("*.eml")) == [
        "Ana Costa ana.costa@example.com.eml",
        "Ana Costa ana@example.org.eml",
    ]


def test_of_two_addresses_in_lines_that_are_not_asked_for_none_is_guessed(tmp_path: Path) -> None:
    found = drafts(tmp_path, [row(email="ana@example.org"), row(email="a@example.com"), {**LATE, "email": None}])
    assert (found.drafts, found.without_address) == ((), {"Ana Costa": 1})


@pytest.mark.parametrize("name", ["Costa, Ana", "12;#Ana Costa", "Ana Costa <ana@example.org>", "@Ana Costa"])
def test_a_person_is_greeted_by_the_name_one_would_write(tmp_path: Path, name: str) -> None:
    (one,) = drafts(tmp_path, [{**LATE, "handed_to": name}]).drafts
    assert (one.person, one.before[0]) == ("Ana Costa", "Hello Ana Costa,")


def test_one_persons_drafts_have_the_lines_that_name_others_too(tmp_path: Path) -> None:
    both = {**LATE, "handed_to": "Ana Costa;#12;#Ben Lee;#13", "email": "office@example.org"}
    assert [one.person for one in drafts(tmp_path, [both, LATE], "Ben Lee").drafts] == ["Ana Costa and Ben Lee"]


def test_a_draft_to_what_seems_somebody_elses_address_is_told_before_it_is_sent(tmp_path: Path) -> None:
    rows = [{**LATE, "handed_to": "Ben Lee", "email": "ana.costa@example.org"}, LATE]
    found = drafts(tmp_path, rows)
    assert [note.partition(":")[0] for note in found.notes] == ["Before you send it"]  # Ana's own is not told
    assert "'ana.costa@example.org' seems to be the address of Ana Costa" in found.notes[0]


def test_one_persons_drafts_leave_everybody_else_out(tmp_path: Path) -> None:
    rows = [LATE, {**LATE, "handed_to": "Li Wei", "email": "li@example.org"}]
    assert [one.person for one in drafts(tmp_path, rows, "li wei").drafts] == ["Li Wei"]


@pytest.mark.parametrize(
    ("setting", "copies", "noted"),
    [("boss@example.org", ("boss@example.org",), 0), ("", (), 0), ("the boss", (), 1), ("ana@example.org", (), 0)],
)
def test_the_last_step_goes_in_copy_to_whom_the_setting_names(
    tmp_path: Path, setting: str, copies: tuple[str, ...], noted: int
) -> None:
    path = filled_log(tmp_path, [{**LATE, "expected_back": datetime(2026, 11, 1), "handed_off": datetime(2026, 10, 1)}])
    book = openpyxl.load_workbook(path)
    sheet, cell = book.defined_names["escalate_to"].attr_text.replace("$", "").replace("'", "").split("!")
    book[sheet][cell] = setting
    book.save(path)
    found = drafts_of(read_log(path))
    (one,) = found.drafts
    assert one.copies == copies
    assert len(found.notes) == noted
    assert [to.addr_spec for to in parsed(one)["Cc"].addresses] == list(copies) if copies else parsed(one)["Cc"] is None


def test_what_looks_like_an_encoded_word_is_not_decoded(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, [{**LATE, "item": "=?utf-8?q?Bcc=3A_eve?="}]).drafts
    assert "Bcc" not in str(parsed(one)["Subject"]).replace("Bcc=3A", "")


def test_a_subject_is_never_longer_than_a_mail_program_shows(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, [{**LATE, "item": "long " * 200}]).drafts
    assert len(one.subject) <= 120
    assert " ".join(str(parsed(one)["Subject"]).split()) == one.subject
