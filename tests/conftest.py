"""The fixture ``libreoffice``: a running LibreOffice for the tests that open workbooks in it.

Every test that uses it carries the marker of the same name, so ``pytest -m "not libreoffice"`` runs only the
fast tests.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest
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
        if "libreoffice" in getattr(item, "fixturenames", ()):
            item.add_marker("libreoffice")


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[LibreOffice]:
    """A running LibreOffice; where it is not installed the test is skipped, and on CI it fails."""
    with contextlib.ExitStack() as stack:
        missing = ""
        try:
            office = stack.enter_context(LibreOffice())
        except LibreOfficeMissingError as problem:
            missing = str(problem)
        if missing and os.environ.get("CI"):
            pytest.fail(f"this test {missing}, and CI must run it: {INSTALL}", pytrace=False)
        if missing:
            pytest.skip(missing)
        yield office


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many faults were put in, and how many tests did not run for want of LibreOffice."""
    passed = terminalreporter.stats.get("passed", [])
    if faults := sum(dict(report.user_properties).get("faults", 0) for report in passed):
        terminalreporter.write_line(f"faults put into runs: {faults}, nothing lost")
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for needs in (NEEDS, NEEDS_POPPLER):
        if count := sum(needs in reason for reason in skipped):
            line = f"tests that did not run: {count} ({needs}; install with: {INSTALL})"
            terminalreporter.write_line(line, yellow=True)
