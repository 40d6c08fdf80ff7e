"""What is set aside from a submission's folder before nbgrader copies it."""

import os
import shutil
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc
from support import ASSIGNMENT

from grading.notebooks.intake import PLACEHOLDER, aside_of, notes_of, set_aside
from grading.notebooks.names import listed, why_no_id
from grading.notebooks.unfit import linked


@pytest.fixture
def hand_in(tmp_path):
    """Replace ada's submission by these files, and sort it."""
    folder = tmp_path / "submitted" / "ada" / ASSIGNMENT

    def replace(**files: str):
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        (folder / "notebook.ipynb").write_text("{}")
        for name, text in files.items():
            (folder / f"{name}.txt").write_text(text)
        return folder

    return replace


def sort(folder):
    set_aside(folder)


def test_a_link_with_the_name_of_the_notes_leads_nowhere(hand_in, tmp_path):
    victim = tmp_path / "settings"
    victim.write_text("mine")
    folder = hand_in()
    for name in ["why.txt", "handed_in.txt", "files", "`reboot`"]:
        (folder / name).symlink_to(victim)
    sort(folder)
    assert victim.read_text() == "mine"
    assert len(notes_of(folder)) == 4


def test_a_link_is_not_followed_by_what_is_set_aside_later(hand_in, tmp_path):
    (outside := tmp_path / "outside").mkdir()
    folder = hand_in()
    (folder / "data").symlink_to(outside)
    sort(folder)
    folder = hand_in()
    (folder / "data").mkdir()
    (folder / "data" / "link").symlink_to(outside)
    sort(folder)
    assert not list(outside.iterdir())
    assert "`data/link` was set aside: it is a link to another file." in notes_of(folder)


def test_what_an_earlier_submission_held_is_kept_but_no_longer_spoken_of(hand_in):
    for time in ["2026-01-01 10:00:00.5 UTC", "2026-01-02 10:00:00.5 UTC"]:
        folder = hand_in(timestamp=time)
        (folder / "torch.py").write_text(time)
        for _ in range(2):  # grading again changes nothing
            sort(folder)
            assert len(notes_of(folder)) == 1
    sort(hand_in(timestamp="2026-01-03 10:00:00.5 UTC"))
    assert notes_of(folder) == []
    kept = [path.read_text() for path in folder.parent.rglob("torch.py")]
    assert sorted(kept) == ["2026-01-01 10:00:00.5 UTC", "2026-01-02 10:00:00.5 UTC"]


def test_a_time_that_is_none_is_set_aside_once(hand_in):
    folder = hand_in(timestamp="yesterday")
    for _ in range(2):
        sort(folder)
        assert notes_of(folder) == ["`timestamp.txt` was set aside: it does not hold a time."]


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("2026-01-01 12:30:00.000000 UTC", "12:30"),
        ("2026-01-01 12:30:00", "12:30"),
        ("2026-01-01 12:30:00 +0100", "11:30"),
        ("2026-01-01 12:30:00 -0130", "14:00"),
        ("2026-01-01T12:30:00+01:00", "11:30"),
        ("2026-01-01T12:30:00Z", "12:30"),
        ("Thu, 1 Jan 2026 12:30:00 -0100", "13:30"),
        ("2026-01-01 12:30:00 EST", "17:30"),
    ],
)
def test_nbgrader_reads_the_time_that_was_meant(hand_in, written, understood):
    folder = hand_in(timestamp=written)
    sort(folder)
    sort(folder)
    read = parse_utc((folder / "timestamp.txt").read_text().strip())
    assert f"{read:%Y-%m-%d %H:%M}" == f"2026-01-01 {understood}"
    assert notes_of(folder) == []


@pytest.mark.parametrize("written", ["2026-01-01 12:30:00 PST", "1 Jan 2026 12:30 XYZ", "noon", ""])
def test_a_time_that_nobody_knows_decides_nothing(hand_in, written):
    folder = hand_in(timestamp=written)
    sort(folder)
    assert not (folder / "timestamp.txt").exists()
    assert "does not hold a time" in "".join(notes_of(folder))


def test_files_of_one_long_name_are_all_set_aside(hand_in):
    folder = hand_in()
    name = "é" * 127 + "n"  # 255 bytes, as many as there may be
    for parent in (folder, folder / "a", folder / "b"):
        parent.mkdir(exist_ok=True)
        (parent / name).symlink_to("anywhere")
    sort(folder)
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert len(list((aside_of(folder) / "files").iterdir())) == 3


@pytest.mark.parametrize("much", [None, "2026-01-01 10:00:00 UTC".ljust(10**6)])
def test_a_time_that_is_a_pipe_or_huge_is_set_aside_unread(hand_in, much):
    folder = hand_in()
    if much is None:
        os.mkfifo(folder / "timestamp.txt")
    else:
        (folder / "timestamp.txt").write_text(much)
    sort(folder)
    assert not (folder / "timestamp.txt").exists()
    assert "`timestamp.txt` was set aside" in notes_of(folder)[0]


def test_no_file_is_set_aside_unsaid(hand_in, monkeypatch):
    folder = hand_in()
    (folder / "link").symlink_to("anywhere")

    def fail(*_):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail)
        with pytest.raises(OSError, match="No space"):
            sort(folder)
    sort(folder)
    assert notes_of(folder) == ["`link` was set aside: it is a link to another file."]
    assert not (folder / "link").is_symlink()


def test_of_many_paths_a_few_are_named():
    assert listed(["b", "a"]) == "`a`, `b`"
    assert listed(list("gfedcba")) == "`a`, `b`, `c`, `d`, `e` and 2 more"


def test_an_id_is_no_longer_than_the_gradebook_takes():
    assert why_no_id("é" * 128) == ""
    assert "more than 128 letters" in why_no_id("x" * 129)


def fill(folder: Path, count: int, name: str = "module_{}.py") -> None:
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / name.format(number)).touch()


def left(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_environment_goes_before_any_work_and_as_one(hand_in):
    folder = hand_in()
    fill(folder / "a_venv" / "lib" / "site-packages" / "x", 1500)
    (folder / "a_venv" / "pyvenv.cfg").touch()
    fill(folder / ".git" / "objects", 50)
    fill(folder / "work", 100)
    (folder / "work" / "task.ipynb").write_text("{}")
    sort(folder)
    sort(folder)
    assert notes_of(folder) == [
        "`.git` was set aside: it holds what a program has put there.",
        "`a_venv` was set aside: it holds what a program has put there.",
    ]
    assert {"notebook.ipynb", "work/task.ipynb", "work/module_99.py"} <= left(folder)
    assert len(left(aside_of(folder) / "files")) == 1551


def test_what_programs_put_there_stays_where_it_is_little(hand_in):
    folder = hand_in()
    fill(folder / ".git", 50)
    fill(folder / "node_modules", 50)
    sort(folder)
    assert notes_of(folder) == []
    assert len(left(folder)) == 101


def test_an_environment_full_of_links_goes_as_one(hand_in):
    folder = hand_in()
    fill(folder / "env" / "bin", 3)
    (folder / "env" / "conda-meta").mkdir()
    for name in ("python", "python3", "pip"):
        (folder / "env" / "bin" / name).symlink_to("/usr/bin/python3")
    (folder / "env" / "a.ipynb").hardlink_to(folder / "env" / "bin" / "module_0.py")
    sort(folder)
    assert notes_of(folder) == ["`env` was set aside: it holds what a program has put there."]


def test_notebooks_stay_where_there_is_too_much_else(hand_in):
    folder = hand_in()
    fill(folder / "a_pictures", 1500, "{}.png")
    fill(folder / "b_clone" / "c" / "d", 998, "{}.ipynb")
    fill(folder / "work", 3, "{}.ipynb")
    (folder / "timestamp.txt").write_text("2026-01-01 10:00:00 UTC")
    sort(folder)
    kept = left(folder)
    assert {"notebook.ipynb", "timestamp.txt", *(f"work/{n}.ipynb" for n in range(3))} <= kept
    assert sum(1 for _ in folder.rglob("*")) <= 1000
    notes = notes_of(folder)
    assert (
        notes[0]
        == "`b_clone/c/d/991.ipynb` was set aside: it is one of too many or too large files."
    )
    assert notes[-1] == "3 more were set aside: each is one of too many or too large files."
    assert len(notes) == 6


def test_what_the_grader_adds_is_not_too_much(hand_in):
    folder = hand_in()
    fill(folder / "pictures", 998, "{}.png")
    sort(folder)
    for name in ("a.ipynb", "b.ipynb"):
        (folder / name).write_bytes(PLACEHOLDER)
    sort(folder)
    assert notes_of(folder) == []
    assert len(left(folder)) == 999


def test_what_is_in_the_place_of_the_assignments_own_files_is_set_aside(hand_in):
    folder = hand_in(README="mine", img="a file", data="mine")
    (folder / "a" / "notes.md").mkdir(parents=True)
    (folder / "a" / "other.md").mkdir()
    set_aside(folder, ["README.txt", "img.txt/curve.png", "a/notes.md"])
    assert left(folder) == {"notebook.ipynb", "README.txt", "data.txt"}
    assert [path.name for path in (folder / "a").iterdir()] == ["other.md"]
    assert len(notes_of(folder)) == 2


def test_a_file_of_many_names_is_looked_at_once(hand_in):
    folder = hand_in()
    for number in range(300):
        os.link(folder / "notebook.ipynb", folder / f"{number:03}.ipynb")
    (folder / "own.ipynb").write_text("{}")
    ((paths, names),) = linked(sorted(folder.iterdir()))
    assert len(paths) == 301
    assert len(names) in (0, 301)  # as the test is run in the course or not


def test_large_files_leave_the_room_to_notebooks(hand_in):
    folder = hand_in()
    for name in ("a.bin", "b.bin", "c.bin", "d.bin", "e.bin", "f.bin"):
        os.truncate(_touched(folder / name), 99 << 20)
    os.truncate(_touched(folder / "z.ipynb"), 60 << 20)
    sort(folder)
    assert left(folder) == {"notebook.ipynb", "z.ipynb", *(f"{n}.bin" for n in "abcd")}


def _touched(path: Path) -> Path:
    path.touch()
    return path


def test_of_many_that_are_alike_a_few_are_named_and_notebooks_first(hand_in):
    folder = hand_in()
    for number in range(300):
        (folder / f"link_{number:03}").symlink_to("anywhere")
    (folder / "task.ipynb").symlink_to("anywhere")
    for size in range(20):
        os.truncate(_touched(folder / f"{size}.bin"), (101 + size) << 20)
    (folder / ("x" * 120)).mkdir()
    (folder / ("x" * 120) / ("y" * 120)).symlink_to("anywhere")
    sort(folder)
    notes = notes_of(folder)
    assert "`task.ipynb` was set aside: it is a link to another file." in notes
    assert "297 more were set aside: each is a link to another file." in notes
    assert "15 more were set aside: each is too large (over 100 MB)." in notes
    assert len(notes) == 12
    assert max(map(len, notes)) < 200


def test_files_of_one_name_take_no_longer_each_the_more_there_are(hand_in, monkeypatch):
    folder, looks = hand_in(), []
    for number in range(900):
        (folder / str(number)).mkdir()
        (folder / str(number) / "link").symlink_to("anywhere")
    lexists = os.path.lexists
    monkeypatch.setattr(os.path, "lexists", lambda path: looks.append(path) or lexists(path))
    sort(folder)
    assert len(list((aside_of(folder) / "files").iterdir())) == 900
    assert len(looks) < 3 * 900


def test_a_notebook_with_two_names_is_looked_for_once(hand_in, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    folder, walks = hand_in(), []
    for number in range(20):
        (folder / f"{number}.ipynb").hardlink_to(folder / "notebook.ipynb")
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda path: walks.append(path) or walk(path))
    sort(folder)
    assert len(walks) == 2
    assert len(notes_of(folder)) == 5
    assert max(map(len, notes_of(folder))) < 500
