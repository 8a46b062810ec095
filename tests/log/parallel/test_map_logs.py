"""Many logs are read like one, wherever that happens, and none stops another."""

import os
import pickle
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from logs import row, type_rows
from made import blank_log

from benchmarks.logs import make_log
from sheetkit import __version__
from sheetkit.log.parallel import map_logs as many
from sheetkit.log.parallel import processes
from sheetkit.log.parallel.map_logs import map_logs
from sheetkit.log.parallel.source import FailedLog, LazyLogBytes, LogAddress, LogBytes, read_in_worker
from sheetkit.log.read.options import ReadOptions
from sheetkit.log.read_log import Log
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of seven logs; two more files only look like one."""
    folder = tmp_path_factory.mktemp("logs")
    for seed in range(7):
        make_log(folder / f"log-{seed}.xlsx", 20 + seed, seed)
    (folder / "log-7.xlsx").write_bytes(b"Item;Handed to;Due\n")
    (folder / "log-8.xlsx").write_bytes((folder / "log-0.xlsx").read_bytes()[:3_000])
    return folder


@pytest.fixture
def paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


@pytest.fixture
def read_in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MIN_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr(many, "processors", lambda: 2)


class Recording(ThreadPoolExecutor):
    """An executor that records what is submitted to it."""

    def __init__(self) -> None:
        super().__init__(2)
        self.seen: list[tuple[Any, ...]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.seen.append((fn, *args))
        return super().submit(fn, *args, **kwargs)


class Failing(Executor):
    """An executor that loses every other worker, in its own way."""

    def __init__(self, error: Exception, *, at_once: bool = False) -> None:
        self.error, self.at_once, self.count = error, at_once, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.at_once:
            raise self.error
        future: Future[Any] = Future()
        self.count += 1
        if self.count % 2:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(self.error)
        return future


@dataclass(frozen=True)
class Deadly(LogBytes):
    """An object that ends the process that unpickles it, as running out of memory would."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def assert_same(found: list[Log | FailedLog], paths: list[Path]) -> None:
    assert len(found) == len(paths)
    for one, path in zip(found, paths, strict=True):
        (alone,) = map_logs([path], replace)
        if isinstance(alone, FailedLog):
            assert one == alone
            continue
        assert isinstance(one, Log)
        assert one.path == path
        pd.testing.assert_frame_equal(one.frame, alone.frame)
        assert (one.problems, one.settings, one.notes) == (alone.problems, alone.settings, alone.notes)


def test_processes_read_what_one_process_reads(paths: list[Path], read_in_processes: None) -> None:
    assert_same(map_logs(paths, replace), paths)


def test_any_executor_reads_them_and_is_given_paths_alone(paths: list[Path]) -> None:
    with Recording() as executor:
        assert_same(map_logs(paths, replace, executor), paths)
    assert [(function, path, version) for function, path, _, version in executor.seen] == [
        (read_in_worker, path, __version__) for path in paths
    ]


def test_the_function_is_called_where_the_log_is_read(paths: list[Path], read_in_processes: None) -> None:
    assert set(map_logs(paths, _process)).isdisjoint({os.getpid()})
    assert map_logs(paths[:1], _process) == [os.getpid()]


def test_lazy_bytes_are_pickled_as_bytes_or_as_the_path_that_cannot_be_read(paths: list[Path], folder: Path) -> None:
    sent = pickle.loads(pickle.dumps(LazyLogBytes(paths[0])))
    assert sent == LogBytes(paths[0], paths[0].read_bytes())
    sent = pickle.loads(pickle.dumps(LazyLogBytes(paths[0], ReadOptions(codec="cp1252"))))
    assert sent.options.codec == "cp1252"
    assert pickle.loads(pickle.dumps(LazyLogBytes(folder / "gone.xlsx"))) == folder / "gone.xlsx"


def _process(_log: Log) -> int:
    return os.getpid()


def test_a_log_that_cannot_be_read_says_why_and_stops_no_other(paths: list[Path], folder: Path) -> None:
    found = map_logs([*paths, folder / "gone.xlsx", folder], replace)
    reasons = [one.reason for one in found if isinstance(one, FailedLog)]
    assert len(found) - len(reasons) == 7
    for reason, says in zip(reasons, ("CSV", "cut off", "There is no file", "is a folder"), strict=True):
        assert says in reason


def test_a_process_that_dies_takes_one_log_with_it(paths: list[Path], read_in_processes: None) -> None:
    deadly = Deadly(Path("heavy.xlsx"), b"")
    found = map_logs([*paths[:3], deadly, *paths[3:]], replace)
    assert found[3] == FailedLog("heavy.xlsx", f"'heavy.xlsx' was not read: {processes._CRASHED_PROCESS}")
    assert_same(found[:3] + found[4:], paths)


def test_bytes_can_be_sent_instead_of_a_path(paths: list[Path], tmp_path: Path) -> None:
    path = blank_log(tmp_path)
    type_rows(path, [row(copy_kept_at=str(tmp_path / "nowhere"))])
    there, here = map_logs([LogBytes(path, path.read_bytes()), path], replace)
    assert isinstance(there, Log) and isinstance(here, Log)
    pd.testing.assert_frame_equal(there.frame, here.frame)
    assert [one.code for one in here.problems] == ["copy-not-found"]
    assert there.problems == []
    assert "read on another machine" in there.notes[0]
    truncated = paths[8].read_bytes()
    assert map_logs([LogBytes(paths[8], truncated)], replace) == map_logs(paths[8:9], replace)


def test_an_address_is_downloaded_where_it_is_read(paths: list[Path], read_in_processes: None) -> None:
    found = map_logs(
        [LogAddress(path.as_uri()) for path in paths[:2]] + [LogAddress("file:///no/such/log.xlsx")], replace
    )
    assert all(isinstance(one, Log) and len(one.frame) for one in found[:2])
    assert isinstance(found[2], FailedLog)
    assert found[2].path == "file:///no/such/log.xlsx"
    assert "cannot be downloaded" in found[2].reason


def test_an_executor_that_loses_its_workers_is_reported_for_each_log(paths: list[Path]) -> None:
    found = map_logs(paths[:4], replace, Failing(RuntimeError("three times")))
    assert [type(one) for one in found] == [Log, FailedLog, Log, FailedLog]
    assert isinstance(found[1], FailedLog)
    assert "its worker was lost (RuntimeError: three times)" in found[1].reason


@pytest.mark.parametrize("at_once", [True, False])
def test_an_executor_that_breaks_down_leaves_no_log_unnamed(paths: list[Path], at_once: bool) -> None:
    found = map_logs(paths[:4], replace, Failing(BrokenExecutor("gone"), at_once=at_once))
    failed = [one for one in found if isinstance(one, FailedLog)]
    assert len(failed) == (4 if at_once else 2)
    assert all("its executor broke down" in one.reason for one in failed)


def test_a_worker_of_another_version_is_refused(paths: list[Path]) -> None:
    found = read_in_worker(paths[0], _process, "0.0.0")
    assert isinstance(found, FailedLog)
    assert f"sheetkit {__version__}, not 0.0.0" in found.reason


def test_a_thousand_logs_share_one_template(paths: list[Path], tmp_path: Path, read_in_processes: None) -> None:
    own = load_template(shipped().source.replace('name = "handoff"', 'name = "ours"'), "ours")
    theirs = [blank_log(tmp_path, template=own, name=f"{name}.xlsx") for name in "ab"]
    found = map_logs([*paths[:2], *theirs], replace)
    templates = [one.template for one in found if isinstance(one, Log)]
    assert templates[0] is templates[1]
    assert templates[0] == shipped()
    assert templates[2] is templates[3]
    assert replace(templates[2], source="") == replace(own, source="")


def test_progress_is_reported_after_each_log(paths: list[Path]) -> None:
    calls: list[tuple[int, int]] = []
    map_logs(paths, replace, progress=lambda done, of: calls.append((done, of)))
    assert calls == [(number, 9) for number in range(1, 10)]


def test_few_logs_are_read_at_once_without_other_processes(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_pool", lambda _: pytest.fail("a pool was started"))
    assert_same(map_logs(paths, replace), paths)
