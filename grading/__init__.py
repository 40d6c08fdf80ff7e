"""Grades notebooks with hidden checks that never meet the student's code."""
