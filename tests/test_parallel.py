"""Work on several things at once."""

import threading

import pytest

from mocgioi import parallel


@pytest.fixture(params=[1, 3])
def cores(request, monkeypatch):
    monkeypatch.setattr(parallel, "cores", lambda: request.param)
    return request.param


def test_results_come_in_the_order_of_the_items(cores):
    late = threading.Event()

    def work(item):
        if item == 0 and cores > 1:
            assert late.wait(10)
        late.set()
        return item * item

    assert list(parallel.in_order(work, range(20))) == [n * n for n in range(20)]


def test_what_an_item_raises_comes_behind_the_results_before_it(cores):
    def items():
        yield from (1, 2)
        raise OSError("no more")

    found = parallel.in_order(float, items())
    assert [next(found), next(found)] == [1.0, 2.0]
    with pytest.raises(OSError, match="no more"):
        next(found)


def test_what_the_work_raises_is_raised_in_its_turn(cores):
    found = parallel.in_order(int, ["1", "x", "3"])
    assert next(found) == 1
    with pytest.raises(ValueError, match="'x'"):
        next(found)


def test_few_items_are_taken_ahead(cores):
    taken = []

    def items():
        for number in range(50):
            taken.append(number)
            yield number

    found = parallel.in_order(str, items())
    next(found)
    assert len(taken) <= cores + 1
    found.close()
