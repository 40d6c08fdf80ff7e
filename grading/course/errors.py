"""What stops the command `grade` as a whole, and what an error says of itself."""

from sqlalchemy.exc import SQLAlchemyError


class CourseError(Exception):
    """The command cannot be carried out; the text says why and what to do."""


def in_a_line(error: Exception) -> str:
    """Return an error's first line, with its type unless a person would understand it without."""
    text = str(error).split("\n")[0]
    return text if text and isinstance(error, OSError | SQLAlchemyError) else repr(error)
