"""Results that are kept by their content, whole or not at all."""

import time

import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from grading.checks.outcome import Exercise
from grading.grade import cache as cache_module
from grading.grade.cache import CachedJudge, ResultCache, known_in
from grading.grade.job import Job, Result
from grading.sandbox.policy import TRIES, Settings

KEY = "ab" * 32


def result(seconds: float) -> Result:
    return Result([], [], seconds, [], {})


def test_a_result_is_kept_and_replaced(tmp_path):
    cache = ResultCache(tmp_path)
    assert cache.get(KEY) is None
    assert cache.hash_of(KEY) == ""
    cache.put(KEY, result(1))
    before = cache.hash_of(KEY)
    cache.put(KEY, result(2))
    assert cache.get(KEY) == (result(2), cache.hash_of(KEY))
    assert cache.hash_of(KEY) not in ("", before)


def test_what_is_earlier_than_this_run_does_not_count(tmp_path):
    ResultCache(tmp_path).put(KEY, result(1))
    later = ResultCache(tmp_path, time.time() + 60)
    assert later.get(KEY) is None
    assert later.hash_of(KEY)


def test_a_fault_of_the_grader_is_not_kept(tmp_path):
    cache = ResultCache(tmp_path)
    cache.put(KEY, Result([], [Exercise("test_f", 1, fault="no disk")], 0, [], {}))
    assert cache.get(KEY) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"outputs": 5}', "\udcff"])
def test_a_file_that_is_no_result_is_none(tmp_path, text):
    cache = ResultCache(tmp_path)
    cache.put(KEY, result(1))
    (path,) = tmp_path.glob("*/*.json")
    path.write_bytes(text.encode(errors="surrogateescape"))
    assert cache.get(KEY) is None


def test_nothing_is_left_of_a_write_that_fails(tmp_path, monkeypatch):
    cache = ResultCache(tmp_path)
    cache.put(KEY, result(1))
    monkeypatch.setattr(Result, "to_json", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        cache.put(KEY, result(2))
    assert cache.get(KEY) == (result(1), cache.hash_of(KEY))
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def job() -> Job:
    about = {"grade_id": "test_f", "grade": True, "points": 2}
    notebook = new_notebook(cells=[new_code_cell("", metadata={"nbgrader": about})])
    return Job(writes(notebook), {}, "", {}, "checks", "a seed", Settings(), {})


def test_a_judge_asks_once(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(cache_module, "run", lambda job: asked.append(job) or result(3))
    judge = CachedJudge(ResultCache(tmp_path / "results"))
    assert judge(job()) == judge(job()) == known_in(ResultCache(tmp_path / "results"))(job())
    assert len(asked) == 1


def test_who_knows_only_what_is_kept_says_so(tmp_path):
    with pytest.raises(LookupError):
        known_in(ResultCache(tmp_path))(job())


def test_what_cannot_be_run_is_a_fault_and_tried_again(tmp_path, monkeypatch):
    def fail(_):
        raise OSError("no disk")

    monkeypatch.setattr(cache_module, "run", fail)
    judge = CachedJudge(ResultCache(tmp_path))
    assert judge(job())[0].exercises == [Exercise("test_f", 2, fault="OSError: no disk")]
    monkeypatch.setattr(cache_module, "run", lambda _: result(3))
    assert judge(job())[0] == result(3)


def test_a_notebook_whose_workers_die_is_given_up_and_no_other(tmp_path, monkeypatch):
    def die(_):
        raise SystemExit  # as good as dead: nothing is left of the call

    monkeypatch.setattr(cache_module, "run", die)
    (tries := tmp_path / "tries").mkdir()
    judge = CachedJudge(ResultCache(tmp_path / "results"), tries)
    for _ in range(TRIES):
        with pytest.raises(SystemExit):
            judge(job())
    (exercise,) = judge(job())[0].exercises
    assert f"its worker was ended, {TRIES} times" in exercise.fault
    monkeypatch.setattr(cache_module, "run", lambda _: result(3))
    assert judge(job())[0].exercises == [exercise]
    other = job()
    object.__setattr__(other, "seed", "another")
    assert judge(other)[0] == result(3)
