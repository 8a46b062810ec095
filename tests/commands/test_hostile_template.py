"""A template of somebody's own and a sheet that are worded to do harm: their texts stay texts in whatever is made."""

import json
import re
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from html_files import read_html
from icalendar import Calendar
from logs import row, type_rows
from made import blank_log

from sheetkit.cli import main
from sheetkit.template.load import load_template

TEMPLATE = Path(__file__).parents[2] / "templates" / "handoff.toml"
PAYLOAD = "=1+1</script><img src=//evil.test onerror=alert(1)>](//evil.test)&bcc=b@evil.test%0D%0ABcc: c@evil.test "
LATE = row(expected_back=datetime(2026, 11, 20), checkpoint=None, email="ana@example.org")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of a log after a weekly run, with an export of each kind."""
    text = re.sub(r'(?m)^(why|do_next|subject|ask|line) = "', rf'\1 = "{PAYLOAD}', TEMPLATE.read_text("utf-8"))
    log = blank_log(tmp_path, template=load_template(text.replace('"handoff"', '"hostile"', 1), "hostile.toml"))
    type_rows(log, [LATE, row(checkpoint=None)])
    book = openpyxl.load_workbook(log)
    book["Log"].title = "=A1+ <b>&x"
    book.save(log)
    assert main(["week", str(log), "--as-of", "2026-11-23"]) == 0
    for name in ("lines.csv", "lines.json", "todo.md"):
        assert main(["export", str(log), "-o", str(tmp_path / name), "--as-of", "2026-11-23"]) == 0
    return tmp_path


def test_nothing_that_a_template_says_becomes_a_formula_markup_a_header_or_an_address(made: Path) -> None:
    book = openpyxl.load_workbook(made / "log-review-2026-11-23.xlsx")
    cells = [cell for sheet in book for cells in sheet.iter_rows() for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert any(PAYLOAD.strip() in str(cell.value) for cell in cells)
    links = [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]
    pages = [read_html(page) for page in (made / "log-review-2026-11-23.html", *made.glob("*/index.html"))]
    for page in pages:
        assert page.all("script") == page.all("img") == []
        links += [link.attributes["href"] for link in page.all("a")]
    mails = [urlsplit(link) for link in links if link.startswith("mailto:")]
    assert mails
    assert {mail.path for mail in mails} == {"ana@example.org"}
    assert {key for mail in mails for key in parse_qs(mail.query)} <= {"subject", "body"}
    assert not [link for link in links if "evil.test" in link and not link.startswith("mailto:")]
    (draft,) = made.glob("*/*.eml")
    message = message_from_bytes(draft.read_bytes(), policy=default)
    assert message.keys() == ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"]
    assert "<img" not in str(message.get_body(["html"]))
    entries = Calendar.from_ical((made / "log-calendar.ics").read_bytes()).walk("VEVENT")
    assert not [entry for entry in entries if "URL" in entry or "ATTACH" in entry]


def test_what_a_template_says_is_guarded_and_escaped_in_exports(made: Path) -> None:
    assert not re.search(r'(?m)(^|,)"?[=+@]', (made / "lines.csv").read_text("utf-8-sig"))
    assert json.loads((made / "lines.json").read_text("utf-8"))["handoffs"][0]["why"].startswith(PAYLOAD)
    todo = (made / "todo.md").read_text("utf-8")
    assert not re.search(r"(?<!\\)[<>]|(?<!\\)\]\(", todo)
