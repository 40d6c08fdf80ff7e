"""Runs the hidden checks of one notebook on a submission, and records their outcomes.

Other rooms use `attempts` (grade a notebook), and `outcome` and `chart` (the results); files of
hidden checks use `expect`, `laws` and the fixtures of `plugin`.
"""
