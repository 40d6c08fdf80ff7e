"""Grades single submissions on other systems, such as Gradescope, PrairieLearn, Autolab and CI."""
