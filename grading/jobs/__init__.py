"""Many notebooks at once: what there is to grade, what is known already, and who does the work."""
