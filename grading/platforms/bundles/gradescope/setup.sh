#!/bin/sh
# Gradescope runs this once, when the autograder is built.
set -e
python3 -c 'import ensurepip' || { apt-get update && apt-get install --yes python3-venv; }
sh "$(dirname "$0")/install.sh"
