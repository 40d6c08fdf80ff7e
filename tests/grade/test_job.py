"""A job's key and its result: what they depend on, and how they are read again."""

from dataclasses import replace

import nbformat
import pytest
from kernels import IMPORTS
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.grade import job as job_module
from grading.grade.job import (
    JUDGING_ROOMS,
    Job,
    Result,
    environment,
    inspect_machine,
    run,
    seed_of,
    source_hash,
)
from grading.sandbox.policy import Sandbox, Settings
from grading.sandbox.spawn import passed_on

CELLS = [new_markdown_cell("A text"), new_code_cell("x = 1")]
SETTINGS = Settings("auto", Sandbox())


def job(cells=CELLS, **changes) -> Job:
    notebook = nbformat.writes(new_notebook(cells=cells))
    made = Job(notebook, {}, "", {}, "checks", "a seed", SETTINGS, {})
    return replace(made, **changes)


@pytest.mark.parametrize(
    "changed",
    [
        job([CELLS[0], new_code_cell("x = 2")]),
        job([CELLS[0], new_code_cell("x = 1", metadata={"nbgrader": {"points": 2}})]),
        job(files={"data.csv": b"1"}),
        job(checks={"test_f.py": "assert True"}),
        job(reference="{}"),
        job(seed="another"),
        job(settings=replace(SETTINGS, device="cpu")),
        job(environment={"torch": "another"}),
        job(environment={"not confined": "namespaces"}),
        job(packages=["another"]),
    ],
)
def test_the_key_changes_with_all_that_a_grade_depends_on(changed):
    assert changed.key != job().key


def test_the_key_does_not_change_with_text_or_outputs():
    shown = new_code_cell("x = 1", outputs=[nbformat.v4.new_output("stream", text="1")])
    assert job([new_markdown_cell("Another text"), shown]).key == job().key


@pytest.mark.parametrize(
    ("path", "grades_anew"),
    [
        ("feedback/templates/feedback/page.css", False),
        ("feedback/languages/zh-CN.toml", False),
        ("report/page.py", False),
        ("platforms/formats.py", False),
        ("checks/attempts.py", True),
        ("sandbox/inside.py", True),
    ],
)
def test_who_changes_what_only_pages_are_made_of_grades_nothing_anew(
    path, grades_anew, tmp_path, monkeypatch
):
    monkeypatch.setattr(job_module, "__file__", str(tmp_path / "grade" / "job.py"))
    (tmp_path / path).parent.mkdir(parents=True)
    hashes = []
    for text in ("before", "after"):
        (tmp_path / path).write_text(text)
        source_hash.cache_clear()
        hashes.append((source_hash(JUDGING_ROOMS), source_hash()))
    source_hash.cache_clear()
    (judging, everything), (judging_after, everything_after) = hashes
    assert everything != everything_after
    assert (judging != judging_after) == grades_anew


def test_what_a_worker_says_of_its_machine_can_be_read_without_torch():
    assert {type(value) for value in environment().values()} == {str}


def test_a_result_can_be_read_whatever_a_student_has_shown():
    data = {"text/plain": "half \ud800 a character", "\udfff": float("inf"), "big": 10**400}
    result = Result([[{"data": data}]], [], 0, [], {})
    ((output,),) = Result.from_json(result.to_json()).outputs
    assert output["data"] == {"text/plain": "half ? a character", "?": float("inf"), "big": 10**400}


def test_a_worker_that_is_unlike_the_others_refuses_a_job():
    other = environment() | {"gpu": "one that is not here"}
    with pytest.raises(RuntimeError, match="one that is not here"):
        run(job(environment=other))


@pytest.mark.parametrize("name", ["LANG", "LC_ALL", "TZ", "OMP_NUM_THREADS"])
def test_neither_the_key_nor_a_kernel_depends_on_the_graders_language_zone_or_threads(
    monkeypatch, name
):
    before, known = job().key, passed_on()
    monkeypatch.setenv(name, "xx_XX")
    assert (job().key, passed_on()) == (before, known)


def test_what_cannot_be_confined_is_part_of_the_machine():
    free = replace(SETTINGS, sandbox=Sandbox(IMPORTS, "none"))
    assert inspect_machine(free)[0].items() > environment().items()


def test_the_seed_follows_from_the_code_the_files_and_the_secret():
    one, other = (new_notebook(cells=[new_code_cell(source)]) for source in ("x = 1", "x = 2"))
    beside = [{"a.py": b"x"}, {"a.py": b"y"}, {"b.py": b"x"}]
    seeds = {seed_of(one, {}, "a"), seed_of(other, {}, "a"), seed_of(one, {}, "b")}
    seeds |= {seed_of(one, files, "a") for files in beside}
    assert len(seeds) == 6
    same = new_notebook(cells=[CELLS[0], new_code_cell("x = 1")])
    assert seed_of(same, {}, "a") in seeds
    assert seed_of(same, dict(beside[1]), "a") in seeds
