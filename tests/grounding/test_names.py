"""Names as pages print them."""

import pytest

from mocgioi import contract, grounding
from mocgioi.grounding import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [("(BLC) -", "BLC"), ("LCĐT -", "LCĐT"), ("Hà Nội (TTXVN) -", "TTXVN"), ("BLC –", "BLC"), ("[ABC]:", "ABC")],
)
def test_tags(text, expected):
    assert expected in names.tag(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguồn: diendandoanhnghiep.vn", "diendandoanhnghiep.vn"), ("Theo TTXVN", "TTXVN"), ("(Theo Báo X)", "Báo X"),
        ("Nguồn tin: Báo Y.", "Báo Y"), ("Source: Z", "Z"),
    ],
)  # fmt: skip
def test_credits(text, expected):
    assert expected in names.credited(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ánh Hồng", ["Ánh Hồng"]), ("Bài, ảnh: Lê Văn - Trần Thị", ["Lê Văn", "Trần Thị"]), ("Tin: An và Bình", ["An", "Bình"]),
        ("Bài: A B - Ảnh: C D", ["A B", "C D"]), ("By Ann Lee", ["Ann Lee"]), ("(PV)", ["PV"]), ("", []),
    ],
)  # fmt: skip
def test_signatures(text, expected):
    assert names.signed(text) == expected


def test_places_are_whole_words_in_the_order_of_mention():
    text = "Chiều 7/3, tại Hà Nội, đoàn của Lào Cai thăm Đại sứ quán Trung Quốc."
    assert grounding.readable("places", ["Hà Nội", "Lào Cai", "Trung Quốc"], [text])
    assert not grounding.readable("places", ["Lào Cai", "Hà Nội"], [text])
    assert not grounding.readable("places", ["Hà Nộ"], [text])
    assert not grounding.readable("places", ["Hà Nội", "Hà Nội"], [text])
    assert grounding.by_mention(["Trung Quốc", "Hà Nội"], [text]) == ["Hà Nội", "Trung Quốc"]


def test_every_field_that_can_be_printed_has_a_reader():
    assert grounding.NORMALISERS.keys() | grounding.CONTAINED.keys() | {"language"} == set(contract.metadata_fields())
