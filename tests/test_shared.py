"""What the workers share is made once, and nobody waits for what failed."""

from threading import Thread

import pytest

from tests.conftest import make_once


def test_the_first_that_asks_makes_it_and_all_are_told_the_same(tmp_path):
    made, told = [], []

    def make(place):
        made.append(place)
        (place / "a.txt").write_text("whole", encoding="utf-8")
        return {"status": 0}

    def ask():
        told.append(
            (make_once(tmp_path / "shared", make), (tmp_path / "shared" / "a.txt").read_bytes())
        )

    asking = [Thread(target=ask) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert made == [tmp_path / "shared"]
    assert told == [({"status": 0}, b"whole")] * 4


def test_where_it_fails_the_others_are_told_nothing_and_do_not_wait(tmp_path):
    def fail(place):
        raise ValueError("it went wrong")

    with pytest.raises(ValueError, match="it went wrong"):
        make_once(tmp_path / "shared", fail)
    assert make_once(tmp_path / "shared", fail) is None
