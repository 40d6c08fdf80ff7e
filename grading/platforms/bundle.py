"""The command `grade-bundle`: packs an assignment, and what grades it, for another system.

A bundle holds the engine, the versions of all that it needs, and of the course one assignment. What
a system wants beside that is in `bundles/<system>`, and for all in `bundles/install.sh`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import uuid
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from importlib.metadata import (
    PackageNotFoundError,
    distribution,
    distributions,
    packages_distributions,
)
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grading.grade.assignment import Assignment
from grading.grade.hidden_checks import CONFIG, HiddenChecks
from grading.grade.job import DISTRIBUTION

TORCH = ("torch", "torchvision")  # installed first, with what they need on the machine there
OF_GPUS = re.compile(r"nvidia|cuda|triton")  # which torch brings along where there is a GPU
PACKAGE, BUNDLES = Path(__file__).parents[1], Path(__file__).parent / "bundles"
# Where each system's bundle has the course.
COURSE = {"gradescope": "course", "prairielearn": "question/tests/course", "autolab": "course"}
Files = dict[str, bytes]


def main(argv: list[str] | None = None) -> int:
    """Write a bundle; the status is 0 if it was written, 2 if it could not be."""
    parser = argparse.ArgumentParser(
        prog="grade-bundle",
        description="Packs an assignment, and what grades it, for another system. Keep the bundle "
        "as secret as the hidden checks: they are in it, and the course's secret.",
    )
    parser.add_argument("system", choices=COURSE)
    parser.add_argument("assignment")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    parser.add_argument(
        "--course", metavar="FOLDER", type=Path, default=Path(), help="default: this one"
    )
    args = parser.parse_args(argv)
    try:
        files = bundle(args.system, args.course, args.assignment)
        args.output.write_bytes(_zipped(files))
    except (OSError, ValueError, PackageNotFoundError) as error:
        print(f"grade-bundle: {error}", file=sys.stderr)
        return 2
    print(f"{args.output}: {len(files)} files; docs/platforms.md says what to do with it.")
    return 0


def bundle(system: str, course: Path, name: str) -> Files:
    """Return the files of a bundle, by path.

    Args:
        system: for which it is.

    Raises:
        FileNotFoundError: there is no course, or no student version of the assignment.
        OSError, ValueError: something cannot be read, or is not as it must be.
        PackageNotFoundError: this package is not installed here.
    """
    settings = HiddenChecks.of(course)
    assignment, packed = Assignment.by(settings, name), _course_files(settings, name)
    versions = needed(_loaded_by(assignment.settings.sandbox.imports, assignment.modules))
    torch = [line for line in versions if line.split("==")[0] in TORCH]
    words = {
        "ASSIGNMENT": name,
        "NOTEBOOKS": ", ".join(f"{each}.ipynb" for each in assignment.released),
        "SECONDS": str(int(3 * assignment.settings.sandbox.limits.notebook)),
        "IMAGE": f"{name.replace('_', '-')}-grader",
        "UUID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{DISTRIBUTION}/{name}")),
    }
    folder = BUNDLES / system
    own = {str(path.relative_to(folder)): path for path in _files_in(folder)}
    files = {path: _filled(file.read_text(), words) for path, file in own.items()}
    files["install.sh"] = (BUNDLES / "install.sh").read_bytes()
    files["torch.txt"] = _lines(torch)
    files["requirements.txt"] = _lines(set(versions) - set(torch))
    wheel, data = _wheel()
    files[wheel] = data
    placed = {f"{COURSE[system]}/{path}": data for path, data in packed.items()}
    return files | ({"autograde.tar": _tarred(placed)} if system == "autolab" else placed)


def _course_files(course: HiddenChecks, name: str) -> Files:
    """Return what grading an assignment reads of its course, by path, and nothing else."""
    root = course.root.resolve()
    folders = [course.folder(kind, name).resolve() for kind in ("source", "release")]
    folders.append(root / course.checks(name))
    paths = [path for folder in folders for path in _files_in(folder)]
    paths += [root / CONFIG, root / course.secret_file]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def _files_in(folder: Path) -> list[Path]:
    hidden = ("__pycache__", ".ipynb_checkpoints")
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in paths if not {*path.parts} & {*hidden}]


def _loaded_by(imports: str, modules: Iterable[str]) -> set[str]:
    """Return the top-level modules that the imports of notebooks and of checks load.

    Raises:
        ValueError: they fail here.
    """
    tops = {name.split(".")[0] for name in modules} - {PACKAGE.name}
    lines = [imports, *(f"import {name}" for name in sorted(tops)), "import json, sys"]
    lines.append("print(json.dumps([name.split('.')[0] for name in sys.modules]))")
    code = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        raise ValueError(f"what the notebooks import cannot be imported here: {' '.join(last)}")
    return set(json.loads(done.stdout.splitlines()[-1]))


def needed(modules: Iterable[str]) -> list[str]:
    """Return what must be installed for modules and for this package: `name==version` of each.

    What is asked for, but is not installed here, is not needed.

    Raises:
        PackageNotFoundError: this package is not installed here.
    """
    known = packages_distributions()
    installed = {canonicalize_name(package.name) for package in distributions()}
    waiting = [
        (DISTRIBUTION, ""),
        *((name, "") for module in modules for name in known.get(module, [])),
    ]
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = waiting.pop()
        package = distribution(name)
        versions[canonicalize_name(name)] = package.version.split("+")[0]  # without `+cpu`
        for requirement in map(Requirement, package.requires or []):
            is_wanted = requirement.marker is None or requirement.marker.evaluate({"extra": extra})
            other = canonicalize_name(requirement.name)
            if is_wanted and other in installed and not OF_GPUS.match(other):
                wanted = {(other, each) for each in ("", *requirement.extras)} - seen
                waiting += wanted
                seen |= wanted
    del versions[DISTRIBUTION]
    return [f"{name}=={version}" for name, version in sorted(versions.items())]


def _wheel() -> tuple[str, bytes]:
    """Return this package as a wheel, by its name; it may be installed in any way here."""
    about = distribution(DISTRIBUTION)
    stem = f"{DISTRIBUTION.replace('-', '_')}-{about.version}"
    files = {
        f"grading/{path.relative_to(PACKAGE)}": path.read_bytes() for path in _files_in(PACKAGE)
    }
    for name in ("METADATA", "entry_points.txt"):
        files[f"{stem}.dist-info/{name}"] = (about.read_text(name) or "").encode()
    tag = "Wheel-Version: 1.0\nGenerator: grade-bundle\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{stem}.dist-info/WHEEL"] = tag.encode()
    record = f"{stem}.dist-info/RECORD"
    rows = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    return f"{stem}-py3-none-any.whl", _zipped(files | {record: _lines([*rows, f"{record},,"])})


def _digest(data: bytes) -> str:
    """Return a hash as RECORD holds it; see the binary distribution format of PyPA."""
    return urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _filled(text: str, words: dict[str, str]) -> bytes:
    return re.sub("|".join(words), lambda match: words[match.group()], text).encode()


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def _zipped(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name)  # of 1980: the same files are the same bundle
            entry.external_attr = (0o755 if data.startswith(b"#!") else 0o644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _tarred(files: Files) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
