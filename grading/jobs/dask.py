"""Workers on other machines, by way of a Dask scheduler. They need this package, and no course."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, Self

from distributed import Client

from grading.jobs.pool import Item, Outcome, Workers

SECONDS_TO_CONNECT = 10


class ClusterWorkers(Workers):
    """The processes of Dask that are known to a scheduler; they may come and go.

    A process that dies has its task tried on another one.

    Args:
        address: of the scheduler, such as tcp://10.0.0.1:8786.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Client | None = None
        self._sent: tuple[object, Any] = None, None  # a function, and what stands for it there

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            ConnectionError: no scheduler answers there.
        """
        self._connected()
        return self

    @property
    def count(self) -> int:  # type: ignore[override]
        """The processes that there are now; at least 1, for those that may yet come."""
        return max(1, len(self._connected().scheduler_info(n_workers=-1)["workers"]))

    def executor(self) -> Executor:
        """Return what runs tasks on the cluster."""
        # A task is no function of its arguments to Dask, which would keep what came of it.
        return self._connected().get_executor(pure=False)

    def start(self, function: Callable[[Item], Outcome], item: Item) -> Future[Outcome]:
        """Start a task; what is bound to its function is sent to the cluster once."""
        if not isinstance(function, partial):
            return super().start(function, item)
        if self._sent[0] is not function:
            client = self._connected()
            self._sent = function, client.scatter(function, broadcast=True, hash=False)
        return self.executor().submit(_call, self._sent[1], item)

    def close(self) -> None:
        """Disconnect; the scheduler then drops the tasks that are not done."""
        if self._client is not None:
            self._client.close()
            self._client, self._sent = None, (None, None)

    def _connected(self) -> Client:
        if self._client is None:
            try:
                self._client = Client(
                    self._address, timeout=SECONDS_TO_CONNECT, set_as_default=False
                )
            except (OSError, ValueError) as error:
                raise ConnectionError(
                    f"no Dask scheduler answers at {self._address}: {error}"
                ) from error
        return self._client


def _call(function: Callable[[Item], Outcome], item: Item) -> Outcome:
    return function(item)
