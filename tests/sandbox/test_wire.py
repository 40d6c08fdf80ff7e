"""What may come back from a kernel: data that fits, and nothing else."""

from collections import deque
from time import process_time

import numpy as np
import pytest
import torch
from safetensors.torch import save

from grading.sandbox.handle import Handle, NoAnswer
from grading.sandbox.values import MOST_KEYS, Tensors, encode
from grading.sandbox.wire import MAX_PARTS, Failure, InvalidReply, Reply, read_reply, write_request


def reply(result, **changes):
    """What the agent sends for this result, with changes to its JSON."""
    tensors: Tensors = {}
    data = {"result": encode(result, tensors), "args": [], "kwargs": {}, "figures": []}
    return data | changes, save(tensors)


def described(value) -> str:
    assert isinstance(value, Handle)
    return value._type


@pytest.mark.parametrize("value", [None, True, 3, -0.0, float("inf"), "text", [1, (2.5, "x")]])
def test_plain_values_come_back_as_they_were(value):
    assert read_reply(*reply(value)).result == value


def test_a_nan_comes_back():
    assert read_reply(*reply(float("nan"))).result != 0


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64, torch.int32])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)])
def test_tensors_come_back_as_they_were(dtype, shape):
    sent = torch.arange(torch.Size(shape).numel()).reshape(shape).to(dtype)
    result = read_reply(*reply(sent)).result
    assert result.dtype == dtype
    assert torch.equal(result, sent)


def test_what_is_no_data_comes_back_as_its_type_and_cannot_be_sent():
    assert described(read_reply(*reply(range(3))).result) == "range"
    said = r"f: argument 0\[1\]\['a'\] is of type builtin_function_or_method, .*: send numbers"
    with pytest.raises(TypeError, match=said):
        write_request("call", "f", [[1, {"a": print}]], {})
    with pytest.raises(TypeError, match="f: argument x is of type module"):
        write_request("call", "f", [], {"x": pytest})
    for value in ([1, Handle("range")], {"a": Handle("range")}):
        with pytest.raises(NoAnswer, match="of type range"):
            write_request("call", "f", [value], {})


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({range(2): 1}, "dict"),
        ({(1, range(2)): 1}, "dict"),
        ({range(2)}, "set"),
        (dict.fromkeys(range(MOST_KEYS + 1)), "dict"),
    ],
)
def test_keys_that_cannot_be_told_apart_or_are_too_many_make_no_dict_or_set(value, kind):
    assert described(read_reply(*reply(value)).result) == kind


def test_keys_that_were_chosen_to_collide_cost_little():
    began = process_time()
    read_reply(*reply({k * ((1 << 61) - 1): 0 for k in range(MOST_KEYS)}))
    assert process_time() - began < 30


def test_a_subclass_comes_back_as_a_plain_tensor():
    class Sly(torch.Tensor):
        __eq__ = lambda *_: True  # noqa: E731

    result = read_reply(*reply(torch.ones(2).as_subclass(Sly))).result
    assert type(result) is torch.Tensor


def test_an_error_comes_back_as_the_name_of_its_type():
    failure = read_reply({"error": "raised", "type": "ValueError"}, b"")
    assert failure == Failure(error="raised", type="ValueError")


tensor = encode(torch.ones(2), {})
points: Tensors = {}
AXES = {"visible": True, "box": [0.0, 0.0, 1.0, 1.0], "xlabel": "", "ylabel": ""}
AXES |= {"xlim": [0.0, 1.0], "ylim": [0.0, 1.0], "xscale": "linear", "yscale": "linear"}
CURVE = {"points": encode(torch.ones(2, 2), points), "axes": 0}
CURVE |= dict.fromkeys(("visible", "is_whole", "in_data_units"), True)
FIGURE = {"size": [1.0, 1.0], "axes": [AXES], "curves": [CURVE]}
ENTRY, LONG_ENTRY = ({"label": "x", "curves": [0] * count} for count in (1, MAX_PARTS * 2 // 3))
CURVE_BUFFER = save(points)


@pytest.mark.parametrize(
    ("data", "buffer"),
    [
        (None, b""),
        ("text", b""),
        ({}, save({})),
        ({"error": "no such error"}, b""),
        ({"error": ["raised"]}, b""),
        (reply(1)[0], b""),
        (reply(1)[0], b"garbage"),
        (reply(1)[0] | {"args": 3}, save({})),
        (reply(1)[0] | {"result": {"kind": "pickle", "value": "cos\nsystem\n."}}, save({})),
        (reply(1)[0] | {"result": {"kind": "plain", "value": {"a": 1}}}, save({})),
        (reply(1)[0] | {"result": {"kind": "float", "hex": "boo"}}, save({})),
        (reply(1)[0] | {"result": tensor}, save({})),
        (reply(1)[0] | {"result": tensor | {"device": "meta"}}, save({"0": torch.ones(2)})),
        (reply(1)[0] | {"result": tensor | {"device": "no"}}, save({"0": torch.ones(2)})),
        (reply(1)[0] | {"result": tensor | {"grad": 3}}, save({"0": torch.ones(2)})),
        (
            reply(1)[0] | {"result": tensor | {"requires_grad": True}},
            save({"0": torch.ones(2, dtype=torch.int64)}),
        ),
        (reply(1)[0] | {"figures": [{"size": ["nan", 1]}]}, save({})),
        (reply(1)[0] | {"figures": [{"size": [1, 1], "axes": 3}]}, save({})),
        (reply(1)[0] | {"figures": [FIGURE | {"legend": [LONG_ENTRY] * 2}]}, CURVE_BUFFER),
    ],
)
def test_what_does_not_fit_is_refused(data, buffer):
    with pytest.raises(InvalidReply):
        read_reply(data, buffer)


def test_a_figure_comes_back():
    sent = reply(None)[0] | {"figures": [FIGURE | {"legend": [ENTRY, ENTRY, LONG_ENTRY]}]}
    (figure,) = read_reply(sent, CURVE_BUFFER).figures
    assert torch.equal(figure.curves[0].points, torch.ones(2, 2).double())


def test_a_bottomless_value_is_refused():
    node = {"kind": "plain", "value": 1}
    for _ in range(100_000):
        node = {"kind": "list", "items": [node]}
    with pytest.raises(InvalidReply):
        read_reply(reply(1)[0] | {"result": node}, save({}))


def test_a_reply_holds_everything_that_the_call_left():
    answer = read_reply(*reply(torch.ones(2)))
    assert isinstance(answer, Reply)
    assert (answer.args, answer.kwargs, answer.figures) == ([], {}, [])


@pytest.mark.parametrize(
    "value",
    [
        np.float32(0.1),
        np.int64(3),
        np.bool_(True),
        np.arange(3.0)[::-1],
        np.ones((2, 2), "f2", "F"),
    ],
)
def test_numpys_numbers_and_arrays_come_back_as_they_were(value):
    result = read_reply(*reply(value)).result
    assert type(result) is type(value)
    assert result.dtype == value.dtype
    assert np.array_equal(result, value)


@pytest.mark.parametrize("value", [np.array([None]), np.array("a"), np.longdouble(1)])
def test_what_torch_has_no_dtype_for_comes_back_as_its_type(value):
    assert described(read_reply(*reply(value)).result) == type(value).__name__


def test_a_deque_comes_back_as_a_list():
    assert read_reply(*reply(deque([1, 2]))).result == [1, 2]


def test_of_a_tensor_without_numbers_the_device_comes_back():
    result = read_reply(*reply(torch.ones(2, device="meta"))).result
    assert described(result) == "Tensor"
