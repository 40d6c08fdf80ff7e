"""Runs a student's code: kernels that start at once, confined, and the channel to each of them.

Other rooms use `kernel` (run a notebook, call its functions), `wire` (what comes back), `policy`
(limits and isolation) and `spawn` (one fork server for many processes).
"""
