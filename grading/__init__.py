"""Grades notebooks with hidden checks that never meet the student's code.

Rooms, of which each imports only from those below it:

    cli
    course
    platforms
    jobs
    grade
    feedback
    checks
    notebooks
    sandbox
"""
