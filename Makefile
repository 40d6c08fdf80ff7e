# `make grade` and `make test` need python3, make and a network; they set up .venv themselves.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

# One process more than cores, as tests also wait; a file's tests stay together, for the courses that
# they share, and files come in their order (see tests/conftest.py).
PROCESSES := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST := $(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile --no-loadscope-reorder
VERIFY = PYTHONPATH=tests $(BIN)/python -m proofs.verify --forms $${FORMS:-1} --seeds $${SEEDS:-1}

.PHONY: grade test-fast test test-all verify accelerator gpu gpu-wheels evidence claims attack field fuzz kills laws bench screenshots site lint types lock
.DELETE_ON_ERROR:

grade: $(READY)
	PYTHONPATH=tests $(BIN)/python -m proofs.examples tests/submissions release/numerical_stability submitted
	$(BIN)/grade numerical_stability

# Before every commit: each test that takes seconds, and some of the answers.
test-fast test test-all: export FORMS ?= 5
test-fast: lint types
	$(PYTEST) -m "not slow and not long"
	$(VERIFY) --sample 40 numerical_stability

# Also whole classes, and more of the answers.
test: lint types
	$(PYTEST) -m "not long"
	$(VERIFY) --sample 30 numerical_stability
	$(VERIFY) --sample 90 initialization

# Also every tenth answer to `numerical_stability`, a fifth of them in another form, every 30th to
# `initialization`, every tenth attack, every fourth case of what people really hand in (all of them
# are for `make verify`, `make attack` and `make field`), and all that takes long: killed graders, a
# browser, and a student's machine set up from nothing, with 3 GB to download.
test-all: export FUZZ ?= 30
test-all: export LAWS ?= 600
test-all: export KILLS ?= 4
test-all: export FIELD ?= 4
test-all: export SAMPLE ?= 10
test-all: export SOME ?= 30
test-all: export SEEDS ?= 2
test-all: lint types verify accelerator attack
	$(PYTEST) --durations 40

# Right, wrong and mutated answers, each in two forms, and with five seeds; FORMS=n for every n-th in
# another form only, SAMPLE=n and SOME=n for every n-th answer to the first and the second assignment.
verify: export SEEDS ?= 5
verify: $(READY)
	$(VERIFY) --sample $${SAMPLE:-1} numerical_stability
	$(VERIFY) --sample $${SOME:-1} initialization

# On an emulated accelerator beside the CPU: the engine, every answer that is wrong on an accelerator
# only, and every 60th and 90th of the others, which takes three minutes; EACH=1 for all of them.
accelerator: $(READY)
	$(PYTEST) -p emulated_accelerator tests/accelerator
	$(VERIFY) --emulated --sample $${EACH:-60} numerical_stability
	$(VERIFY) --emulated --sample $${EACH:-90} initialization

# For a machine with a GPU and no network, whose torch and torchvision are used: collect the wheels
# where there is a network, take this folder along, and have it tried there, in eight minutes at most.
# THERE="scipy pandas" for what that machine has, too; EMULATED=--emulated tries it without a GPU.
WHEELS ?= .cache/wheels
gpu-wheels: $(READY)
	PYTHONPATH=tests $(BIN)/python -m accelerator.wheels $(WHEELS) $(THERE)

gpu:
	$(PYTHON) -m venv --clear --system-site-packages .cache/gpu
	.cache/gpu/bin/python -m pip install --quiet --no-index --no-deps $(WHEELS)/*.whl
	PYTHONPATH=tests .cache/gpu/bin/python -m accelerator.machine $(EMULATED)

# Three thousand mutants of right answers, against an oracle of the task text: it takes two hours.
evidence: $(READY)
	PYTHONPATH=tests $(BIN)/python -m evidence.evidence

# All that the notebooks say, of training for fifteen draws. ATEN_CPU_CAPABILITY=default or avx2
# rounds as another processor would.
claims: $(READY)
	$(PYTEST) tests/assignment/test_claims.py tests/assignment/test_claims_of_initialization.py

# Every attack, or every SAMPLEth, and honest submissions beside them;
# ISOLATION=none for what the boundary between processes keeps by itself.
attack: $(READY)
	PYTHONPATH=tests $(BIN)/python -m attacks.attack numerical_stability \
		--isolation $${ISOLATION:-auto} --sample $${SAMPLE:-1}

# What people really hand in: each case, what must come of it and what does; CASES=words for some.
field: $(READY)
	PYTHONPATH=tests $(BIN)/python -m field.field $(CASES)

# Some thousands of damaged notebooks; FUZZ=n for n whole submissions and ten times as many files.
fuzz: $(READY)
	FUZZ=$${FUZZ:-300} $(PYTEST) --dist load tests/system/test_fuzz.py

# A class of twelve whose grader is killed twenty times, at random moments.
kills: $(READY)
	KILLS=$${KILLS:-20} $(PYTEST) tests/system/test_kills.py -k killed_again

# Ten thousand honest runs against the laws that judge random matrices.
laws: $(READY)
	LAWS=$${LAWS:-10000} $(PYTEST) --dist load tests/assignment/test_laws*.py

# Beside stock nbgrader, on a quiet machine: it takes the better part of an hour.
bench: $(READY)
	PYTHONPATH=tests $(BIN)/python benchmarks/bench.py

# The README's pictures; it takes Chromium.
screenshots: $(READY)
	PYTHONPATH=tests $(BIN)/python docs/screenshots.py

# The documents as a site, in .cache/site: a dead link, or a page that no list names, is an error.
SITE ?= .cache/site
site: $(READY)
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env -c docs -d $(SITE).doctrees . $(SITE)
	cp $(SITE)/README.html $(SITE)/index.html

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/ci.yml docs/grade-what-is-pushed.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci .gitlab-ci.yml

types: $(READY)
	$(BIN)/mypy

# Hashes of every package, but no addresses: pip's and uv's own settings say where to get them.
lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--group dev --group course --extra cluster pyproject.toml --output-file requirements.lock

# Compiled once, as pip does: where Python may not write bytecode, each process would compile it anew.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@
