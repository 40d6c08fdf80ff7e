"""A bundle holds one assignment and no more, and grades where it is unpacked as its system does."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

import jsonschema
import pytest
from platforms.test_formats import SCHEMAS
from proofs.examples import read_example, submit
from support import ASSIGNMENT, ROOT, first_of

from grading.grade.assignment import Assignment
from grading.platforms import bundle

SUBMISSIONS = {"reference": 10, "empty": 0, "elementwise": 8.25}


def pack(system: str, tmp_path) -> zipfile.ZipFile:
    path = tmp_path / f"{system}.zip"
    options = ["--course", str(ROOT), "-o", str(path)]
    assert bundle.main([system, ASSIGNMENT, *options]) == 0
    return zipfile.ZipFile(path)


def unpack(archive: zipfile.ZipFile, folder) -> None:
    """Unpack it as `unzip` does: modes are kept."""
    archive.extractall(folder)
    for entry in archive.infolist():
        (folder / entry.filename).chmod(entry.external_attr >> 16)


def work_of(name: str, folder):
    """The notebooks that a student hands in, in a folder."""
    if name == "elementwise":
        answer = read_example(ROOT / "tests" / "submissions" / "wrong" / "elementwise.py")
        submit(answer, ROOT / "release" / ASSIGNMENT, folder)
        return folder / answer.name / ASSIGNMENT
    kind = "source" if name == "reference" else "release"
    shutil.copytree(ROOT / kind / ASSIGNMENT, folder / name, ignore=shutil.ignore_patterns("*.md"))
    return folder / name


def run(command: list, **environment: object) -> subprocess.CompletedProcess[str]:
    known = os.environ | {name: str(value) for name, value in environment.items()}
    done = subprocess.run(command, capture_output=True, text=True, env=known)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.mark.slow
@pytest.mark.parametrize("system", first_of(bundle.COURSE))
def test_a_bundle_holds_one_assignment_and_no_more_of_the_course(tmp_path, system):
    archive = pack(system, tmp_path)
    names = archive.namelist()
    if system == "autolab":
        with tarfile.open(fileobj=io.BytesIO(archive.read("autograde.tar"))) as inner:
            names += inner.getnames()
    place = f"{bundle.COURSE[system]}/"
    course = {name.removeprefix(place) for name in names if name.startswith(place)}
    assert {"nbgrader_config.py", "grading_secret"} <= course
    folders = ("source", "release", "tests/hidden")
    expected = tuple(f"{folder}/{ASSIGNMENT}/" for folder in folders)
    left = {name for name in course if not name.startswith(expected)}
    assert left == {"nbgrader_config.py", "grading_secret"}
    assert not [name for name in names if "initialization" in name or "submitted" in name]
    texts = [archive.read(name).decode() for name in names if name in archive.namelist()
             and not name.endswith((".whl", ".tar", ".ipynb"))]  # fmt: skip
    for word in ("UUID", "IMAGE", "NOTEBOOKS", "SECONDS"):
        assert not [text for text in texts if f'"{word}"' in text or f": {word}" in text]
    again = {entry.filename: entry.CRC for entry in pack(system, tmp_path).infolist()}
    assert again == {entry.filename: entry.CRC for entry in archive.infolist()}


def test_what_is_missing_is_said(tmp_path, capsys):
    options = ["--course", str(tmp_path), "-o", str(tmp_path / "b.zip")]
    assert bundle.main(["gradescope", "a", *options]) == 2
    assert "is no course: it holds no nbgrader_config.py" in capsys.readouterr().err
    options = ["--course", str(ROOT), "-o", str(tmp_path / "b.zip")]
    assert bundle.main(["gradescope", "a", *options]) == 2
    assert "nbgrader generate_assignment a" in capsys.readouterr().err
    assert not (tmp_path / "b.zip").exists()


def test_all_that_is_needed_has_a_version():
    versions = dict(line.split("==") for line in bundle.needed({"d2l", "torchvision"}))
    assert {"torch", "torchvision", "nbgrader", "pandas", "d2l", "ipykernel"} <= versions.keys()
    assert "tinycss2" in versions  # of `bleach[css]`
    assert not [name for name in versions if name.startswith(("nvidia", "triton"))]
    assert bundle.DISTRIBUTION not in versions


@pytest.mark.long
def test_a_bundle_grades_where_it_is_unpacked(tmp_path):
    """Gradescope's, with an environment of its own, then the others' with the same environment."""
    gradescope = tmp_path / "autograder"
    unpack(pack("gradescope", tmp_path), gradescope / "source")
    run(["sh", gradescope / "source" / "setup.sh"], TORCH_BACKEND="any")
    shutil.copy(gradescope / "source" / "run_autograder", gradescope)
    python = gradescope / "source" / "env" / "bin" / "python"
    where = run([python, "-P", "-c", "import grading; print(grading.__file__)"]).stdout
    assert where.startswith(str(gradescope))

    question = tmp_path / "prairielearn"
    unpack(pack("prairielearn", tmp_path), question)
    about = json.loads((question / "question" / "info.json").read_text())
    assert about["externalGradingOptions"]["entrypoint"] == "sh /grade/tests/run.sh"
    grade = tmp_path / "grade"
    shutil.copytree(question / "question" / "tests", grade / "tests")

    autolab = tmp_path / "autolab"
    unpack(pack("autolab", tmp_path), autolab)
    grader = gradescope / "source"
    for name, score in SUBMISSIONS.items():
        work = work_of(name, tmp_path / "work")
        (gradescope / "results").mkdir(exist_ok=True)
        shutil.rmtree(gradescope / "submission", ignore_errors=True)
        shutil.copytree(work, gradescope / "submission")
        run([gradescope / "run_autograder"], AUTOGRADER=gradescope)
        results = json.loads((gradescope / "results" / "results.json").read_text())
        jsonschema.validate(results, SCHEMAS["gradescope"])
        assert results["score"] == score

        shutil.rmtree(grade / "student", ignore_errors=True)
        shutil.copytree(work, grade / "student")
        run(["sh", grade / "tests" / "run.sh"], GRADE=grade, GRADER=grader)
        results = json.loads((grade / "results" / "results.json").read_text())
        jsonschema.validate(results, SCHEMAS["prairielearn"])
        assert results["score"] == score / 10

        there = tmp_path / f"there-{name}"  # as Tango lays it out
        there.mkdir()
        shutil.copy(autolab / "autograde-Makefile", there / "Makefile")
        shutil.copy(autolab / "autograde.tar", there)
        shutil.make_archive(str(there / "handin"), "zip", work)
        said = run(["make", "--silent", "-C", there], GRADER=grader).stdout
        scores = json.loads(said.splitlines()[-1])["scores"]
        assert sum(scores.values()) == score
        assert Assignment.read(ROOT, ASSIGNMENT).grade([work]).score == score
    assert sys.executable not in run([python, "-c", "import sys; print(sys.executable)"]).stdout
