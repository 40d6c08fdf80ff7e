"""`grade --watch` sees what arrives, also while it is at work."""

import _thread
import signal
import threading

from grading.course.watch import changes_in, follow


def test_what_arrives_while_a_class_is_graded_is_not_lost(tmp_path):
    rounds = changes_in([tmp_path])
    next(rounds)  # at once
    for number in range(2):
        (tmp_path / f"{number}").write_text("handed in during the round")
        next(rounds)


def test_it_goes_on_after_a_refusal_and_ends_when_it_is_interrupted(tmp_path):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # where this process ignores Ctrl-C
    graded, said = [], []

    def grade() -> int:
        graded.append(len(graded))
        if len(graded) == 1:
            (tmp_path / "a").write_text("x")
            return 2
        threading.Timer(0.5, _thread.interrupt_main).start()
        return 0

    assert follow([tmp_path], grade, said.append) == 0
    assert len(graded) >= 2
    assert said[0].startswith("Waiting")
    assert said[-1] == "Ended."


def test_a_run_that_was_interrupted_ends_it(tmp_path):
    assert follow([tmp_path], lambda: 130, print) == 130
