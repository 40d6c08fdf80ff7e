"""Collects what a machine with a GPU and no network needs: `make gpu-wheels`, before `make gpu`.

    python -m accelerator.wheels FOLDER [NAME...]

torch, torchvision, and what comes with them, are that machine's own, and so are the packages that
are named, such as scipy and pandas; JupyterLab is not needed.
"""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NEEDED = ("nbgrader-hidden-checks", "ipykernel", "d2l", "scipy", "cosmic-ray", "jupytext")
THERE = (
    "torch torchvision triton numpy pillow sympy mpmath networkx jinja2 markupsafe filelock fsspec"
)
NOT_USED = "jupyter jupyterlab notebook ipywidgets jupyter-console jedi debugpy babel"
OURS = "nbgrader-hidden-checks"


def main() -> None:
    """Download or build the wheels, our own among them, and say how large they are together."""
    folder, there = Path(sys.argv[1]), {*THERE.split(), *sys.argv[2:]}
    pinned = [f"{name}=={version(name)}" for name in sorted(_needed(there) - {OURS})]
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, *pinned, "."], check=True)
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(f"{folder}: {len(pinned) + 1} wheels, {size:.0f} MB")


def _needed(there: set[str]) -> set[str]:
    """Return the names of the distributions, and of all that they require and is not there."""
    left_out, needed = there | set(NOT_USED.split()), set[str]()
    wanted = list(map(Requirement, NEEDED))
    while wanted:
        wish = wanted.pop()
        name = canonicalize_name(wish.name)
        if name in left_out or (name in needed and not wish.extras):
            continue
        try:
            required = map(Requirement, requires(name) or [])
        except PackageNotFoundError:
            continue
        needed.add(name)
        wanted += [each for each in required if _applies(each, wish)]
    return needed


def _applies(required: Requirement, wish: Requirement) -> bool:
    marker = required.marker
    return not marker or any(marker.evaluate({"extra": extra}) for extra in ("", *wish.extras))


if __name__ == "__main__":
    main()
