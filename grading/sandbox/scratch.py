"""Makes a kernel's scratch folder, which is the only folder that the kernel may write to."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

from grading.sandbox.confinement import HOME, SOCKETS

# Bytes of a path. A socket's path may have 107 on Linux and 103 on macOS; up to 36 are the grader's
# (kernel-abcdefgh/sockets/socket-54321) or multiprocessing's (pymp-abcdefgh/listener-abcdefgh).
LONGEST_TEMPORARY = 64

Files = Mapping[str, bytes]  # contents by relative path


def check_temporary_folder() -> None:
    """Raise an error if the temporary folder's path is too long for sockets in the folder.

    Raises:
        OSError: the path is too long; the text says what to do.
    """
    folder = tempfile.gettempdir()
    if len(os.fsencode(folder)) > LONGEST_TEMPORARY:
        raise OSError(
            f"the folder for temporary files, {folder}, has too long a path for sockets in it: set "
            "the environment variable TMPDIR to a shorter one, such as /tmp"
        )


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a new scratch folder; remove it in the end with all that a student has left there.

    Raises:
        OSError: the folder cannot be made.
    """
    check_temporary_folder()
    scratch = Path(tempfile.mkdtemp(prefix="kernel-"))
    try:
        for name in (HOME, SOCKETS):
            (scratch / name).mkdir()
        yield scratch
    finally:  # not by shutil, which fails on very deep folders
        subprocess.run(["chmod", "-R", "u+rwX", scratch], stderr=DEVNULL, check=False)
        subprocess.run(["rm", "-rf", scratch], stderr=DEVNULL, check=False)


def fill_home(home: Path, files: Files) -> Path:
    """Write the files into a working folder in a kernel's home folder, and return that folder."""
    import matplotlib  # this takes long, and not every caller of this module has kernels

    working_folder = home / "work"
    working_folder.mkdir()
    for name, data in files.items():
        path = working_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    # With a copy of this list of fonts, matplotlib need not search the machine for them.
    shutil.copytree(matplotlib.get_cachedir(), home / "matplotlib")
    return working_folder


def environment_in(home: Path) -> dict[str, str]:
    """Return environment variables that make programs keep their files in this home folder."""
    folders = {
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    return {name: str(folder) for name, folder in folders.items()}
