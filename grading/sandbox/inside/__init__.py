"""Runs inside the student's kernel: calls functions, reads figures, and is not trusted."""
