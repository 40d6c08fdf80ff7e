"""Runs tasks on other machines by Dask; its workers need this package, but no course."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, Self

from distributed import Client

from grading.jobs.pool import Item, Outcome, Workers

SECONDS_TO_CONNECT = 10


class ClusterWorkers(Workers):
    """The workers that a Dask scheduler knows; workers may come and go.

    When a worker dies, another one runs its task.

    Args:
        address: address of the scheduler, such as tcp://10.0.0.1:8786.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Client | None = None
        self._sent: tuple[object, Any] = (
            None,
            None,
        )  # a function, and Dask's reference to its copy on the cluster

    def __enter__(self) -> Self:
        """Connect to the scheduler.

        Raises:
            ConnectionError: no scheduler answers at the address.
        """
        self._connect()
        return self

    @property
    def count(self) -> int:  # type: ignore[override]
        """The number of workers now; at least 1, as workers may come later."""
        return max(1, len(self._connect().scheduler_info(n_workers=-1)["workers"]))

    def executor(self) -> Executor:
        """Return an executor that runs tasks on the cluster."""
        # Not pure: Dask would otherwise keep and reuse the result of a task.
        return self._connect().get_executor(pure=False)

    def start(self, function: Callable[[Item], Outcome], item: Item) -> Future[Outcome]:
        """Start a task; send the arguments bound to its function to the cluster only once."""
        if not isinstance(function, partial):
            return super().start(function, item)
        if self._sent[0] is not function:
            client = self._connect()
            self._sent = function, client.scatter(function, broadcast=True, hash=False)
        return self.executor().submit(_call, self._sent[1], item)

    def close(self) -> None:
        """Disconnect; the scheduler then drops unfinished tasks."""
        if self._client is not None:
            self._client.close()
            self._client, self._sent = None, (None, None)

    def _connect(self) -> Client:
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
