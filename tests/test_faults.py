"""Whatever happens to a run, nothing is lost: some 500 faults, after each of which every file is whole."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="faults are put in by Linux's own means")
SEED = 6


def faults(folder: Path, kind: str, count: int = 0, script: str = "faults.py") -> list[str]:
    """Return what is wrong after each fault of a kind, in a process of its own that forks."""
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(here / script), kind, str(folder), str(count), str(SEED)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("kind", "least"), [("kill", 50), ("locked", 15), ("full", 15), ("vanished", 15)], ids=str)
def test_a_run_struck_at_any_touch_of_the_disk_loses_nothing(
    tmp_path: Path, record_property: Callable[[str, object], None], kind: str, least: int
) -> None:
    found = faults(tmp_path, kind)
    assert [wrong for wrong in found if wrong] == []
    assert len(found) >= least
    record_property("faults", len(found))


@pytest.mark.parametrize(("kind", "count"), [("random", 20), ("size", 20), ("at once", 5), ("saving", 20)])
def test_a_run_stopped_at_any_time_or_size_or_by_its_twin_loses_nothing(
    tmp_path: Path, record_property: Callable[[str, object], None], kind: str, count: int
) -> None:
    found = faults(tmp_path, kind, count)
    assert [wrong for wrong in found if wrong] == []
    assert len(found) == count
    record_property("faults", count)


def test_a_full_disk_loses_nothing(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    found = faults(tmp_path, "disk", 10)
    if all("no mount" in wrong for wrong in found):
        pytest.skip("this process may mount no disk; the sizes above stop a write half-way too")
    assert [wrong for wrong in found if wrong] == []
    record_property("faults", len(found))


@pytest.mark.parametrize(("kind", "least"), [("kill", 60), ("locked", 25), ("full", 25), ("vanished", 25)], ids=str)
def test_a_log_that_is_being_changed_is_the_old_one_or_the_new_one(
    tmp_path: Path, record_property: Callable[[str, object], None], kind: str, least: int
) -> None:
    found = faults(tmp_path, kind, script="edit_faults.py")
    assert [wrong for wrong in found if wrong] == []
    assert len(found) >= least
    record_property("faults", len(found))


@pytest.mark.parametrize(("kind", "count"), [("random", 15), ("size", 10), ("at once", 3), ("saved meanwhile", 0)])
def test_a_change_stopped_at_any_time_or_beside_another_loses_nothing(
    tmp_path: Path, record_property: Callable[[str, object], None], kind: str, count: int
) -> None:
    found = faults(tmp_path, kind, count, script="edit_faults.py")
    assert [wrong for wrong in found if wrong] == []
    assert len(found) >= max(count, 3)
    record_property("faults", len(found))
