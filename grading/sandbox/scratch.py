"""The scratch folder of a kernel, which holds all that the kernel may write to."""

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

# Bytes of a path. A socket's may have 107 on Linux and 103 on macOS, of which up to 36 are ours
# (kernel-abcdefgh/sockets/socket-54321) or multiprocessing's (pymp-abcdefgh/listener-abcdefgh).
LONGEST_TEMPORARY = 64

Files = Mapping[str, bytes]  # contents by relative path


def check_temporary_folder() -> None:
    """See whether sockets fit into the folder for temporary files: their paths are bounded.

    Raises:
        OSError: they do not; the text says what to do.
    """
    folder = tempfile.gettempdir()
    if len(os.fsencode(folder)) > LONGEST_TEMPORARY:
        raise OSError(
            f"the folder for temporary files, {folder}, has too long a path for sockets in it: set "
            "the environment variable TMPDIR to a shorter one, such as /tmp"
        )


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a scratch folder, and remove it in the end with whatever a student has left there.

    Raises:
        OSError: there is no place for it.
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
    """Put the files into a kernel's home folder; return its working folder, where they are."""
    import matplotlib  # it takes long, and is at hand where kernels are

    work = home / "work"
    work.mkdir()
    for name, data in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    # With a copy of this list of fonts, matplotlib need not search the machine for them.
    shutil.copytree(matplotlib.get_cachedir(), home / "matplotlib")
    return work


def environment_in(home: Path) -> dict[str, str]:
    """Return the environment variables that have programs keep their files in this home folder."""
    places = {
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    return {name: str(place) for name, place in places.items()}
