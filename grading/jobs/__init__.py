"""Runs many tasks at once, on the cores of this machine or on a cluster."""
