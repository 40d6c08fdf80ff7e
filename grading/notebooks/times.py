"""Reads when a submission was handed in, from its timestamp.txt."""

from __future__ import annotations

import stat
import warnings
from datetime import UTC, datetime
from pathlib import Path

import dateutil.parser
import dateutil.tz
from nbgrader.utils import parse_utc

TIME = "timestamp.txt"  # nbgrader's exchange writes the time of submission here
LARGEST_TIME = 1 << 10  # bytes of a file that holds a time


def read_time(path: Path) -> str:
    """Return the time in a file as text; empty if the file holds no time that can be understood."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_TIME:
            return ""
        text = path.read_text(encoding="utf-8").strip()
        _moment(text)
    except Exception:  # dateutil raises many types
        return ""
    return text


def put_in_utc(path: Path) -> None:
    """Rewrite the time in a file in UTC if nbgrader would misread it (+0100 as 100 seconds)."""
    if not (text := read_time(path)):
        return
    moment = _moment(text)
    try:
        is_understood = parse_utc(text) == moment
    except Exception:  # nbgrader finds the name of a zone only after a date and a time
        is_understood = False
    if not is_understood:
        path.write_text(f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC\n", encoding="utf-8")


def _moment(text: str) -> datetime:
    """Return the moment that a text names, as a naive datetime in UTC.

    A text without a time zone is taken for UTC.

    Raises:
        Exception: dateutil does not understand the text.
    """
    time, _, name = text.rpartition(" ")
    if name.isalpha() and (zone := dateutil.tz.gettz(name)):
        moment = dateutil.parser.parse(time).replace(tzinfo=zone)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("error", dateutil.parser.UnknownTimezoneWarning)
            moment = dateutil.parser.parse(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
