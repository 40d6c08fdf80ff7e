"""What an instructor reads of a class: the table, the report, checks.json, exports for an LMS."""
