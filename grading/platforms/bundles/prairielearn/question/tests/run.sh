#!/bin/sh
# PrairieLearn runs this for each submission.
GRADE="${GRADE:-/grade}"
mkdir -p "$GRADE/results"
exec "${GRADER:-/grader}/env/bin/grade-notebook" ASSIGNMENT "$GRADE/student" \
  --course "$GRADE/tests/course" --format prairielearn --output "$GRADE/results/results.json"
