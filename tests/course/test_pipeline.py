"""What `nbgrader autograde` does with the steps that are ours."""

import pytest
from nbgrader.converters import GenerateAssignment
from traitlets.config import Config

from grading.course import pipeline
from grading.course.steps import RefuseOtherLanguages


def test_a_submission_that_cannot_be_cleared_up_is_not_converted(tmp_path, monkeypatch):
    pipeline.configure(config := Config())
    (tmp_path / "n.ipynb").symlink_to("/etc/passwd")
    notebooks = [str(tmp_path / "n.ipynb")]

    def fail(*_):
        raise OSError("File name too long")

    monkeypatch.setattr(pipeline, "set_aside", fail)
    with pytest.raises(OSError, match="too long"):  # which nbgrader logs, and goes on
        config.Autograde.pre_convert_hook("a", "ada", notebooks)
    assert notebooks == []  # nbgrader refuses it


def test_the_stubs_that_a_course_has_set_before_are_kept():
    config = Config()
    config.ClearSolutions.code_stub = {"python": "...", "R": "stop()"}
    pipeline.configure(config)
    assert config.ClearSolutions.code_stub == {"python": "...", "R": "stop()"}


def test_steps_that_a_course_has_added_to_the_student_version_are_kept():
    for change in (lambda c: None, lambda c: c.append("x"), lambda c: c.insert(0, "x")):
        config = Config()
        change(config.GenerateAssignment.preprocessors)
        pipeline.configure(config)
        steps = GenerateAssignment(config=config).preprocessors
        assert steps[0] is RefuseOtherLanguages
        assert len(steps) >= len(GenerateAssignment().preprocessors) + 1
    config = Config()
    config.GenerateAssignment.preprocessors = ["x"]
    pipeline.configure(config)
    assert config.GenerateAssignment.preprocessors == [RefuseOtherLanguages, "x"]


@pytest.mark.parametrize("name", ["autograde_preprocessors", "pre_convert_hook"])
def test_what_would_be_lost_of_a_course_is_named(name):
    config = Config()
    config.Autograde[name] = ["course.step"]
    with pytest.raises(SystemExit, match=rf"c\.Autograde\.{name} is set before"):
        pipeline.configure(config)
