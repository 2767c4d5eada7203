"""The line of heavy work: in order of arrival, and nobody is waited for who has left."""

import doctest
import threading

from core import turns
from core.turns import Line


def test_examples():
    assert doctest.testmod(turns).failed == 0


def test_the_first_in_line_is_let_in_and_the_others_move_up():
    line = Line()
    one, two, three = line.join(), line.join(), line.join()
    assert one.wait(0)
    assert not three.wait(0.01)
    two.leave()
    assert (three.before, three.wait(0)) == (1, False)
    one.leave()
    one.leave()
    assert (three.before, three.wait(0)) == (0, True)


def test_whoever_waits_is_woken():
    line = Line()
    first, second = line.join(), line.join()
    came = threading.Event()
    waiting = threading.Thread(target=lambda: second.wait(20) and came.set())
    waiting.start()
    first.leave()
    assert came.wait(20)
    waiting.join()
