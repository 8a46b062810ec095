"""The page beside the drafts: each as a link and as text to copy, whatever stands in it."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from drafts import draft

from sheetkit.mail.index_page import index_page, is_index, mailto, read_draft
from sheetkit.mail.message import message_bytes, plain_text

HOSTILE = ["</pre><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&cc=eve@x.org", "%0ABcc: eve@x.org"]
ELEMENTS = {*("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "em", "article")}
ELEMENTS |= {"dl", "dt", "dd", "a", "pre"}


class Reader(HTMLParser):
    """Keeps the elements of a page, their attributes and the texts of each kind."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.elements[-1] if self.elements else "", []).append(data)


def page_of(folder: Path, **changed: object) -> Reader:
    (folder / "Ana Costa.eml").write_bytes(message_bytes(draft(**changed)))
    reader = Reader()
    reader.feed(index_page(folder, ["Ana Costa.eml"]))
    return reader


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(tmp_path: Path, text: str) -> None:
    page = page_of(tmp_path, person=text, subject=text, lines=(text,))
    assert set(page.elements) <= ELEMENTS
    assert page.attributes == {"lang", "charset", "http-equiv", "content", "name", "href"}
    assert text in "".join(page.texts["pre"])
    link = urlsplit(page.links[0])
    assert (link.scheme, link.path) == ("mailto", "ana@example.org")
    assert sorted(parse_qs(link.query)) == ["body", "subject"]
    assert parse_qs(link.query)["subject"] == [text]


def test_the_link_holds_what_the_draft_says(tmp_path: Path) -> None:
    one = draft(lines=("Żółć: was due 12 Nov",), copies=("boss@example.org",))
    (tmp_path / "a.eml").write_bytes(message_bytes(one))
    message = read_draft(tmp_path / "a.eml")
    assert message is not None
    link, whole = mailto(message)
    assert whole
    fields = parse_qs(urlsplit(link).query)
    assert fields["body"][0].replace("\r\n", "\n") == plain_text(one).strip()
    assert fields["cc"] == ["boss@example.org"]


def test_a_text_too_long_for_a_link_is_left_to_copying(tmp_path: Path) -> None:
    page = page_of(tmp_path, lines=tuple(f"Line {number} " + "x" * 80 for number in range(40)))
    assert len(page.links[0]) < 2_000
    assert "body" not in page.links[0]
    assert "Line 39" in "".join(page.texts["pre"])


def test_no_address_is_fetched_and_no_script_runs(tmp_path: Path) -> None:
    page_of(tmp_path)
    text = index_page(tmp_path, ["Ana Costa.eml"])
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "http:" not in text
    assert "https:" not in text


def test_drafts_of_earlier_runs_are_listed_too_and_what_is_none_is_not(tmp_path: Path) -> None:
    (tmp_path / "old.eml").write_bytes(message_bytes(draft(subject="The old one")))
    (tmp_path / "mail.eml").write_bytes(b"From: a@example.org\r\nTo: b@example.org\r\n\r\nA mail that came in")
    (tmp_path / "noise.eml").write_bytes(b"\xff\x00\x01 not a mail")
    page = page_of(tmp_path)
    assert page.elements.count("article") == 2
    assert "The old one" in page.texts["dd"]


def test_only_such_a_page_is_taken_for_one(tmp_path: Path) -> None:
    page, other = tmp_path / "index.html", tmp_path / "other.html"
    page.write_text(index_page(tmp_path, []), encoding="utf-8")
    other.write_text("<!DOCTYPE html><title>Mine</title>", encoding="utf-8")
    assert is_index(page)
    assert not is_index(other)
    assert not is_index(tmp_path / "none.html")
