"""An existing Dask cluster as an executor: for many machines, not for one."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from sheetkit.errors import SheetkitError

_TIMEOUT = 20  # seconds to wait for the scheduler


@contextmanager
def dask_cluster(address: str) -> Iterator[Executor]:
    """Yield an executor that runs on the cluster whose scheduler is at `address`, such as tcp://10.0.0.5:8786.

    When a worker is lost, the cluster gives its work to another one. The cluster keeps running afterwards. Raises
    SheetkitError where Dask is not installed or no scheduler answers.
    """
    try:
        from distributed import Client  # noqa: PLC0415  an extra, which only a cluster needs
    except ImportError:
        raise SheetkitError(
            "A cluster needs Dask, which is not installed: install sheetkit with its extra 'dask'."
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # errors are reported below, or for each log
    try:
        client = Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise SheetkitError(
            f"No Dask scheduler answers at {address!r} ({type(error).__name__}). Check that it is running; its address "
            "looks like tcp://HOST:PORT."
        ) from None
    with client:
        yield client.get_executor(pure=False)
