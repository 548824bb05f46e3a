"""Results are put in their place all or nothing, and the earlier ones are not lost when the new ones cannot be."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from improving_value.kernel.issues import Rejected
from improving_value.report.folder import MARK, SHAREABLE, all_or_nothing


def write(out: Path, text: str) -> None:
    with all_or_nothing(out) as folder:
        (folder / MARK).write_text(text, encoding="utf-8")


def fail_to_move(monkeypatch: pytest.MonkeyPatch, *, times: int) -> None:
    """Let moves into the place of the results fail, so many times."""
    move, left = Path.rename, [times]

    def rename(self: Path, target: Path) -> Path:
        if Path(target).name == "internal" and Path(target).parent.name != ".replaced" and left[0]:
            left[0] -= 1
            raise OSError(errno.EACCES, "not now", str(target))
        return move(self, target)

    monkeypatch.setattr(Path, "rename", rename)


def test_the_earlier_results_come_back_when_the_new_ones_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "earlier")
    fail_to_move(monkeypatch, times=1)
    with pytest.raises(Rejected) as found:
        write(tmp_path, "new")
    assert [issue.code for issue in found.value.issues] == ["output-not-writable"]
    assert (tmp_path / "internal" / MARK).read_text(encoding="utf-8") == "earlier"
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.is_dir()) == ["internal"]


def test_what_cannot_be_moved_back_is_kept_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "earlier")
    fail_to_move(monkeypatch, times=2)
    with pytest.raises(Rejected):
        write(tmp_path, "new")
    assert not (tmp_path / "internal").exists()
    with pytest.raises(RuntimeError), all_or_nothing(tmp_path):
        raise RuntimeError
    assert (tmp_path / "internal" / MARK).read_text(encoding="utf-8") == "earlier"


def test_the_new_results_take_the_place_of_the_earlier(tmp_path: Path) -> None:
    write(tmp_path, "earlier")
    write(tmp_path, "new")
    assert (tmp_path / "internal" / MARK).read_text(encoding="utf-8") == "new"


def test_both_products_are_put_in_their_place_and_the_shareable_one_of_an_earlier_run_goes(tmp_path: Path) -> None:
    with all_or_nothing(tmp_path) as folder:
        (folder / MARK).write_text("earlier", encoding="utf-8")
        (folder.parent / SHAREABLE).mkdir()
        (folder.parent / SHAREABLE / MARK).write_text("earlier, shareable", encoding="utf-8")
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.is_dir()) == ["internal", "shareable"]
    write(tmp_path, "new")
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.is_dir()) == ["internal"]


def test_both_products_come_back_when_one_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def both(text: str) -> None:
        with all_or_nothing(tmp_path) as folder:
            (folder / MARK).write_text(text, encoding="utf-8")
            (folder.parent / SHAREABLE).mkdir()
            (folder.parent / SHAREABLE / MARK).write_text(text, encoding="utf-8")

    both("earlier")
    fail_to_move(monkeypatch, times=1)
    with pytest.raises(Rejected):
        both("new")
    assert {(tmp_path / product / MARK).read_text(encoding="utf-8") for product in ("internal", SHAREABLE)} == {"earlier"}


def test_a_shareable_folder_that_no_run_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / SHAREABLE).mkdir()
    (tmp_path / SHAREABLE / "letters.txt").write_text("a letter", encoding="utf-8")
    with pytest.raises(Rejected) as found:
        write(tmp_path, "new")
    assert [issue.code for issue in found.value.issues] == ["output-exists"]
    assert (tmp_path / SHAREABLE / "letters.txt").exists()
