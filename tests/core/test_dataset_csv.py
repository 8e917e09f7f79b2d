"""The UTKFace CSV: what is read from it, what is told about what cannot be, and its cache."""

from __future__ import annotations

import gzip
import os
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_data import HEADER, grey, pixels, row, write_csv, write_pictures

from core.datasets import table
from core.datasets.columns import ColumnMap
from core.datasets.csv_file import parse_pixel_row, parse_pixels
from core.datasets.open import open_dataset
from core.datasets.table import read_table
from core.datasets.utkface import read_utkface_csv
from core.errors import DataError
from core.work import Stopped


def test_rows_labels_and_pictures_come_back_in_order(tmp_path: Path) -> None:
    lines = [row(at, age=at % 100, ethnicity=at % 5, gender=at % 2) for at in range(150)]
    dataset = read_utkface_csv(write_csv(tmp_path / "a.csv", lines))
    assert len(dataset) == 150
    assert not dataset.skipped
    assert dataset.names[149] == "face149.jpg"
    assert dataset.ages.tolist() == [at % 100 for at in range(150)]
    assert dataset.values("gender").tolist() == [at % 2 for at in range(150)]
    assert dataset.values("ethnicity").tolist() == [at % 5 for at in range(150)]
    assert dataset.grey is not None
    assert all(np.array_equal(dataset.grey[at], grey(at)) for at in range(150))
    assert np.array_equal(dataset.image(7), np.repeat(grey(7)[:, :, None], 3, axis=2))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (f"30,0,0,a.jpg,{pixels(1)} 7", "2305 pixel values instead of 2304"),
        (f"30,0,0,a.jpg,{pixels(1)[:-4]}", "pixel values instead of 2304"),
        ("30,0,0,a.jpg,", "0 pixel values instead of 2304"),
        (f"30,0,0,a.jpg,256 {' '.join(['0'] * 2303)}", "256 is not 0 to 255"),
        (f"30,0,0,a.jpg,{'9' * 5000} {' '.join(['0'] * 2303)}", "is not 0 to 255"),
        (f"30,0,0,a.jpg,-1 {' '.join(['0'] * 2303)}", "-1 is not a whole number"),
        (f"30,0,0,a.jpg,1.5 {' '.join(['0'] * 2303)}", "1.5 is not a whole number"),
        (row(1, gender=2), "gender '2' is not one of 0, 1"),
        (row(1, ethnicity=5), "ethnicity '5' is not one of 0, 1, 2, 3, 4"),
        (row(1, ethnicity="Martian"), "ethnicity 'Martian' is not one of 0, 1, 2, 3, 4, White, Black"),
        (row(1, age=300), "age 300 is not 0 to 130"),
        (row(1, age="young"), "age 'young' is not a number"),
        ("30,0,0", "3 columns instead of 5"),
        ('30,0,0,"a.jpg,1', "quotation mark"),
        ("\x00\x00\x00", "1 columns instead of 5"),
    ],
)
def test_a_bad_row_is_listed_with_its_line_and_the_rest_is_used(tmp_path: Path, bad: str, reason: str) -> None:
    dataset = read_utkface_csv(write_csv(tmp_path / "a.csv", [row(1), bad, "", row(2)]))
    assert dataset.names == ("face1.jpg", "face2.jpg")
    (skipped,) = dataset.skipped
    assert skipped.name == "line 3"
    assert reason in skipped.reason
    assert dataset.grey is not None
    assert np.array_equal(dataset.grey[1], grey(2))


def test_windows_line_ends_marks_quotes_order_and_further_columns(tmp_path: Path) -> None:
    header = '\ufeffpixels,"extra",IMG_NAME,Gender,age,ethnicity'
    line = f'"{pixels(3)}","a, b",x.jpg, 1 ,26,4'
    dataset = read_utkface_csv(write_csv(tmp_path / "ünï.csv", [line], header=header, end="\r\n"))
    assert (dataset.names, dataset.values("gender").tolist(), dataset.values("ethnicity").tolist()) == (
        ("x.jpg",),
        [1],
        [4],
    )
    assert dataset.grey is not None
    assert np.array_equal(dataset.grey[0], grey(3))


def test_double_spaces_and_a_missing_last_line_end_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n30,0,0,a.jpg, {pixels(1).replace(' ', '  ')} \n{row(2)}")
    assert len(read_utkface_csv(path)) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "0 bytes"),
        (f"{HEADER}\n".encode(), "no rows"),
        (f"{HEADER}\n1,2\n".encode(), "line 2: 2 columns"),
        (b"age,img_name\n", "lacks the columns ethnicity, gender, pixels"),
        (gzip.compress(f"{HEADER}\n{row(1)}\n".encode()), "gzip"),
        (f"{HEADER}\n{row(1)}\n".encode("utf-16"), "UTF-16"),
        (f"{HEADER}\n{row(1)}\n".encode("utf-16-le"), "UTF-16"),
        (f"{HEADER}\n{row(1)}\n".encode("utf-32"), "UTF-32"),
        (f"{HEADER}\r{row(1)}\r".encode(), "first Macs"),
        (b"\x00\x01\x02" * 100, "not text"),
        (b"x" * 5_000_000, "line 1 is longer than 1 MB"),
    ],
)
def test_a_file_that_is_no_such_csv_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    for read in (read_utkface_csv, open_dataset):
        with pytest.raises(DataError) as told:
            read(path)
        assert reason in str(told.value)
        assert "a.csv" in str(told.value)


@pytest.mark.parametrize("title", ["hat", "Hat", " hat "])
def test_a_title_that_occurs_twice_drops_no_column(tmp_path: Path, title: str) -> None:
    write_pictures(tmp_path, [f"{at}.png" for at in range(8)])
    lines = [f"{at}.png,{'yn'[at % 2]},{'ab'[at // 4]}" for at in range(8)]
    dataset = open_dataset(write_csv(tmp_path / "a.csv", lines, header=f"image,hat,{title}"))
    labels = {name: [column.label(row) for row in range(8)] for name, column in dataset.columns.items()}
    assert labels == {"hat": [*"ynynynyn"], "hat_1": [*"aaaabbbb"]}


def test_the_column_of_pictures_may_have_no_title(tmp_path: Path) -> None:
    """As pandas writes an index of file names."""
    write_pictures(tmp_path, [f"{at}.png" for at in range(4)])
    lines = [f"{at}.png,{'yn'[at % 2]}" for at in range(4)]
    dataset = open_dataset(write_csv(tmp_path / "a.csv", lines, header=",hat"))
    assert [dataset.columns["hat"].label(row) for row in range(4)] == [*"ynyn"]


@pytest.mark.parametrize(
    ("encoding", "title", "labels"),
    [
        ("utf-8", "головной убор", ["есть", "нет"]),
        ("cp1251", "головной убор", ["есть", "нет"]),
        ("cp1251", "очки", ["Ё", "Я"]),
        ("cp1252", "chapéu", ["não", "é só à noite"]),
        ("cp1252", "Größe", ["groß", "klein"]),
    ],
)
def test_a_table_in_an_old_code_page_is_read_as_it_was_written(
    tmp_path: Path, encoding: str, title: str, labels: list[str]
) -> None:
    """As Excel for Windows writes CSV."""
    write_pictures(tmp_path, [f"{at}.png" for at in range(4)])
    text = "\r\n".join((f"image;{title}", *(f"{at}.png;{labels[at % 2]}" for at in range(4)), ""))
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (column,) = open_dataset(tmp_path / "a.csv").columns.values()
    assert [column.label(row) for row in range(4)] == labels * 2
    assert column.attribute.title == title


def test_a_carriage_return_within_a_line_with_quotes_is_white_space(tmp_path: Path) -> None:
    write_pictures(tmp_path, [f"{at}.png" for at in range(4)])
    lines = [f'{at}.png,"{"yn"[at % 2]}"\r,a\rb' for at in range(4)]
    dataset = open_dataset(write_csv(tmp_path / "a.csv", lines, header="image,hat,note"))
    assert [dataset.columns["hat"].label(row) for row in range(4)] == [*"ynyn"]


def test_a_bad_pixel_value_is_told_without_its_control_characters(tmp_path: Path) -> None:
    lines = [row(1), f"30,0,0,a.jpg,{pixels(1)[:-1]}\x00\x1b"]
    dataset = open_dataset(write_csv(tmp_path / "a.csv", lines))
    assert "\\x00\\x1b is not a whole number" in dataset.skipped[0].reason


def test_a_zip_in_place_of_the_csv_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("age_gender.csv", f"{HEADER}\n{row(1)}\n")
    with pytest.raises(DataError, match="zip"):
        read_utkface_csv(path)
    with pytest.raises(DataError, match=r"age_gender\.csv; unpack it"):
        open_dataset(path)


def test_a_line_without_end_takes_no_memory_and_costs_no_other_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(f"{HEADER}\n{row(1)}\n30,0,0,long.jpg,".encode())
        for _ in range(100):
            file.write(b"1 " * 500_000)
        file.write(f"\n{row(2)}\n".encode())
    tracemalloc.start()
    dataset = read_utkface_csv(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert dataset.names == ("face1.jpg", "face2.jpg")
    assert [(skipped.name, skipped.reason) for skipped in dataset.skipped] == [("line 3", "it is longer than 1 MB")]
    assert peak_bytes < 40_000_000


def test_countless_bad_lines_end_early_and_are_not_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n" + "x\n" * 30_000)
    with pytest.raises(DataError, match="line 2: 1 columns instead of 5"):
        read_utkface_csv(path)
    path.write_text(f"{HEADER}\n{row(1)}\n" + "x\n" * 10_500)
    assert read_utkface_csv(path).skipped[-1].name == "500 more"


def test_the_second_opening_reads_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path / "a.csv", [row(1), "bad", row(2, gender=1)])
    first = read_utkface_csv(path)
    monkeypatch.setattr(table, "parse_pixels", None)
    second = read_utkface_csv(path)
    assert (second.names, second.skipped, second.state) == (first.names, first.skipped, first.state)
    assert second.fingerprint == first.fingerprint
    assert np.array_equal(np.asarray(second.grey), np.asarray(first.grey))


def test_a_changed_file_is_imported_anew_and_the_old_import_goes(tmp_path: Path) -> None:
    path, cache = tmp_path / "a.csv", tmp_path / "cache"
    assert len(read_utkface_csv(write_csv(path, [row(1)]), cache=cache)) == 1
    assert len(read_utkface_csv(write_csv(path, [row(1), row(2)]), cache=cache)) == 2
    assert sorted(path.suffix for path in (cache / "csv").iterdir()) == [".json", ".u8"]


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    path, cache = write_csv(tmp_path / "a.csv", [row(1), row(2)]), tmp_path / "cache"
    read_utkface_csv(path, cache=cache)
    for suffix, content in ((".u8", b"cut"), (".json", b"{"), (".json", b"[" * 100_000), (".json", b"[]")):
        (file,) = (cache / "csv").glob(f"*{suffix}")
        file.write_bytes(content)
        assert len(read_utkface_csv(path, cache=cache)) == 2


def test_a_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    path, cache = write_csv(tmp_path / "a.csv", [row(at % 10) for at in range(400)]), tmp_path / "cache"
    seen: list[int] = []
    with pytest.raises(Stopped):
        read_utkface_csv(
            path, cache=cache, progress=lambda done, total: seen.append(done), should_stop=lambda: bool(seen)
        )
    assert not list((cache / "csv").iterdir())
    assert len(read_utkface_csv(path, cache=cache)) == 400


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(DataError, match="could not be written"):
        read_utkface_csv(write_csv(tmp_path / "a.csv", [row(1)]), cache=tmp_path / "cache")


def test_any_csv_of_grey_values_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sex,race,values\nF,East Asian,1 2 3 4\nm,,5 6 7 8\n,,1 1 1 1\nX,,1 1 1 1\n")
    columns = ColumnMap(pixels="values", attributes={"gender": "sex", "ethnicity": "race"})
    dataset = read_table(path, columns)
    assert dataset.values("gender").tolist() == [1, 0]
    assert dataset.values("ethnicity").tolist() == [2, -1]
    assert dataset.ages.tolist() == [-1, -1]
    assert np.asarray(dataset.grey).tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    assert [skipped.name for skipped in dataset.skipped] == ["line 4", "line 5"]


NUMBERS = ["1", "1.0", "1.00", "1.", " 1 ", '"1"', '"1.0"', ' "1.0"', "+1", "01", "1e0", "1.000000000000000000e+00"]


@pytest.mark.parametrize("one", NUMBERS)
def test_labels_and_ages_are_read_however_a_number_is_written(tmp_path: Path, one: str) -> None:
    dataset = read_utkface_csv(write_csv(tmp_path / "a.csv", [row(1, age=one, ethnicity=one, gender=one), row(2)]))
    assert dataset.skipped == ()
    assert dataset.ages[0] == dataset.values("gender")[0] == dataset.values("ethnicity")[0] == 1


@pytest.mark.parametrize("other", ["1.5", "1,000", "1_0", "-1", "1e", "nan", "inf", "1e30", "9" * 400, "0x1", "\u0661"])
def test_what_is_not_a_whole_number_is_not_a_label(tmp_path: Path, other: str) -> None:
    for field in ("gender", "age"):
        line = row(1, **{field: f'"{other}"'})
        dataset = read_utkface_csv(write_csv(tmp_path / f"{field}.csv", [line, row(2)]))
        assert [(skipped.name, field in skipped.reason) for skipped in dataset.skipped] == [("line 2", True)]


def test_pixel_values_are_read_as_pandas_writes_them(tmp_path: Path) -> None:
    line = row(1).replace(pixels(1), pixels(1).replace(" ", ".0 ") + ".0")
    dataset = read_utkface_csv(write_csv(tmp_path / "a.csv", [line, row(2)]))
    assert not dataset.skipped
    assert np.array_equal(np.asarray(dataset.grey), np.stack([grey(1), grey(2)]))
    for wrong in ("12.5 1 1 1", ".0 1 1 1", "1..0 1 1 1", "1.0.0 1 1 1"):
        assert isinstance(parse_pixel_row(wrong.encode(), 4), str)


def test_leftovers_of_killed_imports_are_removed_and_those_of_running_ones_stay(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "csv"
    folder.mkdir(parents=True)
    killed, running = folder / ".facet-4194305-2.new", folder / f".facet-{os.getpid()}-4.new"
    for path in (killed, running):
        path.write_bytes(b"half")
    (folder / "import of an earlier version").mkdir()
    (folder / "import of an earlier version" / "pictures.u8").write_bytes(b"1234")
    read_utkface_csv(write_csv(tmp_path / "a.csv", [row(1)]), cache=tmp_path / "cache")
    assert not killed.exists()
    assert running.exists()
    assert all(path.is_file() for path in folder.iterdir())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("name", ["a.csv", "a.zip"])
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(DataError, match="a pipe or a device"):
        open_dataset(tmp_path / name)


@given(st.lists(st.lists(st.integers(0, 255), min_size=4, max_size=4), min_size=1, max_size=5))
def test_whatever_is_written_is_read(values: list[list[int]]) -> None:
    texts = [" ".join(map(str, one)).encode() for one in values]
    assert np.asarray(parse_pixels(texts, 4)).tolist() == values


@given(st.lists(st.text(alphabet="0123459 -x\t", max_size=14), min_size=1, max_size=4))
def test_fast_and_slow_reading_agree(texts: list[str]) -> None:
    together = parse_pixels([text.encode() for text in texts], 3)
    for text, found in zip(texts, together, strict=True):
        alone = parse_pixel_row(text.encode(), 3)
        assert type(alone) is type(found)
        assert (alone == found) if isinstance(found, str) else np.array_equal(np.asarray(alone), found)
