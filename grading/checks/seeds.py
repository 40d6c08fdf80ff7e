"""Seeds of hidden inputs: who does not know the course's secret can predict none of them."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def derive(secret: str, *labels: str) -> str:
    """Return a seed of 256 bits, as text, for a sequence of labels; none tells of another."""
    text = "".join(f"{len(label)}:{label}" for label in labels)
    return hmac.digest(secret.encode(), text.encode(), hashlib.sha256).hex()


def read_secret(path: Path) -> str:
    """Return the secret of a course; it is made where there is none yet, for its owner's eyes only.

    Raises:
        OSError: it can be neither read nor made.
    """
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as file:  # with the rights 0600
            file.write(secrets.token_hex(32))
            file.flush()
            with suppress(FileExistsError):  # another process was quicker
                os.link(file.name, path)  # so the secret is there as a whole, or not at all
    return path.read_text(encoding="utf-8")
