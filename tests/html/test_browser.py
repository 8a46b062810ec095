"""The HTML file in a real browser: at a phone's and a desk's width, in light and dark, by keyboard, and in print."""

import contextlib
import re
import subprocess
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from browser import Browser
from libreoffice import smallest_letters
from logs import BACK, DONE, OVERDUE, UNCHECKED, filled_log, row, type_rows
from test_hostile import HOSTILE, write_log

from sheetkit.cli import main

PHONE, SMALL, TABLET, DESK = (390, 844), (320, 640), (768, 1024), (1280, 900)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
ROWS = [
    {**OVERDUE, "email": "ana@example.org"},
    {**OVERDUE, "item": "Later plan", "handed_to": "Li Wei", "email": "li@example.org"},
    UNCHECKED,
    BACK,
    DONE,
    row(item=LONG, handed_to="Ω" * 90, checkpoint=None),
    row(item="Typo", status="Dnoe"),
    row(item=None),
    row(item="مرحبا بالعالم", now_expected=datetime(2026, 12, 20)),
    *(row(item=f"Plan {number}", handed_to=f"Person {number}", checkpoint=None) for number in range(14)),
]
ELEMENTS = "[...document.querySelectorAll('*')].map(e => `${e.localName} ${e.getAttributeNames()}`)"
# Contrasts of all that can be read, each with its text: WCAG 2.1, 1.4.3. Colours here have no transparency.
CONTRASTS = """
(() => {
  const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (c !== 'rgba(0, 0, 0, 0)') return c; } return 'rgb(255, 255, 255)'; };
  const ratio = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
  const found = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (!e.checkVisibility()) continue;
    if (e.localName === 'i') continue;  // a part of a chart
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (own) found.push([ratio(getComputedStyle(e).color, ground(e)), e.textContent.slice(0, 40)]);
    const before = getComputedStyle(e, '::before');
    const said = before.content;
    if (!['none', 'normal', '""'].includes(said)) found.push([ratio(before.color, ground(e)), said]);
  }
  return found;
})()
"""
# What sticks out of the window, or of the card or panel that it stands in.
STICKS_OUT = """
[...document.body.querySelectorAll('*')].filter(e => e.checkVisibility() && !e.closest('thead, caption')).filter(e => {
  const right = e.getBoundingClientRect().right, box = e.parentElement.closest('.lines tr, .panels section, .tiles li');
  return right > innerWidth + .5 || (box && right > box.getBoundingClientRect().right + .5);
}).map(e => e.outerHTML.slice(0, 80))
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a second review, so that there are changes and a chart of weeks."""
    folder = tmp_path_factory.mktemp("browser")
    log = filled_log(folder, [row(item="Was there before"), *ROWS[1:]])
    assert main(["review", str(log), "--as-of", "2026-11-16"]) == 0
    type_rows(log, ROWS)
    assert main(["review", str(log), "--as-of", "2026-11-23", "--html"]) == 0
    return folder / "log-review-2026-11-23.html"


def open_all(browser: Browser) -> None:
    browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true })")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [SMALL, PHONE, TABLET, DESK], ids=["small", "phone", "tablet", "desk"])
def test_nothing_is_fetched_cut_off_or_hard_to_read(
    browser: Browser, page: Path, size: tuple[int, int], dark: bool
) -> None:
    browser.open(page, *size, dark=dark)
    open_all(browser)
    assert browser.ask("document.documentElement.scrollWidth") == size[0]
    assert browser.ask(STICKS_OUT) == []
    contrasts = browser.ask(CONTRASTS)
    assert len(contrasts) > 100
    assert [(text, ratio) for ratio, text in contrasts if ratio < 4.5] == []
    assert browser.requests == [page.resolve().as_uri()]
    assert browser.violations == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_of_drafts_is_not_cut_off_or_hard_to_read_either(
    browser: Browser, tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    address = f"{'a.very.long.address.' * 3}of@{'a-long-name-' * 4}of-an-organisation.example.org"
    rows = [{**OVERDUE, "email": "ana@example.org"}, {**OVERDUE, "item": LONG, "handed_to": "Ω" * 90, "email": address}]
    assert (
        main(["remind", str(filled_log(tmp_path, rows)), "--as-of", "2026-11-23", "-o", str(tmp_path / "drafts")]) == 0
    )
    browser.open(tmp_path / "drafts" / "index.html", *size, dark=dark)
    assert browser.ask("document.documentElement.scrollWidth") == size[0]
    assert browser.ask(STICKS_OUT) == []
    assert min(browser.ask(CONTRASTS))[0] >= 4.5
    ground = browser.ask("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) == dark


def test_dark_is_dark(browser: Browser, page: Path) -> None:
    grounds = {}
    for dark in (False, True):
        browser.open(page, *PHONE, dark=dark)
        grounds[dark] = browser.ask("getComputedStyle(document.body).backgroundColor")
    assert grounds == {False: "rgb(242, 245, 248)", True: "rgb(15, 23, 32)"}


def test_the_first_screen_of_a_phone_has_the_headline_and_the_worst_lines(browser: Browser, page: Path) -> None:
    browser.open(page, *PHONE)
    seen = browser.ask(
        "[document.querySelector('.headline'), ...document.querySelectorAll('#needs-attention tbody tr')]"
        ".filter(e => e.getBoundingClientRect().top < innerHeight - 60).map(e => e.innerText)"
    )
    assert "overdue" in seen[0]
    assert "Late" in seen[1]
    assert "Late" in seen[2]


def test_lines_are_cards_on_a_phone_and_rows_at_a_desk(browser: Browser, page: Path) -> None:
    shown = {}
    for size in (PHONE, DESK):
        browser.open(page, *size)
        shown[size] = browser.ask(
            "['.lines tr', '.lines td', '.lines thead'].map(name => document.querySelector(name))"
            ".map((e, i) => i < 2 ? getComputedStyle(e).display : e.getBoundingClientRect().height > 10)"
        )
    assert shown[PHONE][1:] == ["block", False]
    assert shown[DESK] == ["table-row", "table-cell", True]
    browser.open(page, *PHONE)
    labels = browser.ask(
        "[...document.querySelectorAll('#needs-attention tbody tr:first-child td')].filter(e => e.checkVisibility())"
        ".map(e => getComputedStyle(e, '::before').content)"
    )
    assert '"Handed to"' in labels
    assert '"Do next"' in labels


def test_the_tab_key_goes_through_the_page_from_top_to_bottom_and_shows_where_it_is(
    browser: Browser, page: Path
) -> None:
    for size in (PHONE, DESK):
        browser.open(page, *size)
        inside = "a, summary"
        order = browser.ask(f"[...document.querySelectorAll('{inside}')].filter(e => e.checkVisibility()).length")
        went = []
        for _ in range(order):
            browser.press_tab()
            went.append(
                browser.ask(
                    "(e => [e.tagName, e.getBoundingClientRect().top + scrollY, getComputedStyle(e).outlineStyle,"
                    " e.getBoundingClientRect().height])(document.activeElement)"
                )
            )
        assert {name for name, *_ in went} == {"A", "SUMMARY"}
        tops = [top for _, top, _, _ in went]
        assert all(later >= earlier - 1 for earlier, later in pairwise(tops))
        assert {outline for _, _, outline, _ in went} == {"solid"}
        assert min(height for _, _, _, height in went) >= (24 if size == PHONE else 14)


def test_print_is_light_and_leaves_nothing_folded_away(browser: Browser, page: Path, tmp_path: Path) -> None:
    browser.open(page, *DESK, dark=True, media="")
    browser.print(tmp_path / "print.pdf")
    text = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "print.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = re.sub(r"\s+", "", text)
    for said in ("Plan 13", "Person 13: 1 open", "Dnoe", "Due soon means within"):
        assert said.replace(" ", "") in words
    assert smallest_letters(tmp_path / "print.pdf") >= 8
    browser.open(page, *DESK, dark=True, media="print")
    assert browser.ask("getComputedStyle(document.querySelector('.headline')).color") == "rgb(31, 41, 51)"
    assert browser.ask("getComputedStyle(document.querySelector('nav')).display") == "none"


def test_what_people_type_does_nothing_in_a_browser(browser: Browser, page: Path, tmp_path: Path) -> None:
    hostile = (
        *HOSTILE,
        "<script>document.title='run'</script>",
        "<img src=http://evil.example/x onerror=document.title='run'>",
        "</style><style>*{display:none}</style>",
        "</td></table><h2>Forged</h2>",
        "--><script>document.title='run'</script><!--",
        "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
        "<base href=http://evil.example/>",
        "&lt;b&gt;&#60;b&#62;",
    )
    with contextlib.chdir(tmp_path):
        log = write_log(tmp_path / "log.xlsx", hostile)
        assert main(["review", log.name, "--as-of", "2026-11-23", "--html"]) == 0
    browser.open(tmp_path / "log-review-2026-11-23.html", *PHONE)
    open_all(browser)
    assert browser.ask("document.title") == "Review of log"
    assert len(browser.requests) == 1
    assert browser.violations == []
    hostile_elements = set(browser.ask(ELEMENTS))
    said = browser.ask("document.body.textContent")
    assert "<script>document.title='run'</script>" in said
    assert "&lt;b&gt;&#60;b&#62;" in said
    assert set(browser.ask("[...document.links].map(link => link.protocol)")) == {"file:", "mailto:"}
    assert "Forged" not in browser.ask("[...document.querySelectorAll('h2')].map(e => e.textContent)")
    assert browser.ask(STICKS_OUT) == []
    browser.open(page, *PHONE)
    assert hostile_elements <= set(browser.ask(ELEMENTS)) | {"details class,open", "section "}
