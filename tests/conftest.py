"""The fixtures ``libreoffice`` and ``browser``: running programs for the tests that open files in them.

Every test that uses one carries the marker of the same name, so ``pytest -m "not libreoffice and not browser"`` needs
neither.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import NoReturn

import browser as browser_module
import pytest
from browser import Browser, BrowserMissingError
from hypothesis import settings
from libreoffice import LibreOffice
from libreoffice_process import INSTALL, NEEDS, NEEDS_POPPLER, LibreOfficeMissingError

# A busy machine is no reason to fail, and a landing is decided on the same examples each time.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


# What is not marked slow is the fast core, which runs in seconds: the parts that others stand on, without whole runs.
CORE = ("expression", "template", "ooxml", "reader", "writer")
SLOW = ("test_resource_limits", "test_simplify", "test_agreement", "test_load")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use the fixture, and the slow ones, before ``-m`` selects among them."""
    for item in items:
        if item.path.stem in SLOW or item.path.parent.name not in CORE:
            item.add_marker("slow")
        for program in ("libreoffice", "browser"):
            if program in getattr(item, "fixturenames", ()):
                item.add_marker(program)


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[LibreOffice]:
    """A running LibreOffice; where it is not installed the test is skipped, and on CI it fails."""
    with contextlib.ExitStack() as stack:
        missing = ""
        try:
            office = stack.enter_context(LibreOffice())
        except LibreOfficeMissingError as problem:
            missing = str(problem)
        if missing:
            _do_without(missing, INSTALL)
        yield office


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; where it is not installed the test is skipped, and on CI it fails."""
    try:
        running = Browser()
    except BrowserMissingError as problem:
        _do_without(str(problem), browser_module.INSTALL)
    with running:
        yield running


def _do_without(missing: str, install: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"this test {missing}, and CI must run it: {install}", pytrace=False)
    pytest.skip(missing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many faults were put in, and how many tests did not run for want of a program."""
    passed = terminalreporter.stats.get("passed", [])
    if faults := sum(dict(report.user_properties).get("faults", 0) for report in passed):
        terminalreporter.write_line(f"faults put into runs: {faults}, nothing lost")
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    programs = ((NEEDS, INSTALL), (NEEDS_POPPLER, INSTALL), (browser_module.NEEDS, browser_module.INSTALL))
    for needs, install in programs:
        if count := sum(needs in reason for reason in skipped):
            line = f"tests that did not run: {count} ({needs}; install with: {install})"
            terminalreporter.write_line(line, yellow=True)
