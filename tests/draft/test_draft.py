"""What the model says of small pages."""

import pyarrow as pa
import pytest

from mocgioi.draft import draft_batch
from tests.conftest import spawn

ARTICLE = """Trang chủ
Thời sự
Đăng nhập
Bàn giao bảy mốc giới mới tu sửa trên tuyến biên giới

12/03/2024 08:15

(BMG) - Sáng 12/3, đồn biên phòng và chính quyền xã tổ chức lễ bàn giao bảy mốc giới vừa được tu sửa trên tuyến biên giới do đơn vị quản lý.

Theo báo cáo tại buổi lễ, bảy mốc giới được tu sửa trong bốn tháng, với kinh phí do hai bên cùng đóng góp. Các cột mốc đều được đo lại toạ độ, sơn lại chữ và gia cố chân đế để chống sạt lở trong mùa mưa.

Đại diện đồn biên phòng cho biết, việc tu sửa giúp nhân dân hai bên nhận biết rõ đường biên, qua đó hạn chế những vụ việc xâm canh, xâm cư do không nắm được mốc giới. Đơn vị sẽ tiếp tục phối hợp tuần tra chung mỗi tháng hai lần.

Ông Lò Văn Mẫu, trưởng bản, nói rằng bà con trong bản đã đăng ký tự quản ba cột mốc gần nương rẫy của mình. Mỗi tuần, các hộ thay nhau phát quang cỏ quanh chân mốc và báo ngay cho đồn khi thấy dấu hiệu bất thường.

Nguyễn Thị Thử
Tin liên quan
Xã vùng cao mở thêm hai lớp học xoá mù chữ
Đường lên bản mới sẽ thông xe trước tết
Bình luận (0)
Gửi bình luận
Giấy phép số 00/GP-BTTTT. Tổng biên tập: Trần Văn Ví Dụ
Địa chỉ: Số 1, đường Thử Nghiệm. Điện thoại: 0123 456 789. Email: toasoan@example.vn
"""  # fmt: skip
FRONT = "\n".join(
    ["Trang chủ", "Thời sự", "Kinh tế", "Văn hoá", "Thể thao", "Tin mới nhất"]
    + [f"Tiêu đề bản tin số {n} về đời sống vùng biên\n{n} giờ trước" for n in range(2, 30)]
    + ["Xem thêm", "Giấy phép số 00/GP-BTTTT", "Điện thoại: 0123 456 789", "© 2024 Báo Ví Dụ. Giữ bản quyền"]
)


def draft(text, *others):
    batch = pa.record_batch({"id": ["x"] * (1 + len(others)), "text": [text, *others]})
    return draft_batch(batch).column("spans")[0].as_py()


def parts(text, spans):
    return {text[span["start"] : span["end"]]: (span["zone"], span["label"]) for span in spans}


def share(spans, zone):
    return sum(s["end"] - s["start"] for s in spans if s["zone"] == zone) / sum(s["end"] - s["start"] for s in spans)


def test_article():
    found = parts(ARTICLE, draft(ARTICLE))
    assert found["(BMG) -"] == ("metadata", "agency")
    prose = [text for text in found if text.startswith(("Sáng 12/3", "Theo báo cáo", "Đại diện đồn", "Ông Lò"))]
    assert len(prose) == 4 and {found[text][0] for text in prose} == {"body"}
    for line in (
        "Trang chủ",
        "Tin liên quan",
        "Gửi bình luận",
        "Giấy phép số 00/GP-BTTTT. Tổng biên tập: Trần Văn Ví Dụ",
    ):
        assert found[line][0] == "boilerplate", line


def test_front_page_has_no_article():
    assert share(draft(FRONT), "boilerplate") > 0.9


def test_an_article_alone_stays_whole():
    prose = "\n".join(line for line in ARTICLE.split("\n") if len(line) > 100)
    assert share(draft(prose), "boilerplate") == 0


def test_other_pages_of_the_batch_do_not_matter():
    alone = draft(ARTICLE)
    assert draft(ARTICLE, FRONT, "", "một hai ba\n" * 900) == alone
    assert draft(ARTICLE, "x" * 700_000) == alone


HEAVY = "datasets pandas scipy jax yaml tqdm pyarrow.compute pyarrow.parquet numpy.ma".split()  # noqa: SIM905


def test_nothing_heavy_is_imported(tmp_path):
    """Each of these takes long to import, some of them longer than all the rest of a run."""
    (tmp_path / "page.txt").write_text(ARTICLE, "utf-8")
    code = "import sys; from mocgioi import cli; assert cli.main(['draft', sys.argv[1]]) == 0; print(*sys.modules)"
    ran = spawn("-c", code, tmp_path / "page.txt")
    assert ran.returncode == 0, ran.stderr
    assert not set(HEAVY) & set(ran.stdout.splitlines()[-1].split())


BODY = "Sáng nay, đoàn công tác đã có buổi làm việc với lãnh đạo huyện về việc quản lý đường biên, cột mốc."


@pytest.mark.parametrize(
    "tag",
    ["(BMG) -", "(Dân trí) -", "LCĐT -", "TT -", "Hà Nội (TTXVN) -", "VOV.VN -", "Chinhphu.vn -", "(PLO)-", "HNP –"],
)
def test_agency_tags_are_cut_off(tag):
    text = ARTICLE.replace(ARTICLE.split("\n")[7], f"{tag} {BODY}")
    found = parts(text, draft(text))
    assert found[tag] == ("metadata", "agency")
    assert found[BODY][0] == "body"


@pytest.mark.parametrize("head", ["", "(Ảnh dưới) ", "Việt - Trung: ", "Đồng chí Bí thư - "])
def test_other_openings_are_not(head):
    text = ARTICLE.replace(ARTICLE.split("\n")[7], head + BODY)
    assert "agency" not in {label for _, label in parts(text, draft(text)).values()}
