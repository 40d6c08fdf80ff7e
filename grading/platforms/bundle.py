"""The command `grade-bundle`: packs an assignment and the grader for another system.

A bundle holds this package, the pinned versions of its dependencies, and one assignment of the
course, with the files of `bundles/<system>`, which that system needs, and `bundles/install.sh`.
"""

from __future__ import annotations

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
from grading.jobs.options import DISTRIBUTION, add_course, command_parser

TORCH = ("torch", "torchvision")  # installed first, with dependencies for the other machine
OF_GPUS = re.compile(r"nvidia|cuda|triton")  # dependencies of torch on machines with a GPU
PACKAGE, BUNDLES = Path(__file__).parents[1], Path(__file__).parent / "bundles"
# The path of the course in each system's bundle.
COURSE = {"gradescope": "course", "prairielearn": "question/tests/course", "autolab": "course"}
Files = dict[str, bytes]


def main(argv: list[str] | None = None) -> int:
    """Write a bundle; return the status: 0 if the bundle was written, 2 for an error."""
    parser = command_parser(
        "grade-bundle",
        "Packs an assignment, and what grades it, for another system. Keep the bundle "
        "as secret as the hidden checks: they are in it, and the course's secret.",
    )
    parser.add_argument("system", choices=COURSE)
    parser.add_argument("assignment")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    add_course(parser)
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
        system: Gradescope, PrairieLearn or Autolab, by its key in `COURSE`.
        course: the folder of the course.
        name: of the assignment.

    Raises:
        FileNotFoundError: there is no course, or no student version of the assignment.
        OSError, ValueError: a file cannot be read, or is invalid.
        PackageNotFoundError: this package is not installed here.
    """
    settings = HiddenChecks.of(course)
    assignment, packed = Assignment.by(settings, name), _course_files(settings, name)
    versions = needed(_loaded_by(assignment.settings.sandbox.imports, assignment.modules))
    torch = [line for line in versions if line.split("==")[0] in TORCH]
    values = {
        "ASSIGNMENT": name,
        "NOTEBOOKS": ", ".join(f"{notebook}.ipynb" for notebook in assignment.released),
        "SECONDS": str(int(3 * assignment.settings.sandbox.limits.notebook)),
        "IMAGE": f"{name.replace('_', '-')}-grader",
        "UUID": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{DISTRIBUTION}/{name}")),
    }
    folder = BUNDLES / system
    templates = {str(path.relative_to(folder)): path for path in _files_in(folder)}
    files = {path: _filled_in(file.read_text(), values) for path, file in templates.items()}
    files["install.sh"] = (BUNDLES / "install.sh").read_bytes()
    files["torch.txt"] = _lines(torch)
    files["requirements.txt"] = _lines(set(versions) - set(torch))
    wheel, data = _wheel()
    files[wheel] = data
    placed = {f"{COURSE[system]}/{path}": data for path, data in packed.items()}
    return files | ({"autograde.tar": _tarred(placed)} if system == "autolab" else placed)


def _course_files(course: HiddenChecks, name: str) -> Files:
    """Return the files of the course that grading one assignment reads, by path."""
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
    """Return the top-level modules that are loaded by the imports of notebooks and checks.

    Args:
        imports: the import statements of the notebooks.
        modules: the names of the modules that the checks import.

    Raises:
        ValueError: an import fails on this machine.
    """
    top_level = {name.split(".")[0] for name in modules} - {PACKAGE.name}
    lines = [imports, *(f"import {name}" for name in sorted(top_level)), "import json, sys"]
    lines.append("print(json.dumps([name.split('.')[0] for name in sys.modules]))")
    code = "\n".join(lines)
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if process.returncode:
        last_line = process.stderr.strip().splitlines()[-1:]
        raise ValueError(
            f"what the notebooks import cannot be imported here: {' '.join(last_line)}"
        )
    return set(json.loads(process.stdout.splitlines()[-1]))


def needed(modules: Iterable[str]) -> list[str]:
    """Return the requirements, as `name==version`, of these modules and of this package.

    A dependency that is not installed on this machine is left out.

    Raises:
        PackageNotFoundError: this package is not installed here.
    """
    distributions_of = packages_distributions()
    installed = {canonicalize_name(package.name) for package in distributions()}
    waiting = [
        (DISTRIBUTION, ""),
        *((name, "") for module in modules for name in distributions_of.get(module, [])),
    ]
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = waiting.pop()
        package = distribution(name)
        versions[canonicalize_name(name)] = package.version.split("+")[0]  # without `+cpu`
        for requirement in map(Requirement, package.requires or []):
            is_wanted = requirement.marker is None or requirement.marker.evaluate({"extra": extra})
            dependency = canonicalize_name(requirement.name)
            if is_wanted and dependency in installed and not OF_GPUS.match(dependency):
                wanted = {(dependency, new_extra) for new_extra in ("", *requirement.extras)} - seen
                waiting += wanted
                seen |= wanted
    del versions[DISTRIBUTION]
    return [f"{name}=={version}" for name, version in sorted(versions.items())]


def _wheel() -> tuple[str, bytes]:
    """Return a wheel of this package, as its name and content, however the package is installed."""
    package = distribution(DISTRIBUTION)
    stem = f"{DISTRIBUTION.replace('-', '_')}-{package.version}"
    files = {
        f"grading/{path.relative_to(PACKAGE)}": path.read_bytes() for path in _files_in(PACKAGE)
    }
    for name in ("METADATA", "entry_points.txt"):
        files[f"{stem}.dist-info/{name}"] = (package.read_text(name) or "").encode()
    tag = "Wheel-Version: 1.0\nGenerator: grade-bundle\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{stem}.dist-info/WHEEL"] = tag.encode()
    record = f"{stem}.dist-info/RECORD"
    rows = [f"{name},sha256={_record_hash(data)},{len(data)}" for name, data in files.items()]
    return f"{stem}-py3-none-any.whl", _zipped(files | {record: _lines([*rows, f"{record},,"])})


def _record_hash(data: bytes) -> str:
    # RECORD's encoding of a hash; see PyPA's binary distribution format.
    return urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _filled_in(text: str, values: dict[str, str]) -> bytes:
    return re.sub("|".join(values), lambda match: values[match.group()], text).encode()


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def _zipped(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name)  # dated 1980, so that equal files make equal bundles
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
