"""What was handed in, made whole: taken in, read, repaired and cleaned."""
