"""The error that stops the command `grade`, and how any error is told in a line."""

from sqlalchemy.exc import SQLAlchemyError


class CourseError(Exception):
    """The command cannot be carried out; the message says why and what to do."""


def in_a_line(error: Exception) -> str:
    """Return the first line of an error of the system or the database, else the error's repr."""
    text = str(error).split("\n")[0]
    return text if text and isinstance(error, OSError | SQLAlchemyError) else repr(error)
