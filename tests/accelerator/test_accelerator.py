"""The engine with an accelerator: values travel to and from it, and nobody loses points by it."""

import inspect

import emulated_accelerator
import nbformat
import numpy as np
import pytest
import torch
from emulated_accelerator import DEVICE
from kernels import IMPORTS, PATIENT, submission
from nbformat.v4 import new_code_cell
from support import ASSIGNMENTS, ROOT, notebooks

from grading.checks.expect import CheckFailed, assert_close
from grading.checks.plugin import devices
from grading.checks.runner import check_devices, run_checks
from grading.checks.submission import AcceleratorFull, Submission
from grading.grade.job import environment
from grading.notebooks.reading import imports_of
from grading.notebooks.running import code_cells
from grading.sandbox.accelerator import kernels_that_fit
from grading.sandbox.policy import Sandbox, Settings
from grading.sandbox.values import decode, encode

PRELOAD = inspect.getsource(emulated_accelerator)
# What a student with an accelerator may write into the first cell.
NAMED = "import torch\ndevice = torch.accelerator.current_accelerator()"
DEFAULT = "import torch\ntorch.set_default_device(torch.accelerator.current_accelerator())"
FUNCTIONS = """
import torch
def same(x): return x
def copy(x): return x.clone()
def to_cpu(x): return x.cpu()
def where(x): return str(x.device)
def double_in_place(x): x.mul_(2)
def moved(x): x.data = x.data + 1
def draw(generator): return torch.rand(2, device=generator.device, generator=generator)
def draw_on_cpu(generator): return torch.rand(2, generator=generator)
def draw_by_default(): return torch.rand(2, device="emulated")
def draw_here(): return torch.rand(2)
def finds_no_room(): raise torch.OutOfMemoryError("out of memory. Tried to allocate 2.00 GiB.")
def takes_too_much(): raise torch.OutOfMemoryError("it would exceed per_process_memory_fraction")
calls = []
def loses_it_once():
    calls.append(1)
    if len(calls) == 2:
        raise torch.AcceleratorError("device-side assert triggered")
    return len(calls)
"""


@pytest.fixture(scope="module")
def student():
    with submission(FUNCTIONS, imports=PRELOAD + IMPORTS, limits=PATIENT) as running:
        yield running


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (lambda x: x + torch.ones(3), "on the same device"),
        (lambda x: torch.ones(3) @ x, "on the same device"),
        (lambda x: torch.ones(3)[x.long()], "on the same device"),
        (lambda x: x.numpy(), "Use Tensor.cpu"),
        (lambda x: np.asarray(x), "Use Tensor.cpu"),
        (lambda x: torch.rand(2, generator=torch.Generator(DEVICE)), "device type for generator"),
        (lambda x: torch.rand_like(x, generator=torch.Generator()), "device type for generator"),
        (lambda x: x.requires_grad_().sigmoid().backward(torch.ones(3)), "expected device"),
    ],
)
def test_the_device_refuses_what_a_real_one_would(refused, why):
    with pytest.raises((RuntimeError, TypeError), match=why):
        refused(torch.arange(3.0, device=DEVICE))


def test_the_device_takes_numbers_and_indices_of_the_cpus():
    x = torch.arange(3.0, device=DEVICE)
    assert (x + torch.tensor(1.0))[torch.tensor([2, 0])].tolist() == [3.0, 1.0]
    out = torch.add(x, x, out=torch.empty(0, device=DEVICE))
    assert (out.shape, out.tolist()) == ((3,), [0.0, 2.0, 4.0])


def test_checks_run_on_both_devices_or_on_the_one_that_is_named():
    assert devices("auto") == [torch.device("cpu"), DEVICE]
    assert devices("accelerator") == devices("emulated") == [DEVICE]
    assert devices("cpu") == [torch.device("cpu")]
    with pytest.raises(ValueError, match="there is cpu, accelerator, emulated"):
        devices("cuda")
    assert environment()["gpu"] == "emulated"


def test_a_device_without_float64_is_left_out_unless_it_is_named(monkeypatch):
    plain = torch.zeros

    def zeros(*size, dtype, device):
        if device.type != "cpu" and dtype == torch.float64:
            raise TypeError("Cannot convert a tensor to float64, which the device lacks")
        return plain(*size, dtype=dtype, device=device)

    monkeypatch.setattr(torch, "zeros", zeros)
    assert devices("auto") == [torch.device("cpu")]
    assert devices("accelerator") == [DEVICE]


def test_a_kernel_has_the_device_only_where_it_was_put():
    with pytest.raises(RuntimeError, match="no kernel can use it"):
        check_devices(Settings("accelerator", Sandbox(IMPORTS)))
    check_devices(Settings("accelerator", Sandbox(PRELOAD + IMPORTS)))


def test_a_tensor_keeps_its_device_strides_and_gradient():
    x = torch.arange(6.0, device=DEVICE).reshape(2, 3).T.requires_grad_()
    x.grad = torch.ones(3, 2, device=DEVICE)
    sent = decode(encode(x, tensors := {}), tensors, keep_strides=True)
    assert torch.equal(sent, x)
    assert (sent.device, sent.stride(), sent.requires_grad) == (DEVICE, x.stride(), True)
    assert torch.equal(sent.grad, x.grad)


def test_a_generator_keeps_its_device_and_goes_on_where_it_was():
    generator = torch.Generator(DEVICE).manual_seed(3)
    sent = decode(encode(generator, tensors := {}), tensors)
    assert sent.device == DEVICE
    again = (torch.rand(2, device=DEVICE, generator=each) for each in (generator, sent))
    assert torch.equal(*again)


def test_results_are_where_the_student_left_them(student):
    x = torch.arange(3.0, device=DEVICE)
    assert student.where(x) == str(DEVICE)
    assert student.copy(x).device == DEVICE
    assert not student.shares_memory
    assert torch.equal(student.same(x), x)
    assert student.shares_memory
    assert student.to_cpu(x).device.type == "cpu"


def test_what_is_done_to_arguments_is_done_there(student):
    x = torch.arange(3.0, device=DEVICE)
    student.double_in_place(x)
    student.moved(x)
    assert (x.device, x.tolist()) == (DEVICE, [1.0, 3.0, 5.0])


def test_draws_are_from_the_generator_on_the_device(student):
    generator, again = (torch.Generator(DEVICE).manual_seed(3) for _ in range(2))
    drawn = [student.draw(generator), student.draw(generator)]
    assert all(each.device == DEVICE for each in drawn)
    expected = [torch.rand(2, device=DEVICE, generator=again) for _ in range(2)]
    assert all(map(torch.equal, drawn, expected))
    with pytest.raises(CheckFailed, match="raised RuntimeError"):
        student.draw_on_cpu(generator)


def test_draws_there_are_not_draws_on_the_cpu(student):
    assert not torch.equal(student.draw_by_default(), student.draw_by_default())
    assert not student.drew_by_default
    student.draw_here()
    assert student.drew_by_default


def test_who_finds_no_room_is_not_graded_and_who_takes_too_much_is_wrong(student):
    with pytest.raises(AcceleratorFull, match="grade it again with fewer workers"):
        student.finds_no_room()
    with pytest.raises(CheckFailed, match="`takes_too_much` raised RuntimeError"):
        student.takes_too_much()


def test_a_cell_that_finds_no_room_makes_no_zero():
    full = "import torch\nraise torch.OutOfMemoryError('CUDA out of memory. Tried to allocate…')"
    student = submission(full, imports=PRELOAD + IMPORTS, limits=PATIENT)
    with pytest.raises(AcceleratorFull), student:
        student.f()


def test_an_accelerator_that_was_lost_in_a_call_is_there_in_the_next(student):
    assert student.loses_it_once() == 1
    with pytest.raises(CheckFailed, match="raised RuntimeError"):
        student.loses_it_once()
    assert student.loses_it_once() == 1


def test_each_kernel_has_room(monkeypatch):
    monkeypatch.setattr(torch.accelerator, "get_memory_info", lambda _: (0, 8 << 30))
    assert [kernels_that_fit(most) for most in (1, 16)] == [1, 4]
    monkeypatch.setattr(torch.accelerator, "get_memory_info", lambda _: (0, 1 << 30))
    assert kernels_that_fit(16) == 1
    monkeypatch.undo()
    assert kernels_that_fit(16) == 16  # the device does not say how much there is


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_what_is_close_follows_the_dtype_on_every_device(dtype):
    room = torch.finfo(dtype).eps
    for device in devices("auto"):
        one = torch.ones(3, dtype=dtype, device=device)
        assert_close(one * (1 + 4 * room), one)
        with pytest.raises(CheckFailed, match="wrong"):
            assert_close(one * (1 + 40 * room), one)
        with pytest.raises(CheckFailed, match="wrong device"):
            assert_close(one.to(DEVICE if device.type == "cpu" else "cpu"), one)


@pytest.mark.parametrize("first", [NAMED, DEFAULT])
@pytest.mark.parametrize("path", notebooks("source", *ASSIGNMENTS), ids=lambda path: path.stem)
def test_whoever_names_the_accelerator_in_the_first_cell_loses_nothing(path, first):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, new_code_cell(first))
    sandbox = Sandbox(PRELOAD + imports_of(path.parent))
    files = sorted((ROOT / "tests/hidden" / path.parent.name / path.stem).glob("test_*.py"))
    with Submission(notebook, code_cells(notebook), sandbox=sandbox) as running:
        found = run_checks(files, running, device="accelerator", seed="1")
    lost = [check.name for checks in found.values() for check in checks if not check.passed]
    assert lost == []
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    errors = [output.evalue for cell in cells for output in cell.outputs if "evalue" in output]
    # The notebooks' own pictures are of tensors on the CPU.
    assert errors == [] or first == DEFAULT
