"""Copies a submission's rows of the gradebook for a worker, and writes the changes back.

nbgrader's steps need a database. A worker gives them one of its own, with the rows of the
submission being graded. The changed rows are then written to the class's gradebook, many
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
Change = tuple[Rows, Rows]  # of one submission: its rows before, and after

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
        """Create the file, with the rows of an assignment and no submission."""
        Base.metadata.create_all(self._engine, checkfirst=False)
        self._insert(assignment)

    def lend(self, submission: Rows) -> None:
        """Replace the rows of the earlier submission by those of another."""
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
            for name, table_rows in rows.items():
                if table_rows:
                    connection.execute(TABLES[name].insert(), list(table_rows.values()))


def rows_of_assignment(gradebook: Gradebook, assignment: str) -> Rows:
    """Return the rows of an assignment that belong to no submission."""
    assignment_row = gradebook.find_assignment(assignment)
    notebooks = [notebook.id for notebook in assignment_row.notebooks]
    cell = TABLES["base_cell"].c
    conditions: dict[str, ColumnElement[bool]] = {
        "course": TABLES["course"].c.id == assignment_row.course_id,
        "assignment": TABLES["assignment"].c.id == assignment_row.id,
        "notebook": TABLES["notebook"].c.id.in_(notebooks),
        "base_cell": cell.notebook_id.in_(notebooks),
        "source_cell": TABLES["source_cell"].c.notebook_id.in_(notebooks),
    }
    for name in OF_CELLS:
        ids = select(cell.id).where(cell.notebook_id.in_(notebooks))
        conditions[name] = TABLES[name].c.id.in_(ids)
    with gradebook.engine.connect() as connection:
        return {
            name: _by_id(connection, select(TABLES[name]).where(condition))
            for name, condition in conditions.items()
        }


def rows_of_submissions(gradebook: Gradebook, assignment: str) -> dict[str, Rows]:
    """Return the rows of each student in the gradebook, and of the student's submission, if any.

    Looking up a student who is not in the gradebook gives empty rows.
    """
    submitted, notebook = TABLES["submitted_assignment"], TABLES["submitted_notebook"]
    notebooks = submitted.join(TABLES["assignment"]).join(
        notebook, notebook.c.assignment_id == submitted.c.id
    )
    rows_by_student: dict[str, Rows] = defaultdict(lambda: {name: {} for name in OF_SUBMISSION})
    with gradebook.engine.connect() as connection:
        for key, row in _by_id(connection, select(TABLES["student"])).items():
            rows_by_student[key]["student"][key] = row
        for name in OF_SUBMISSION[1:]:
            table = TABLES[name]
            source = notebooks
            if name in ("grade", "comment"):
                source = notebooks.join(table, table.c.notebook_id == notebook.c.id)
            query = select(submitted.c.student_id.label("whose"), *table.c).select_from(source)
            query = query.where(TABLES["assignment"].c.name == assignment)
            for row in connection.execute(query).mappings():
                values = dict(row)
                rows_by_student[values.pop("whose")][name][values["id"]] = values
    return rows_by_student


def forget_scores(gradebook: Gradebook, submissions: Iterable[Rows]) -> None:
    """Clear the scores by checks, in these rows and in the gradebook; keep those by a person.

    A score in the gradebook thus belongs to a submission that was graded to the end.

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
    """Write the changed values in one transaction, and leave all others as they are.

    Returns:
        For each submission, why its rows could not be written; empty if they were.

    Raises:
        SQLAlchemyError: the gradebook cannot be written.
    """
    try:
        with gradebook.engine.begin() as connection:
            _write(connection, changes)
    except (IntegrityError, DataError) as error:  # such as a student whom somebody has added since
        if len(changes) == 1:
            problem = f"the gradebook has changed meanwhile, or cannot take this ({error.orig})"
            return [f"{problem}: grade it again"]
        return [problem for change in changes for problem in merge(gradebook, [change])]
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


def hash_of_rows(rows: Rows) -> str:
    """Return a hash of a submission's rows."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()


def _by_id(connection: Connection, query: Select[Any]) -> dict[str, Row]:
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}
