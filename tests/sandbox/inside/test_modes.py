"""What a student sets for a whole kernel reaches the student's functions, not the grader's code."""

import pytest
import torch
from kernels import submission

MODES = {
    "torch.set_default_device('meta')": "str(torch.get_default_device())",
    "torch.set_default_device('mps')": "None",  # torch can name no device that is missing
    "torch.set_default_device('cuda')": "None",  # torch can name no device that is missing
    "torch.set_default_dtype(torch.float64)": "str(torch.get_default_dtype())",
    "torch.set_grad_enabled(False)": "torch.is_grad_enabled()",
    "guard = torch.inference_mode(); guard.__enter__()": "torch.is_inference_mode_enabled()",
    "torch.use_deterministic_algorithms(True)": "torch.are_deterministic_algorithms_enabled()",
    "torch.autocast('cpu').__enter__()": "torch.is_autocast_enabled('cpu')",
    "torch.autograd.set_detect_anomaly(True)": "torch.is_anomaly_enabled()",
    "np.seterr(all='raise')": "np.geterr()['over']",
    "warnings.simplefilter('error')": "warnings.filters[0][0]",
    "sys.setrecursionlimit(150)": "sys.getrecursionlimit()",
    "decimal.getcontext().prec = 2": "decimal.getcontext().prec",
    "locale.setlocale(locale.LC_ALL, 'C')": "locale.setlocale(locale.LC_ALL)",
    "plt.rcParams['figure.figsize'] = 1, 1": "plt.rcParams['figure.figsize'][0]",
    "gc.disable()": "gc.isenabled()",
}
FUNCTIONS = """
import decimal, gc, locale, sys, warnings
import numpy as np
import torch
import matplotlib.pyplot as plt

def mode(): return {mode}

def echo(x): return x

def draw(x):
    plt.plot([0.0, 1e300], [float('nan'), 1])
    return torch.empty(0, 3, device="cpu")

before = mode()
"""


def student_in(code, mode, **options):
    told = "def told(): return before, set_to"
    return submission(FUNCTIONS.format(mode=mode), f"{code}\nset_to = mode()", told, **options)


@pytest.mark.slow
@pytest.mark.parametrize(("code", "mode"), MODES.items())
def test_a_mode_reaches_the_students_functions_and_nothing_else(code, mode):
    with student_in(code, mode, is_whole=False) as student:
        x = torch.rand(3, 4).T.requires_grad_()
        for sent in (x, x.detach().half(), torch.empty(0, 2), torch.tensor(2.5), 7, [1.5, "text"]):
            got = student.echo(sent)
            if isinstance(sent, torch.Tensor):
                assert torch.equal(got, sent)
                assert (got.dtype, got.device) == (sent.dtype, sent.device)
                assert got.requires_grad == sent.requires_grad
            else:
                assert got == sent
        generator = torch.Generator().manual_seed(1)
        assert torch.equal(student.echo(generator).get_state(), generator.get_state())
        assert student.draw(x).shape == (0, 3)
        (figure,) = student.figures
        assert figure.curves[0].points[1].tolist() == [1e300, 1]
        before, set_to = student.told()
        assert before != set_to or mode == "None" or "locale" in code  # which may be C before
        assert student.mode() == set_to


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "torch.set_default_device('meta')",
        "torch.set_default_dtype(torch.float64)",
        "torch.set_grad_enabled(False)",
    ],
)
def test_what_a_cell_sets_is_put_back_where_any_cell_may_have_set_it(code):
    setter = f"def set_again(): {code}"
    with student_in(f"{code}\n{setter}", MODES[code]) as student:
        before, set_to = student.told()
        assert student.mode() == before != set_to
        assert student.changed_modes == []
        student.set_again()
        assert len(student.changed_modes) == 1
