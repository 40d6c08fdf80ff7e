"""Makes SQLite fast for workers (`sqlite+copy:///`): nbgrader reopens the gradebook in each step.

This dialect skips SQLAlchemy's inspection of the tables and shares compiled statements between
engines, which saves 0.1 s a submission.
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
    """SQLite whose engines share their compiled statements, and whose tables always exist."""

    driver = "copy"
    supports_statement_cache = True

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Give each new engine the shared cache of compiled statements; SQLAlchemy calls this."""
        engine.update_execution_options(compiled_cache=_COMPILED)

    def has_table(self, *_: Any, **__: Any) -> bool:
        """Return True: each copy is made with all of nbgrader's tables."""
        return True

    def get_table_names(self, *_: Any, **__: Any) -> list[str]:
        """Return one name: nbgrader only asks whether there are any tables."""
        return ["course"]

    def on_connect(self) -> Callable[[DBAPIConnection], None]:
        """Return a function that makes connections fast: a copy need not survive a crash."""
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
