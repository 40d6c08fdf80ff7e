"""The scratch folder of a kernel, which holds all that the kernel may write to."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

from grading.sandbox.confinement import HOME, SOCKETS

Files = Mapping[str, bytes]  # contents by relative path


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a scratch folder, and remove it in the end with whatever a student has left there."""
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
    """The environment variables that have programs keep their files in this home folder."""
    places = {
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    return {name: str(place) for name, place in places.items()}
