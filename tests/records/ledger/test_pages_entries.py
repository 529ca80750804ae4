"""An entry is written down and changed on one screen, its papers come with it, nothing typed is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiangfang.core.people import Role
from jiangfang.records.files.models import File
from jiangfang.records.ledger import actions, queries
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio
from tests.contents import picture
from tests.records.ledger.keeping import PATENT, entry_of, file_of, studio_of
from tests.records.ledger.paging import HOSTILE, as_, patent, place, posted, text
from tests.records.world import AT, City, hat, later
from tests.web import hidden

# Writing down


def test_one_screen_and_it_is_written_down(town: City, studio: Studio, desk: Client) -> None:
    assert "专利" in text(desk.get(place(studio, "add/")))
    form = desk.get(place(studio, "add/patent/"))
    files = {
        "file-certificate": [SimpleUploadedFile("证书.png", picture()), SimpleUploadedFile("背面.png", picture(seed=1))]
    }
    made = desk.post(place(studio, "add/patent/"), patent(**hidden(form), **files))
    (entry,) = Entry.objects.all()
    assert (made.status_code, made["Location"]) == (303, place(studio, f"entries/{entry.pk}/"))
    assert entry.people == ["示例甲", "示例乙"]
    page = text(desk.get(made["Location"]))
    assert "记下了" in page and "证书.png" in page and "背面.png" in page
    assert [one.slot for one in queries.papers_of([entry.pk])] == ["certificate", "certificate"]


def test_names_that_are_known_can_be_ticked(town: City, studio: Studio, desk: Client) -> None:
    entry_of(studio, town.worker, people="示例丙、示例丁")
    page = text(desk.get(place(studio, "add/training/")))
    assert re.findall(r'name="person" value="([^"]*)"', page) == ["示例甲", "示例丁", "示例丙"] or "示例丙" in page


def test_a_year_is_offered_and_a_day_is_not(studio: Studio, desk: Client) -> None:
    assert 'name="f-year" value="2024"' in text(desk.get(place(studio, "add/funding/")))
    assert 'name="f-first" value=""' in text(desk.get(place(studio, "add/patent/")))


def test_what_is_known_of_a_day_is_written_beside_it(town: City, studio: Studio, desk: Client) -> None:
    form = hidden(desk.get(place(studio, "add/patent/")))
    desk.post(place(studio, "add/patent/"), patent(**form, **{"f-first": "", "a-first": "2024年5月"}))
    entry = Entry.objects.get()
    assert (str(entry.first), str(entry.last)) == ("2024-05-01", "2024-05-31")
    page = text(desk.get(place(studio, f"entries/{entry.pk}/change/")))
    assert 'name="a-first" value="2024年5月"' in page and 'name="f-first" value=""' in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(studio: Studio, desk: Client) -> None:
    form = hidden(desk.get(place(studio, "add/patent/")))
    sent = patent(
        **form,
        **{"f-sort": "", "f-title": f"夹具{HOSTILE}", "file-certificate": SimpleUploadedFile("证书.png", picture())},
    )
    page = desk.post(place(studio, "add/patent/"), sent)
    assert (page.status_code, "类别没有写" in text(page), HOSTILE in text(page)) == (422, True, False)
    assert 'value="夹具&lt;script&gt;' in text(page) and 'name="person" value="示例甲" checked' in text(page)
    assert 'value="示例乙"' in text(page) and not Entry.objects.exists()
    kept = File.objects.get()
    assert f'name="slot-{kept.pk}"' in text(page) and re.search(r'value="certificate" selected', text(page))
    again = patent(**hidden(page), **{f"slot-{kept.pk}": "certificate"})
    assert desk.post(place(studio, "add/patent/"), again).status_code == 303
    assert EntryFile.objects.get().file == kept


def test_a_file_that_is_none_keeps_the_others_and_what_was_typed(studio: Studio, desk: Client) -> None:
    form = hidden(desk.get(place(studio, "add/patent/")))
    files = [SimpleUploadedFile("坏.png", b"<html>"), SimpleUploadedFile("好.png", picture())]
    page = desk.post(place(studio, "add/patent/"), patent(**form, **{"file-certificate": files}))
    assert (page.status_code, "坏" in text(page)) == (422, True)
    assert not Entry.objects.exists()
    assert [one.name for one in File.objects.all()] == ["好.png"] and "好.png" in text(page)


def test_a_refused_file_hides_nothing_else_that_is_wrong(studio: Studio, desk: Client) -> None:
    form = hidden(desk.get(place(studio, "add/patent/")))
    files = [SimpleUploadedFile("坏.png", b"<html>"), SimpleUploadedFile("好.png", picture())]
    page = desk.post(
        place(studio, "add/patent/"), patent(**form, **{"f-title": "", "f-sort": "", "file-certificate": files})
    )
    assert page.status_code == 422
    for said in ("有 3 处要改，改好再保存", "专利名称没有写", "类别没有写", "坏.png"):
        assert said in text(page)
    kept = File.objects.get()
    assert re.search(rf'<label for="slot-{kept.pk}"><img src="[^"]*/{kept.pk}/[^"]*size=thumb', text(page))


@pytest.mark.parametrize("gone", ["f-title", "f-people", "token", "end", "f-first"])
def test_a_form_that_was_cut_off_writes_nothing(studio: Studio, desk: Client, gone: str) -> None:
    form = patent(**hidden(desk.get(place(studio, "add/patent/"))))
    del form[gone]
    page = desk.post(place(studio, "add/patent/"), form)
    assert (page.status_code, Entry.objects.count()) == (422, 0)


def test_the_same_form_twice_adds_one(studio: Studio, desk: Client) -> None:
    form = patent(**hidden(desk.get(place(studio, "add/patent/"))))
    there = {desk.post(place(studio, "add/patent/"), form)["Location"] for _ in range(2)}
    assert (len(there), Entry.objects.count()) == (1, 1)


def test_a_kind_that_there_is_not_is_not_there(studio: Studio, desk: Client) -> None:
    for tail in ("add/x/", "import/x/", "import/x/empty/", "import/x/confirm/"):
        assert desk.get(place(studio, tail)).status_code in (404, 405)
        assert desk.post(place(studio, tail)).status_code == 404


# Changing


def test_an_entry_is_changed_on_the_same_screen(town: City, studio: Studio, desk: Client) -> None:
    made = entry_of(studio, town.worker)
    there = place(studio, f"entries/{made.pk}/change/")
    form = posted(desk.get(there))
    assert form["person"] == ["示例甲", "示例乙"] and form["f-sort"] == "发明"
    assert desk.post(there, form).status_code == 303
    assert Entry.objects.get().version == 1
    assert desk.post(there, {**form, "f-title": "一种新夹具"}).status_code == 303
    page = text(desk.get(place(studio, f"entries/{made.pk}/")))
    assert "一种新夹具" in page and "<del><bdi>一种环缝自动焊夹具</bdi></del>" in page


def test_two_windows_overwrite_nothing(town: City, studio: Studio, desk: Client) -> None:
    made, colleague = entry_of(studio, town.worker), as_(hat(town.unit, Role.UNIT, "colleague"))
    there = place(studio, f"entries/{made.pk}/change/")
    mine, theirs = posted(desk.get(there)), posted(colleague.get(there))
    assert colleague.post(there, {**theirs, "f-title": "同事的名称", "f-holder": "示例厂"}).status_code == 303
    clash = desk.post(there, {**mine, "f-title": "我的名称", "f-number": "ZL 2"})
    page = text(clash)
    assert (clash.status_code, "同事的名称" in page, "我的名称" in page) == (409, True, True)
    assert 'name="f-holder" value="示例厂"' in page and Entry.objects.get().title == "同事的名称"
    undecided = desk.post(there, posted(clash))
    assert (undecided.status_code, "请选用哪一个" in text(undecided)) == (422, True)
    done = desk.post(there, posted(clash, **{"keep-title": "theirs"}))
    entry = Entry.objects.get()
    assert (done.status_code, entry.title, entry.values["number"]) == (303, "同事的名称", "ZL 2")
    assert entry.values["holder"] == "示例厂"


def test_mine_is_taken_where_it_is_chosen(town: City, studio: Studio, desk: Client) -> None:
    made, colleague = entry_of(studio, town.worker), hat(town.unit, Role.UNIT, "colleague")
    there = place(studio, f"entries/{made.pk}/change/")
    mine = posted(desk.get(there))
    kind = queries.kinds_of(town.federation.pk).known("patent")
    typed = {**PATENT, "title": "同事的名称"}
    actions.change(entry=made, typed=typed, base=1, shown={}, hat=colleague, at=later(hours=1))
    clash = desk.post(there, {**mine, "f-title": "我的名称"})
    assert desk.post(there, posted(clash, **{"keep-title": "mine"})).status_code == 303
    assert Entry.objects.get().title == "我的名称"
    assert kind.titled in text(clash)


def test_struck_and_put_back_on_the_page(town: City, studio: Studio, desk: Client) -> None:
    made = entry_of(studio, town.worker)
    there = place(studio, f"entries/{made.pk}/")
    assert desk.post(f"{there}strike/", {"why": ""}).status_code == 422
    assert desk.post(f"{there}strike/", {"why": "记重了"}).status_code == 303
    page = text(desk.get(there))
    assert "已划去" in page and "记重了" in page and "change/" not in page
    assert desk.post(f"{there}back/").status_code == 303
    assert "已划去" not in text(desk.get(there))


# Papers


def test_papers_are_laid_ordered_and_taken_out_on_the_page(town: City, studio: Studio, desk: Client) -> None:
    made = entry_of(studio, town.worker)
    there = place(studio, f"entries/{made.pk}/")
    files = [SimpleUploadedFile(f"{place}.png", picture(seed=place)) for place in (1, 2)]
    assert desk.post(f"{there}lay/", {"end": "1", "file-certificate": files}).status_code == 303
    first, second = queries.papers_of([made.pk])
    assert desk.post(f"{there}papers/{second.pk}/order/", {"to": "up", "seen": "2"}).status_code == 303
    assert [one.pk for one in queries.papers_of([made.pk])] == [second.pk, first.pk]
    assert desk.post(f"{there}papers/{first.pk}/out/").status_code == 303
    assert "1 份材料还没有归到" in text(desk.get(place(studio)))
    assert first.file.name in text(desk.get(place(studio, "papers/")))
    assert desk.post(f"{there}lay/", {"end": "1", f"slot-{first.file_id}": "profile"}).status_code == 303
    assert {one.slot for one in queries.papers_of([made.pk])} == {"certificate", "profile"}
    nothing = desk.post(f"{there}lay/", {"end": "1"})
    assert (nothing.status_code, "请选文件" in text(nothing)) == (422, True)


def test_what_is_good_is_laid_where_another_file_is_refused(town: City, studio: Studio, desk: Client) -> None:
    made = entry_of(studio, town.worker)
    files = [SimpleUploadedFile("坏.png", b"x"), SimpleUploadedFile("好.png", picture())]
    page = desk.post(place(studio, f"entries/{made.pk}/lay/"), {"end": "1", "file-certificate": files})
    assert (page.status_code, "坏" in text(page)) == (422, True)
    assert [one.file.name for one in queries.papers_of([made.pk])] == ["好.png"]


def test_a_file_of_another_studio_is_not_laid(town: City, studio: Studio, desk: Client) -> None:
    made, strange = entry_of(studio, town.worker), file_of(studio_of(town.worker, "示例二室"), town.worker)
    page = desk.post(place(studio, f"entries/{made.pk}/lay/"), {"end": "1", f"slot-{strange.pk}": "certificate"})
    assert (page.status_code, EntryFile.objects.count()) in ((303, 0), (422, 0))


def test_files_are_read_by_the_unit_alone(town: City, studio: Studio, desk: Client) -> None:
    file = file_of(studio, town.worker)
    there = f"/files/studio-{studio.pk}/{file.pk}/"
    assert desk.get(f"{there}download/").status_code == 200
    for worn in (hat(town.other, Role.UNIT, "other"), hat(town.unit, Role.UNIT_UNION, "union"), town.clerk):
        assert as_(worn).get(f"{there}download/").status_code == 404


def test_nothing_is_brought_to_a_studio_that_is_closed(town: City, studio: Studio, desk: Client) -> None:
    studios.close(studio=studio, hat=town.worker, at=AT)
    upload = f"/files/studio-{studio.pk}/upload/"
    assert desk.post(upload, {"files": SimpleUploadedFile("证书.png", picture())}).status_code == 404
    assert desk.get(place(studio, "papers/")).status_code == 200
    assert "记一条" not in text(desk.get(place(studio)))
