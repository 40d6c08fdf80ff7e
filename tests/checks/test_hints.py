"""What a student is told of a function that is not there."""

import pytest
from kernels import submission

from grading.checks.expect import CheckFailed

NO_FUNCTION = "is not defined as a function once the notebook has run from top to bottom."


@pytest.mark.slow
def test_what_a_cell_ended_in_is_why_its_function_is_not_defined():
    cells = [
        "import torch\ndef no_colon(x)\n    return x",
        "import torch\n\ndef misspelt(x=torhc.zeros(1)):\n    return x",
        "class Told123(Exception): pass\n",
        "raise Told123\ndef secret(): pass",
        "misspelt(1)",
    ]
    said = {
        "no_colon": "its cell ended in SyntaxError: expected ':' (line 2).",
        "misspelt": "its cell ended in NameError: name 'torhc' is not defined (line 3).",
    }
    with submission(*cells) as student:
        for name in ("no_colon", "misspelt", "secret"):
            with pytest.raises(CheckFailed) as failed:
                getattr(student, name)(1)
            why = f"is not defined: {said[name]}" if name in said else NO_FUNCTION
            assert str(failed.value) == f"`{name}` {why}"
