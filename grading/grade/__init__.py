"""Grades one submission: repairs its notebooks, judges each and writes the graded ones."""
