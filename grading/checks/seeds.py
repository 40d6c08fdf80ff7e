"""Derives the seeds of hidden inputs from a course's secret, so that nobody can predict them."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def derive(secret: str, *labels: str) -> str:
    """Return a seed of 256 bits, as text, for these labels; no seed reveals another."""
    text = "".join(f"{len(label)}:{label}" for label in labels)
    return hmac.digest(secret.encode(), text.encode(), hashlib.sha256).hex()


def read_secret(path: Path) -> str:
    """Return the secret of a course; if there is none, create one that only its owner can read.

    Raises:
        OSError: the secret can be neither read nor created.
    """
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as file:  # with mode 0600
            file.write(secrets.token_hex(32))
            file.flush()
            with suppress(FileExistsError):  # another process created it first
                os.link(file.name, path)  # atomic: no process can read half a secret
    return path.read_text(encoding="utf-8")
