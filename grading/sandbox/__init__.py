"""Runs a student's code in confined kernels that start at once, each with a channel to the grader.

Other rooms use `kernel` (run a notebook, call its functions), `wire` (requests and replies),
`policy` (limits and isolation) and `spawn` (one fork server for many processes).
"""
