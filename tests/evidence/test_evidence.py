"""The oracle knows right from wrong, and the hidden checks agree with it on a sample of mutants."""

import pytest
from evidence.evidence import find, mutated_answers
from evidence.oracle import Case, Verdict, judge_all
from proofs.examples import read_example
from proofs.verify import Verification
from rich.console import Console
from support import ROOT

SUBMISSIONS = ROOT / "tests/submissions"
RIGHT = ["gradient_by_cosh", "multiply_einsum", "product_factors_first"]
RIGHT += ["plot_stems", "plot_proxies", "plot_both_in_one_collection"]
RIGHT += ["units_distribution", "initialize_box_muller", "layers_numpy_scalars"]
RIGHT += ["norms_scatter", "norms_inverted_legend", "norms_black_dashes"]
WRONG = ["gradient_number_for_one", "gradient_of_tanh", "multiply_skips_misfits"]
WRONG += ["multiply_up_to_three", "product_clamped", "product_cycle_of_fifty"]
WRONG += ["plot_labels_without_legend", "plot_proxies_swapped", "plot_curves_alike"]
WRONG += ["units_rounds_first", "units_variance_for_scale", "initialize_ignores_device"]
WRONG += ["initialize_rows_centred", "layers_gradient_of_sum", "layers_leaves_grad"]
WRONG += ["norms_all_black", "norms_names_swapped", "norms_from_1", "norms_linear"]


def case_of(kind: str, name: str) -> Case:
    """An example under right versions of what is above it."""
    known = read_example(SUBMISSIONS / "right/reference.py").cells
    example = read_example(SUBMISSIONS / f"{kind}/{name}.py")
    (exercise,) = example.cells
    above = [known["sigmoid_gradient"], known["multiply_all"]]
    if exercise == "plot_gradients":
        above = list(read_example(SUBMISSIONS / "right/layers_by_hand.py").cells.values())
    return Case(exercise, [*example.extra, *above, example.cells[exercise]])


@pytest.mark.long
def test_the_oracle_accepts_right_answers_and_refuses_wrong_ones():
    cases = [case_of("right", name) for name in RIGHT] + [case_of("wrong", name) for name in WRONG]
    verdicts = dict(judge_all(cases, 2))
    for number, name in enumerate(RIGHT + WRONG):
        assert verdicts[number].is_right == (name in RIGHT), (name, verdicts[number])


def test_an_answer_that_ends_the_process_is_wrong():
    cell = "def multiply_all(M, factors):\n    import os\n    os._exit(0)"
    ((_, verdict),) = judge_all([Case("multiply_all", [cell])])
    assert verdict == Verdict(False, "it takes too long, or ends the process")


@pytest.mark.parametrize(
    ("assignment", "exercise", "least"),
    [("numerical_stability", "multiply_all", 150), ("initialization", "initialize", 200)],
)
def test_the_mutants_are_many_and_different(assignment, exercise, least):
    verification = Verification(ROOT, assignment)
    mutants = list(mutated_answers(verification, exercise))
    assert len({mutated.mutant.code for mutated in mutants}) == len(mutants) > least
    again = mutated_answers(verification, exercise)
    assert [mutated.mutant for mutated in again] == [mutated.mutant for mutated in mutants]
    for mutated in mutants:
        assert mutated.case.cells[-1] == mutated.mutant.code


@pytest.mark.long
@pytest.mark.parametrize(
    ("assignment", "exercise", "sample"),
    [("numerical_stability", "multiply_all", 40), ("initialization", "signal_and_gradient", 40)],
)
def test_the_hidden_checks_agree_with_the_oracle(assignment, exercise, sample):
    verification = Verification(ROOT, assignment)
    mutants = list(mutated_answers(verification, exercise))[::sample]
    findings = find(mutants, verification, Console(quiet=True))
    assert [finding for finding in findings if not finding.agree] == []
