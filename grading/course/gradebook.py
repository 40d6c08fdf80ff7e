"""The gradebook's rows of single submissions: lent to a worker, and taken back from it.

nbgrader's steps want a database. A worker gives them one of its own, with the rows of the
submission that it works on. What has changed there is then written to the class's gradebook, many
submissions in one transaction: so no worker waits for another, or for the gradebook.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nbgrader.api import Base, Gradebook
from sqlalchemy import ColumnElement, Connection, Select, bindparam, create_engine, select
from sqlalchemy.exc import DataError, IntegrityError

from grading.course import sqlite_copy

Row = dict[str, Any]
Rows = dict[str, dict[str, Row]]  # by table and id
Change = tuple[Rows, Rows]  # of one submission: as they were, and as they are now

TABLES = Base.metadata.tables
OF_ASSIGNMENT = ("course", "assignment", "notebook", "base_cell", "source_cell")
OF_CELLS = ("grade_cells", "solution_cells", "task_cells")
OF_SUBMISSION = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


class GradebookCopy:
    """A gradebook in a file, with the cells of one assignment and, at a time, one submission.

    Attributes:
        url: of the database.
    """

    def __init__(self, path: Path) -> None:
        self.url = f"{sqlite_copy.SCHEME}:///{path}"
        self._engine = create_engine(self.url)

    def make(self, assignment: Rows) -> None:
        """Make the file."""
        Base.metadata.create_all(self._engine, checkfirst=False)
        self._insert(assignment)

    def lend(self, submission: Rows) -> None:
        """Let these be the only rows of a submission."""
        with self._engine.begin() as connection:
            for name in reversed(OF_SUBMISSION):
                connection.execute(TABLES[name].delete())
        self._insert(submission)

    def take(self) -> Rows:
        """Return the rows of the submission as they are now."""
        with self._engine.connect() as connection:
            return {name: _by_id(connection, select(TABLES[name])) for name in OF_SUBMISSION}

    def _insert(self, rows: Rows) -> None:
        with self._engine.begin() as connection:
            for name, found in rows.items():
                if found:
                    connection.execute(TABLES[name].insert(), list(found.values()))


def rows_of_assignment(gradebook: Gradebook, assignment: str) -> Rows:
    """All that belongs to an assignment and to no submission."""
    about = gradebook.find_assignment(assignment)
    notebooks = [notebook.id for notebook in about.notebooks]
    cell = TABLES["base_cell"].c
    wanted: dict[str, ColumnElement[bool]] = {
        "course": TABLES["course"].c.id == about.course_id,
        "assignment": TABLES["assignment"].c.id == about.id,
        "notebook": TABLES["notebook"].c.id.in_(notebooks),
        "base_cell": cell.notebook_id.in_(notebooks),
        "source_cell": TABLES["source_cell"].c.notebook_id.in_(notebooks),
    }
    for name in OF_CELLS:
        ids = select(cell.id).where(cell.notebook_id.in_(notebooks))
        wanted[name] = TABLES[name].c.id.in_(ids)
    with gradebook.engine.connect() as connection:
        return {
            name: _by_id(connection, select(TABLES[name]).where(condition))
            for name, condition in wanted.items()
        }


def rows_of_submissions(gradebook: Gradebook, assignment: str) -> dict[str, Rows]:
    """Return the rows of each student on the class list, with those of a submission, if any.

    Who is on no list has none.
    """
    submitted, notebook = TABLES["submitted_assignment"], TABLES["submitted_notebook"]
    books = submitted.join(TABLES["assignment"]).join(
        notebook, notebook.c.assignment_id == submitted.c.id
    )
    found: dict[str, Rows] = defaultdict(lambda: {name: {} for name in OF_SUBMISSION})
    with gradebook.engine.connect() as connection:
        for key, row in _by_id(connection, select(TABLES["student"])).items():
            found[key]["student"][key] = row
        for name in OF_SUBMISSION[1:]:
            table = TABLES[name]
            source = books
            if name in ("grade", "comment"):
                source = books.join(table, table.c.notebook_id == notebook.c.id)
            query = select(submitted.c.student_id.label("whose"), *table.c).select_from(source)
            query = query.where(TABLES["assignment"].c.name == assignment)
            for row in connection.execute(query).mappings():
                values = dict(row)
                found[values.pop("whose")][name][values["id"]] = values
    return found


def forget_scores(gradebook: Gradebook, submissions: Iterable[Rows]) -> None:
    """Clear what checks have given, here and in the gradebook; what a person has given stays.

    So a score that is there is of a submission that was graded to the end.

    Raises:
        SQLAlchemyError: the gradebook cannot be written.
    """
    changes = []
    for rows in submissions:
        before = rows | {"grade": {key: dict(row) for key, row in rows["grade"].items()}}
        for grade in rows["grade"].values():
            grade |= {"auto_score": None, "needs_manual_grade": True}
        changes.append((before, rows))
    merge(gradebook, changes)


def merge(gradebook: Gradebook, changes: Sequence[Change]) -> list[str]:
    """Write what has changed, in one transaction; what others have written since is left alone.

    Returns:
        Of each submission, why its rows do not fit into the gradebook any more; empty if they do.

    Raises:
        SQLAlchemyError: the gradebook cannot be written.
    """
    try:
        with gradebook.engine.begin() as connection:
            _write(connection, changes)
    except (IntegrityError, DataError) as error:  # such as a student whom somebody has added since
        if len(changes) == 1:
            said = f"the gradebook has changed meanwhile, or cannot take this ({error.orig})"
            return [f"{said}: grade it again"]
        return [why for change in changes for why in merge(gradebook, [change])]
    return [""] * len(changes)


def _write(connection: Connection, changes: Sequence[Change]) -> None:
    for name in OF_SUBMISSION:
        table, new = TABLES[name], []
        changed: dict[tuple[str, ...], list[Row]] = defaultdict(list)  # by columns
        for before, after in changes:
            for key, row in after[name].items():
                if key not in before[name]:
                    new.append(row)
                elif columns := [c for c, value in row.items() if value != before[name][key][c]]:
                    changed[tuple(columns)].append(
                        {f"new_{c}": row[c] for c in columns} | {"_id": key}
                    )
        if new:
            connection.execute(table.insert(), new)
        for names, rows in changed.items():
            values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in names}
            query = table.update().where(table.c.id == bindparam("_id")).values(values)
            connection.execute(query, rows)


def digest(rows: Rows) -> str:
    """Return a hash of rows."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()


def _by_id(connection: Connection, query: Select[Any]) -> dict[str, Row]:
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}
