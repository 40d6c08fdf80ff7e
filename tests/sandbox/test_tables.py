"""pandas' tables travel as plain data, and come back as they were."""

import json

import numpy as np
import pandas as pd
import pytest
from kernels import submission
from safetensors.torch import load

from grading.sandbox.policy import Limits
from grading.sandbox.values import Tensors, decode, encode, save
from grading.sandbox.wire import InvalidReply, read_reply

FRAMES = {
    "numbers": pd.DataFrame({"a": [1, 2], "b": [0.5, np.nan]}),
    "text": pd.DataFrame({"name": ["ada", None], "is_new": [True, False]}),
    "objects": pd.DataFrame({"x": pd.Series([1, "two", None, [3.5]], dtype=object)}),
    "nullable": pd.DataFrame({"n": pd.array([1, None], dtype="Int64")}),
    "dates": pd.DataFrame({"day": pd.to_datetime(["2026-01-31", None])}),
    "spans": pd.DataFrame({"span": pd.to_timedelta([1, 2], unit="h")}),
    "categories": pd.DataFrame({"c": pd.Categorical(["b", "a", None], ["b", "a"], ordered=True)}),
    "two of one name": pd.DataFrame([[1, 2.5]], columns=["a", "a"]),
    "an index of names": pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="key")),
    "levels": pd.DataFrame({"n": [1, 2, 3]}, index=[[1, 1, 2], ["x", "y", "x"]]).rename_axis(
        ["i", "j"]
    ),
    "days in order": pd.DataFrame({"n": range(3)}, index=pd.date_range("2026-01-01", periods=3)),
    "no rows": pd.DataFrame({"a": pd.Series([], dtype="float32")}),
    "no columns": pd.DataFrame(index=[1, 2]),
}
ODD = [
    pd.Series(pd.period_range("2026-01", periods=2, freq="M")),
    pd.Series(pd.date_range("2026-01-01", periods=2, tz="UTC")),
    pd.Series(pd.arrays.SparseArray([0, 1])),
    pd.DataFrame({"a": pd.interval_range(0, 2)}),
]


def travel(value):
    tensors: Tensors = {}
    text = json.dumps(encode(value, tensors))
    return decode(json.loads(text), load(save(tensors)))


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_frame_comes_back_as_it_was(frame):
    pd.testing.assert_frame_equal(travel(frame), frame)
    for name in frame.columns.unique():
        if isinstance(column := frame[name], pd.Series):
            pd.testing.assert_series_equal(travel(column), column)
    pd.testing.assert_index_equal(travel(frame.index), frame.index, exact="equiv")


@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_a_table_of_another_kind_stays_there(value):
    assert encode(value, {}) == {"kind": "kept", "type": type(value).__name__}


BROKEN = [
    {"kind": "frame", "heads": [], "items": []},
    {"kind": "frame", "heads": [None, None], "items": []},
    {"kind": "index", "heads": [], "names": []},
    {"kind": "index", "heads": [], "names": [], "items": [{"dtype": "int64", "items": [3]}]},
    {"kind": "series", "heads": [], "names": [], "items": [{"dtype": "object", "items": [None]}]},
]


@pytest.mark.parametrize("node", BROKEN, ids=range(len(BROKEN)))
def test_a_table_that_is_malformed_is_refused(node):
    with pytest.raises(InvalidReply):
        read_reply({"result": node, "figures": []}, save({}))


def test_frames_are_handed_in_given_back_and_changed():
    code = (
        "import pandas as pd\n"
        "def total(frame): return frame.groupby('who')['paid'].sum()\n"
        "def add(frame): frame['twice'] = 2 * frame.paid\n"
        "def clean(frame): frame.dropna(inplace=True)\n"
        "def odd(frame): return frame.assign(when=pd.Timestamp('2026-01-01', tz='UTC'))\n"
    )
    frame = pd.DataFrame({"who": ["a", "b", "a"], "paid": [1.5, 2.0, np.nan]})
    with submission(code, limits=Limits(cell=60, call=60, notebook=120)) as student:
        expected = pd.Series([1.5, 2.0], index=pd.Index(["a", "b"], name="who"), name="paid")
        pd.testing.assert_series_equal(student.total(frame), expected)
        assert list(frame) == ["who", "paid"]
        student.add(frame)
        assert frame["twice"].tolist()[:2] == [3, 4]
        student.clean(frame)
        assert len(frame) == 2
        odd = student.odd(frame)  # a handle
        assert list(odd.columns) == ["who", "paid", "twice", "when"]
        assert odd["paid"].tolist() == [1.5, 2.0]
        assert odd.shape == (2, 4)
