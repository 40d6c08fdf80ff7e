"""Reports on a class to its instructor: the table, the pages, checks.json, exports for an LMS."""
