"""What a student has handed in is gathered from wherever it lies, and left as it is."""

import zipfile

import pytest

from grading.notebooks import gather as module
from grading.notebooks.gather import gather

WORK = {"one.ipynb": b"{}", "data/x.csv": b"1,2"}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "work"
    (folder / "data").mkdir(parents=True)
    for name, data in WORK.items():
        (folder / name).write_bytes(data)
    return folder


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_folders_and_zips_are_what_is_in_them(folder, tmp_path):
    archive = zipped(tmp_path / "work.ZIP", WORK)
    assert gather([folder]).files == gather([archive]).files == gather(WORK).files == WORK
    assert gather([folder / "one.ipynb"]).files == {"one.ipynb": b"{}"}


def test_the_same_work_has_the_same_stamp_wherever_it_lies(folder):
    assert gather([folder]).hash == gather(WORK).hash
    assert gather(WORK | {"data/x.csv": b"1,3"}).hash != gather(WORK).hash


def test_two_files_of_one_name_are_both_there(folder, tmp_path):
    other = tmp_path / "one.ipynb"
    other.write_bytes(b"[]")
    assert sorted(gather([folder / "one.ipynb", other]).files.values()) == [b"[]", b"{}"]
    more = zipped(tmp_path / "more.zip", {"one.ipynb": b"more"})
    assert gather([folder, more]).files == WORK | {"1/more/one.ipynb": b"more"}


def test_what_must_not_be_there_is_set_aside_of_a_copy(folder):
    (folder / "torch.py").write_text("")
    (folder / "secret").symlink_to("/etc/passwd")
    handed_in = gather([folder])
    assert handed_in.files == WORK
    assert handed_in.notes == (
        "`secret` was set aside: it is a link to another file.",
        "`torch.py` was set aside: it would stand in for a module or settings of that name.",
    )
    assert (folder / "torch.py").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["work"]


@pytest.mark.parametrize("name", ["", "/etc/x", "../x", "a/../../x"])
def test_no_name_leads_elsewhere(name):
    with pytest.raises(ValueError, match="is no name of a file"):
        gather({name: b""})


def test_a_zip_leads_nowhere_else(tmp_path):
    archive = zipped(tmp_path / "a.zip", {"../../x": b"", "/etc/y": b""})
    assert set(gather([archive]).files) == {"x", "etc/y"}


def test_a_zip_that_is_none_is_named(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ValueError, match=r"a\.zip cannot be unpacked: "):
        gather([tmp_path / "a.zip"])


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_far_too_much_is_refused_before_it_is_copied(kind, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_SUM", 2)
    path = folder if kind == "folder" else zipped(tmp_path / "a.zip", {"x": b"12345"})
    with pytest.raises(ValueError, match="hand in less"):
        gather([path])


def test_what_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.ipynb"):
        gather([tmp_path / "none.ipynb"])
