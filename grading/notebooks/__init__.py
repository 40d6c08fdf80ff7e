"""Takes in submissions: sets aside unsafe files, and reads, repairs and cleans notebooks."""
