"""Values that travel as plain data: what comes out is what went in."""

import json
from collections import Counter, namedtuple
from dataclasses import dataclass

import pytest
import torch
from safetensors import torch as safetensors
from safetensors.torch import load

from grading.sandbox.values import DTYPES, Tensors, decode, encode, restore, save


def travel(value, *, keep_strides=True):
    """A value as the other end reads it."""
    tensors: Tensors = {}
    text = json.dumps(encode(value, tensors))
    return decode(json.loads(text), load(save(tensors)), keep_strides=keep_strides)


def test_a_tensor_keeps_its_strides_and_gradient():
    x = torch.arange(6.0).reshape(2, 3).T.requires_grad_()
    x.grad = torch.ones(3, 2)
    (sent,) = travel([x])
    assert torch.equal(sent, x)
    assert (sent.stride(), sent.requires_grad) == (x.stride(), True)
    assert torch.equal(sent.grad, x.grad)


Point = namedtuple("Point", "x y")


@dataclass(frozen=True)
class Fit:
    slope: float
    names: list[str]


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1, 2: [3.5], (1, "b"): None},
        {},
        {"deep": {"deeper": {1, 2}}},
        {1, "two", 2.5},
        frozenset([1]),
        b"\x00\xff",
        1 + 2j,
        complex("nan+infj"),
        torch.float32,
        torch.Size([2, 3]),
        Point(1, [2]),
        {Point(1, 2): 3},
    ],
    ids=lambda value: type(value).__name__,  # a set's text differs from process to process
)
def test_plain_values_are_what_they_were(value):
    assert repr(travel(value)) == repr(tuple(value)) if isinstance(value, tuple) else repr(value)
    assert type(travel(value)) is type(value) or isinstance(value, tuple)
    assert travel([value] * 2)[0] == travel(value) or value != value


def test_a_counter_and_a_bytearray_are_plain():
    assert travel(Counter("aab")) == {"a": 2, "b": 1}
    assert travel(bytearray(b"ab")) == b"ab"


def test_a_dict_keeps_its_order_and_its_tensors():
    sent = travel({"w": torch.ones(2), "b": torch.zeros(1)})
    assert list(sent) == ["w", "b"]
    assert torch.equal(sent["w"], torch.ones(2))


@pytest.mark.parametrize("value", [Point(1.5, ["a"]), Fit(1.5, ["a"])], ids=repr)
def test_named_tuples_and_dataclasses_are_records(value):
    sent = travel(value)
    first = sent.x if isinstance(value, Point) else sent.slope
    assert (sent._type, first, sent[1]) == (type(value).__name__, 1.5, ["a"])
    assert sent == (1.5, ["a"])
    with pytest.raises(AttributeError, match="has no z"):
        _ = sent.z
    assert travel(sent)._names == sent._names


def test_sets_are_written_alike_in_every_process():
    assert encode({"b", "a", 1}, {}) == encode({1, "a", "b"}, {})


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([1, 2], [1, 3]),
        ([1, 2], [2]),
        ([[1], {2: 3}], [[4], {2: 5}]),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        ({1}, {2, 3}),
        (([1], {}), ([2], {1: 1})),
    ],
)
def test_what_a_call_does_to_lists_dicts_and_sets_is_done_to_the_callers(mine, theirs):
    parts = [mine, *(mine if isinstance(mine, tuple) else [])]
    restore(mine, theirs)
    assert mine == theirs
    assert all(part is again for part, again in zip(parts[1:], mine, strict=False))


def test_strides_of_a_sender_who_is_not_trusted_are_passed_over():
    node = encode(torch.ones(2, 2), tensors := {}) | {"stride": [1 << 50, 1 << 50]}
    assert decode(node, tensors).is_contiguous()


def test_elements_that_share_memory_are_sent_each():
    x = torch.arange(3.0).expand(2, 3)
    assert torch.equal(travel(x), x)


def test_a_generator_goes_on_where_it_was_and_a_device_is_the_same():
    generator = torch.Generator().manual_seed(3)
    theirs, device = travel((generator, torch.device("cpu")))
    assert torch.equal(torch.rand(3, generator=theirs), torch.rand(3, generator=generator))
    assert device == torch.device("cpu")


def test_a_tensor_is_referred_to_only_once():
    node = encode(torch.ones(2), tensors := {})
    with pytest.raises(KeyError):
        decode({"kind": "list", "items": [node, node]}, tensors)


@pytest.mark.parametrize("dtype", sorted(DTYPES, key=str))
def test_tensors_are_written_as_safetensors_would_write_them(dtype):
    x = torch.arange(12).reshape(3, 4).to(dtype)
    values = [x, x.T, x[1:, ::2], x[0, 0], x[:0], x[0].expand(2, 4), x.conj()]
    encode(values, tensors := {})
    assert save(tensors) == safetensors.save(tensors)
    read = load(save(tensors))
    assert all(torch.equal(read[str(i)], value) for i, value in enumerate(values))


def test_a_tensor_of_a_dtype_that_cannot_be_sent_is_refused():
    encode(torch.zeros(2, dtype=torch.complex128), tensors := {})
    with pytest.raises(Exception, match="complex128"):
        save(tensors)
