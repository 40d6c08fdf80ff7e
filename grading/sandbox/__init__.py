"""Kernels that start at once and are confined, and the line to what runs in them."""
