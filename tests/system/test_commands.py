"""Each command that a page shows is run: here, or by what tests/commands.toml names."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from pages import PAGES, scripts
from support import ASSIGNMENT, COMMANDS, ROOT, Course

LISTED = tomllib.loads((ROOT / "tests" / "commands.toml").read_text())
ELSEWHERE = {
    command for group in LISTED.values() for commands in group.values() for command in commands
}
HERE = ["README.zh.md"]
HERE += [f"docs/{name}.md" for name in ("machines", "accelerators", "grading", "lms", "platforms")]
SHOWN = {line for page in PAGES for script in scripts(page) for line in script}
CHINESE = f"{ASSIGNMENT}_zh"


def is_of_make(command: str) -> bool:
    return command.startswith("make ")


@pytest.mark.parametrize("page", sorted(PAGES.keys() - set(HERE)))
def test_each_command_is_run_here_or_is_said_to_be_run_elsewhere(page):
    for line in (line for script in scripts(page) for line in script):
        is_known = line in ELSEWHERE or is_of_make(line) or line.startswith("source ")
        assert is_known, f"{page} shows `{line}`: say in tests/commands.toml what runs it"


def test_what_is_said_to_be_run_elsewhere_is_shown_and_is_there():
    gone = ELSEWHERE - SHOWN
    assert not gone, f"no page shows this any more, so take it out of tests/commands.toml: {gone}"
    for name, commands in LISTED["run_by"].items():
        text = (ROOT / name).read_text()
        for command in (command for command in commands if command.startswith("grade")):
            missing = [each for each in re.findall(r" (--[\w-]+)", command) if each not in text]
            assert not missing, f"{name} does not run `{command}`: {missing} is not in it"


def test_make_has_what_the_pages_ask_it_for():
    asked = {line.split()[1] for line in SHOWN if is_of_make(line)} - {".venv/ready"}
    asked |= {name for text in PAGES.values() for name in re.findall(r"`make ([\w-]+)", text)}
    rules = re.findall(r"^([a-z][\w -]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    unknown = asked - {name for rule in rules for name in rule.split()}
    assert not unknown, f"pages ask for `make {' '.join(unknown)}`, which the Makefile has not"


@pytest.fixture(scope="module")
def course(new_course, examples) -> Course:
    """A course with an assignment in two languages; ada has handed in both."""
    course = new_course()
    for folder in ("source", "release", "tests/hidden"):
        shutil.copytree(ROOT / folder / CHINESE, course.root / folder / CHINESE)
    for assignment in (ASSIGNMENT, CHINESE):
        Course(course.root, assignment).submit(examples["reference"])
    student = course.root / "submitted" / "ada"
    (course.root / "submitted" / "reference").rename(student)
    downloads = course.root / "home" / "Downloads"
    downloads.mkdir(parents=True)
    with ZipFile(downloads / "homework.zip", "w") as archive:
        for path in (student / ASSIGNMENT).glob("*.ipynb"):
            archive.write(path, path.name)
    activate = course.root / ".venv" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.symlink_to(Path(sys.prefix, "bin", "activate"))
    return course


@pytest.mark.long
@pytest.mark.parametrize("page", HERE)
def test_the_commands_of_a_page_run_in_their_order(page, course):
    if page == "docs/lms.md":  # the file that is to be saved there
        code = re.search(r"```python\n(.*?)```", PAGES[page], re.DOTALL)
        (course.root / "lms" / ASSIGNMENT / "gradescope" / "run_autograder").write_text(code[1])
    for script in scripts(page):
        lines = [line for line in script if line not in ELSEWHERE and not is_of_make(line)]
        if all(line.split()[0] in COMMANDS for line in lines):
            for line in lines:  # in this process, which has imported all that they import
                course.run(*expanded(line, course.root))
        else:
            in_a_shell(["source .venv/bin/activate", *lines], course.root)


def expanded(line: str, folder: Path) -> list[str]:
    """The words of a command, as a shell would hand them over."""
    words = shlex.split(line)
    paths = {word: sorted(map(str, folder.glob(word))) for word in words if "/*" in word}
    return [path for word in words for path in paths.get(word, [word])]


def in_a_shell(lines: list[str], folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-exc", "\n".join(lines)],
        cwd=folder,
        env=os.environ | {"HOME": str(folder / "home")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
