# A loop has written a hundred thousand cells.
#
# scores: - - 2 2
# note: 100000 cells

work.put(
    "vanishing",
    '{"nbformat": 4, "cells": ['
    + ",".join(['{"cell_type": "code", "source": ""}'] * 100_000)
    + "]}",
)
