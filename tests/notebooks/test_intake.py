"""What is set aside from a submission's folder before nbgrader copies it."""

import os
import shutil

import pytest
from nbgrader.utils import parse_utc
from support import ASSIGNMENT

from grading.notebooks import intake
from grading.notebooks.intake import aside_of, notes_of, set_aside, why_no_id


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
        patch.setattr(intake, "_move", fail)
        with pytest.raises(OSError, match="No space"):
            sort(folder)
    sort(folder)
    assert notes_of(folder) == ["`link` was set aside: it is a link to another file."]
    assert not (folder / "link").is_symlink()


def test_an_id_is_no_longer_than_the_gradebook_takes():
    assert why_no_id("é" * 128) == ""
    assert "more than 128 letters" in why_no_id("x" * 129)
