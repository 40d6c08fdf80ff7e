"""Where a stranger's code runs: confined kernels that start at once, and the channel to them."""
