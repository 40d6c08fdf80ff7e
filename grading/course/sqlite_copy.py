"""SQLite for workers, `sqlite+copy:///`: nbgrader opens its gradebook anew in each of its steps.

It takes what SQLAlchemy would do each time for granted: what was compiled for one engine is right
for the next, and the tables are there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection

SCHEME = "sqlite+copy"
_COMPILED: dict[Any, Any] = {}


class CopyDialect(SQLiteDialect_pysqlite):
    """SQLite; all its engines share what has been compiled."""

    driver = "copy"
    supports_statement_cache = True

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Prepare each new engine, as SQLAlchemy asks."""
        engine.update_execution_options(compiled_cache=_COMPILED)

    def has_table(self, *_: Any, **__: Any) -> bool:
        """Return True: a copy is made with all of nbgrader's tables."""
        return True

    def get_table_names(self, *_: Any, **__: Any) -> list[str]:
        """Return one name, as nbgrader looks if there are any tables."""
        return ["course"]

    def on_connect(self) -> Callable[[DBAPIConnection], None]:
        """Return what prepares a connection: nothing of a copy need outlive the machine."""
        prepare = super().on_connect()

        def connect(connection: DBAPIConnection) -> None:
            prepare(connection)
            cursor = connection.cursor()
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA journal_mode = MEMORY")
            cursor.close()

        return connect

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.copy", __name__, CopyDialect.__name__)
