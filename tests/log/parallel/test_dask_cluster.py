"""A real cluster of two workers reads logs; losing one of them loses no log."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from distributed import Client, LocalCluster
from messages import one_line
from reviews import sheet_of, table

from benchmarks.logs import make_log
from sheetkit.cli import main
from sheetkit.errors import SheetkitError
from sheetkit.log.parallel.dask_cluster import dask_cluster
from sheetkit.log.parallel.map_logs import map_logs
from sheetkit.log.parallel.source import FailedLog, LogBytes
from sheetkit.log.read_log import Log, read_log


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as running:
        yield running.scheduler_address


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("logs")
    for seed in range(24):
        make_log(folder / f"log-{seed:02d}.xlsx", 60, seed)
    (folder / "no-log.xlsx").write_bytes(b"Item;Handed to;Due\n")
    return sorted(folder.glob("*.xlsx"))


def workers(scheduler: str) -> dict[str, int]:
    """The workers' processes by their addresses."""
    with Client(scheduler, set_as_default=False) as client:
        return client.run(os.getpid)


def assert_all_read(found: list[Log | FailedLog], paths: list[Path]) -> None:
    for one, path in zip(found, paths, strict=True):
        if path.name == "no-log.xlsx":
            assert isinstance(one, FailedLog)
            assert "CSV" in one.reason
            continue
        assert isinstance(one, Log), one
        pd.testing.assert_frame_equal(one.frame, read_log(path).frame)


def test_a_cluster_reads_paths_and_bytes(scheduler: str, paths: list[Path]) -> None:
    assert len(workers(scheduler)) == 2
    with dask_cluster(scheduler) as executor:
        found = map_logs([*paths[:3], *(LogBytes(path, path.read_bytes()) for path in paths[3:])], replace, executor)
    assert_all_read(found, paths)


def test_a_worker_that_is_killed_in_the_middle_loses_no_log(scheduler: str, paths: list[Path]) -> None:
    before = workers(scheduler)
    killed = []

    def kill_one(done: int, _of: int) -> None:
        if done == 3:
            killed.append(next(iter(before.values())))
            os.kill(killed[0], signal.SIGKILL)

    with dask_cluster(scheduler) as executor:
        found = map_logs(paths, replace, executor, kill_one)
    assert len(killed) == 1
    assert killed[0] not in workers(scheduler).values()
    assert_all_read(found, paths)


def test_a_scheduler_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetkit.log.parallel.dask_cluster._TIMEOUT", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(SheetkitError, match=f"No Dask scheduler answers at '{address}'"), dask_cluster(address):
            pass


def test_the_command_lets_a_cluster_read(scheduler: str, paths: list[Path], tmp_path: Path) -> None:
    made = tmp_path / "team.xlsx"
    command = ["review", str(paths[0].parent), "--scheduler", scheduler, "--as-of", "2026-11-23", "-o", str(made)]
    assert main(command) == 0
    lines = table(sheet_of(made, "By log"))
    assert len(lines) == 25
    assert str(lines[0]["What to know"]).startswith("Not read: 'no-log.xlsx'")
    assert {line["Lines"] for line in lines[1:]} == {60}


def test_the_command_says_that_no_cluster_is_there(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sheetkit.log.parallel.dask_cluster._TIMEOUT", 1)
    assert main(["review", str(paths[0]), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "No Dask scheduler answers" in one_line(capsys.readouterr().err)
