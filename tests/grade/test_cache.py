"""Results that are kept by their content, whole or not at all."""

import pytest

from grading.grade.cache import ResultCache
from grading.grade.job import Result

KEY = "ab" * 32


def result(seconds: float) -> Result:
    return Result([], [], seconds, [], {})


def test_a_result_is_kept_and_replaced(tmp_path):
    cache = ResultCache(tmp_path)
    assert cache.get(KEY) is None
    assert cache.fingerprint(KEY) == ""
    cache.put(KEY, result(1))
    before = cache.fingerprint(KEY)
    cache.put(KEY, result(2))
    assert cache.get(KEY) == result(2)
    assert cache.fingerprint(KEY) not in ("", before)


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
    assert cache.get(KEY) == result(1)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
