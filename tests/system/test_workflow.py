"""The workflow that grades what students push, step by step with the commands alone."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from proofs.examples import read_example, submit
from support import FULL, ROOT

WORKFLOW = yaml.safe_load((ROOT / "docs" / "grade-what-is-pushed.yml").read_text())
JOB = WORKFLOW["jobs"]["grade"]


def repository(folder: Path) -> Path:
    """Make a repository of the files in a folder."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "-m", "done"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@pytest.mark.long
def test_its_steps_grade_what_students_have_pushed(new_course, examples, tmp_path):
    course = new_course()
    lines = []
    elementwise = read_example(ROOT / "tests" / "submissions" / "wrong" / "elementwise.py")
    for name, example in (("ada", examples["reference"]), ("ben", elementwise)):
        submit(example, course.root / "release" / course.assignment, tmp_path)
        folder = repository(tmp_path / example.name / course.assignment)
        lines.append(f"{name} {folder.as_uri()}\n")
    lines.append(f"cyn {(tmp_path / 'nowhere').as_uri()}\n")
    (course.root / "students.txt").write_text("".join(lines))
    if not (course.root / ".venv").exists():
        (course.root / ".venv").symlink_to(ROOT / ".venv")
    summary = tmp_path / "summary"
    known = {"STUDENTS": "token", "GRADING_SECRET": "a" * 64, "GITHUB_STEP_SUMMARY": str(summary)}
    steps = [step["run"] for step in JOB["steps"] if step.get("name") in ("Fetch", "Grade")]
    assert len(steps) == 2
    for step in steps:
        command = ["bash", "-e", "-o", "pipefail", "-c", step]
        done = subprocess.run(
            command,
            cwd=course.root,
            env=os.environ | WORKFLOW["env"] | known,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        if "clone" in step:
            assert "cyn: " in done.stdout
    assert course.scores("ada") == dict.fromkeys(course.scores("ada")) | FULL
    text = summary.read_text()
    assert "ada" in text
    assert f"{sum(elementwise.scores.values()):g}" in text
    assert not (course.root / "submitted" / "ada" / course.assignment / ".git").exists()
