"""What is in the student's kernel: it does what the grader asks for, and is never believed."""
