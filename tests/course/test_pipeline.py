"""What `nbgrader autograde` does with the steps that are ours."""

import pytest
from traitlets.config import Config

from grading.course import pipeline


def test_a_submission_that_cannot_be_cleared_up_is_not_converted(tmp_path, monkeypatch):
    pipeline.configure(config := Config())
    (tmp_path / "n.ipynb").symlink_to("/etc/passwd")
    notebooks = [str(tmp_path / "n.ipynb")]

    def fail(_):
        raise OSError("File name too long")

    monkeypatch.setattr(pipeline, "set_aside", fail)
    with pytest.raises(OSError, match="too long"):  # which nbgrader logs, and goes on
        config.Autograde.pre_convert_hook("a", "ada", notebooks)
    assert notebooks == []  # nbgrader refuses it


def test_what_a_course_has_set_before_is_kept(tmp_path):
    called = []

    def hook(assignment, student, notebooks):
        called.append((assignment, student, [*notebooks]))
        raise ValueError("of the course's own")

    config = Config()
    config.ClearSolutions.code_stub = {"python": "...", "R": "stop()"}
    config.Autograde.pre_convert_hook = hook
    pipeline.configure(config)
    assert config.ClearSolutions.code_stub == {"python": "...", "R": "stop()"}
    notebooks = [str(tmp_path / "n.ipynb")]
    with pytest.raises(ValueError, match="of the course's own"):  # which nbgrader logs
        config.Autograde.pre_convert_hook(assignment="a", student="ada", notebooks=notebooks)
    assert called == [("a", "ada", [str(tmp_path / "n.ipynb")])]
    assert notebooks == []  # nbgrader refuses it, as it has not been cleared up


def test_steps_that_would_be_lost_are_named():
    config = Config()
    config.Autograde.autograde_preprocessors = ["course.Step"]
    with pytest.raises(SystemExit, match=r"c\.Autograde\.autograde_preprocessors .* before"):
        pipeline.configure(config)
