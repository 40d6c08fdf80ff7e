"""Values that travel as plain data: what comes out is what went in."""

import json

import pytest
import torch
from safetensors import torch as safetensors
from safetensors.torch import load

from grading.sandbox.values import DTYPES, Tensors, decode, encode, save


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
