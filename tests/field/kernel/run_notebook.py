# The helper functions are in a notebook of the student's own.
#
# scores: 3 3 2 2

import json

work.put(
    "helper.ipynb",
    json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 4,
            "metadata": {},
            "cells": [
                {
                    "cell_type": "code",
                    "metadata": {},
                    "outputs": [],
                    "execution_count": None,
                    "source": """def chain(M, factors):
    for F in factors:
        M = M @ F
    return M
""",
                }
            ],
        }
    ),
)
work.answer(
    "exploding",
    "multiply_all",
    """%run helper.ipynb

def multiply_all(M, factors):
    return chain(M, factors)
""",
)
