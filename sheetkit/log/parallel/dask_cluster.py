"""An existing Dask cluster as an executor that reads logs: for many machines, not for one."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from sheetkit.errors import SheetkitError

_TIMEOUT = 20  # seconds until a scheduler that does not answer counts as not there


@contextmanager
def dask_cluster(address: str) -> Iterator[Executor]:
    """Connect to the scheduler at an address such as tcp://10.0.0.5:8786, and leave the cluster as it was.

    When a worker is lost, the cluster itself gives what it was reading to another. Raises SheetkitError, one
    sentence, where Dask is not installed or nothing answers.
    """
    try:
        from distributed import Client  # noqa: PLC0415  an extra, which only a cluster needs
    except ImportError:
        raise SheetkitError(
            "A cluster needs Dask, which is not installed: install sheetkit with its extra 'dask'."
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said below, or log by log
    try:
        client = Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise SheetkitError(
            f"No Dask scheduler answers at {address!r} ({type(error).__name__}): name it as tcp://HOST:PORT."
        ) from None
    with client:
        yield client.get_executor(pure=False)
