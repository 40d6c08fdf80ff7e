"""One id for each student, in whatever Unicode form a system writes it."""

import unicodedata

import pytest

from grading.course.ids import unify_ids, why_unclear

COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "josé") for form in ("NFC", "NFD"))


@pytest.fixture
def submitted(tmp_path):
    def submit(*paths: str):
        for path in paths:
            (tmp_path / path).mkdir(parents=True)
            (tmp_path / path / "a.ipynb").write_text(path)
        return tmp_path

    return submit


def paths(folder) -> set[str]:
    return {str(path.parent.relative_to(folder)) for path in folder.rglob("*.ipynb")}


@pytest.mark.parametrize(
    ("folder", "known", "wanted"),
    [
        (DECOMPOSED, [COMPOSED, "ada"], COMPOSED),
        (COMPOSED, [DECOMPOSED], DECOMPOSED),
        (DECOMPOSED, [], COMPOSED),
        (DECOMPOSED, [DECOMPOSED], DECOMPOSED),
        (DECOMPOSED, [DECOMPOSED, COMPOSED], COMPOSED),
        (COMPOSED, [], COMPOSED),
        ("ada", ["bo"], "ada"),
    ],
)
def test_a_folder_gets_the_name_that_the_class_list_has(submitted, folder, known, wanted):
    root = submitted(f"{folder}/one")
    assert unify_ids(root, known) == ([] if folder == wanted else [wanted])
    assert paths(root) == {f"{wanted}/one"}
    assert unify_ids(root, known) == []


def test_what_is_in_one_of_two_folders_only_comes_together(submitted):
    root = submitted(f"{COMPOSED}/one", f"{DECOMPOSED}/two")
    assert unify_ids(root, []) == [COMPOSED]
    assert paths(root) == {f"{COMPOSED}/one", f"{COMPOSED}/two"}
    assert [path.name for path in root.iterdir()] == [COMPOSED]


def test_of_two_that_hold_the_same_assignment_none_is_taken(submitted):
    both = (f"{COMPOSED}/one", f"{DECOMPOSED}/one")
    root = submitted(*both, f"{DECOMPOSED}/two")
    assert unify_ids(root, []) == [COMPOSED]
    assert paths(root) == {*both, f"{COMPOSED}/two"}
    assert all("keep the one whose work counts" in why_unclear(root / path) for path in both)
    assert why_unclear(root / COMPOSED / "two") == ""
    assert unify_ids(root, []) == []


def test_ids_that_cannot_be_are_left_for_a_person(submitted):
    root = submitted(f"{DECOMPOSED} /one", f".{DECOMPOSED}/one", f"{DECOMPOSED}*/one")
    before = paths(root)
    assert unify_ids(root, [COMPOSED]) == []
    assert paths(root) == before
