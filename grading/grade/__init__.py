"""One submission, from what was handed in to its graded notebooks, with no course and no class."""
