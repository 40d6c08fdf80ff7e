#!/bin/sh
# Makes an environment beside this file, of the versions that the assignment was bundled with.
# TORCH_BACKEND=any takes torch as it comes, with what it needs for a GPU; by default it is for CPUs.
set -e
cd "$(dirname "$0")"
python3 -m venv start
start/bin/python -m pip install --quiet uv
start/bin/uv venv --quiet --python '>=3.11' env
export UV_COMPILE_BYTECODE=1  # else each submission's container would compile it all anew
if [ "${TORCH_BACKEND:=cpu}" != any ]; then export UV_TORCH_BACKEND="$TORCH_BACKEND"; fi
start/bin/uv pip install --quiet --python env/bin/python --requirements torch.txt
start/bin/uv pip install --quiet --python env/bin/python --no-deps --requirements requirements.txt ./*.whl
