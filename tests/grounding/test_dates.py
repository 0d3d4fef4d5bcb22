"""Dates as pages print them."""

import pytest

from mocgioi.grounding import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thứ sáu, 28/07/2023 - 23:13'", ["2023-07-28T23:13"]),
        ("27/09/2021 17:25", ["2021-09-27T17:25"]),
        ("Thứ sáu, 03/05/2024, 10:40 [GMT+7]", ["2024-05-03T10:40+07:00"]),
        ("17:25 | 27-9-2021", ["2021-09-27T17:25"]),
        ("10h30 ngày 5.3.2024 (GMT+07:00)", ["2024-03-05T10:30+07:00"]),
        ("8 giờ 05 ngày 5 tháng 3 năm 2024", ["2024-03-05T08:05"]),
        ("2024-05-03T10:40", ["2024-05-03T10:40"]),
        ("Chiều 7/3, tại Hà Nội", ["XXXX-03-07"]),
        ("Ngày 29/11.", ["XXXX-11-29"]),
        ("ngày 2 tháng 9", ["XXXX-09-02"]),
        ("cấp tỉnh tháng 3/2026", ["2026-03"]),
        ("tháng 12 năm 2025", ["2025-12"]),
        ("năm 2024", ["2024"]),
        ("May 5, 2024 at 9:07", ["2024-05-05T09:07"]),
        ("5 March 2024", ["2024-03-05"]),
        ("2024年5月3日", ["2024-05-03"]),
        ("từ 1/2 đến 3/2", ["XXXX-02-01", "XXXX-02-03"]),
        ("mức độ 3,4; đạt 8,47; 50/60 hộ; nhiệm kỳ 2026 - 2031; 1.900 tàu; số 279/TB", []),
        ("31/02/2024 và 32/1", []),
        ("", []),
    ],
)
def test_moments(text, expected):
    assert dates.moments(text) == expected


def test_dates_leave_the_time_out():
    assert dates.dates("03/05/2024, 10:40 [GMT+7]") == ["2024-05-03"]


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("2024-02-29", None), ("2023-02-29", "day 29 of month 02"), ("XXXX-02-29", None), ("XXXX-02-30", "day 30 of month 02"),
        ("2024-13", "month 13"), ("2024-00-01", "month 00"), ("2024-04-31", "day 31 of month 04"), ("XXXX-XX-31", None),
        ("2024-01-01T24:00", "hour 24"), ("2024-01-01T23:59+07:00", None), ("2024", None), ("no date", None),
    ],
)  # fmt: skip
def test_what_no_calendar_has(value, wrong):
    assert dates.impossible(value) == wrong


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2024-05-04", "2024-05-03", True), ("2024-05-03", "2024-05-03", False), ("2024-05-03T10:00", "2024-05-03", False),
        ("2024-06", "2024-05-03", True), ("2025", "2024-12-31", True), ("2024", "2024-05-03", False),
        ("XXXX-06-01", "2024-05-03", False), ("2024-XX-01", "2024-05-03", False), ("2023-07-28T23:13", "2024-05-03", False),
    ],
)  # fmt: skip
def test_certainly_later(first, second, expected):
    assert dates.later(first, second) is expected
