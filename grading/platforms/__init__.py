"""Single submissions graded where a course hands them in: the formats of other systems."""
