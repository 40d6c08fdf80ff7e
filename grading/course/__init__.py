"""Grades a class with nbgrader: its folders, its gradebook, and our steps in its pipeline."""
