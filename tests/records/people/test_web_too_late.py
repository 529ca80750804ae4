"""A form that comes too late: the sign-in ran out, or its token did. What was typed is kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.records.world import PASSWORD, City, person_of
from tests.web import hidden, sign_in, token, who

NEW = "xin-mima-2024"
HERE = {"Origin": "http://testserver"}
SIGN_IN = {"sign-in-login": "甲unit", "sign-in-password": PASSWORD}


class TestTooLate:
    """A form that was open when the sign-in ran out."""

    def late(self, client: Client, **more: Any) -> Any:
        return client.post("/me/", {"name": "示例<乙>", "phone": "0316—0000001", **more})

    def test_every_field_is_kept_and_sent_on(self, client: Client, town: City) -> None:
        asked = self.late(client, hat=town.worker.pk)
        assert asked.status_code == 401
        assert "您写的都还在" in asked.content.decode()
        kept = hidden(asked)
        assert kept == {"name": "示例&lt;乙&gt;", "phone": "0316—0000001", "hat": str(town.worker.pk)}
        done = self.late(client, hat=town.worker.pk, **SIGN_IN)
        assert (done.status_code, done["Location"]) == (303, "/me/")
        assert person_of(town.worker).name == "示例<乙>"
        assert who(client) == town.worker.person_id

    def test_a_wrong_password_keeps_them_once_more(self, client: Client, town: City) -> None:
        asked = self.late(client, **{**SIGN_IN, "sign-in-password": "wrong"})
        assert asked.status_code == 401
        assert hidden(asked)["name"] == "示例&lt;乙&gt;"
        assert "登录名或密码不对" in asked.content.decode()
        assert "wrong" not in asked.content.decode()
        assert person_of(town.worker).name == "示例甲unit"

    def test_a_field_with_several_values_keeps_all(self, client: Client, town: City) -> None:
        asked = self.late(client, row=["一", "", "一"])
        assert asked.content.decode().count('name="row"') == 3

    def test_a_file_is_asked_for_again(self, client: Client, town: City) -> None:
        asked = self.late(client, proof=SimpleUploadedFile("证书.pdf", b"%PDF"))
        text = asked.content.decode()
        assert 'enctype="multipart/form-data"' in text
        assert 'type="file" name="proof"' in text and "证书.pdf" in text

    def test_somebody_else_does_not_save_it(self, client: Client, town: City) -> None:
        asked = self.late(client, hat=town.clerk.pk, **SIGN_IN)
        assert asked.status_code == 401
        assert "另一个身份" in asked.content.decode()
        assert hidden(asked)["name"] == "示例&lt;乙&gt;"
        assert who(client) is None

    def test_a_password_is_never_kept(self, client: Client, town: City) -> None:
        answer = client.post("/me/password/", {"old": PASSWORD, "password": NEW, "again": NEW})
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/me/password/")

    def test_a_page_still_open_is_asked_in_place(self, client: Client, town: City) -> None:
        asked = client.post("/me/", {"name": "x"}, headers={"HX-Request": "true"})
        text = asked.content.decode()
        assert asked.status_code == 401
        assert "data-sign-in-again" in text and "<html" not in text
        answer = client.post("/sign-in/", {"login": "甲unit", "password": "no"}, headers={"HX-Request": "true"})
        assert (answer.status_code, "<html" in answer.content.decode()) == (422, False)
        answer = client.post("/sign-in/", {"login": "甲unit", "password": PASSWORD}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.content) == (204, b"")

    def test_the_check_of_the_token_comes_before_the_deed(self, town: City) -> None:
        client = Client(enforce_csrf_checks=True)
        answer = self.late(client, **SIGN_IN)
        assert answer.status_code == 403
        assert person_of(town.worker).name == "示例甲unit"

    def test_with_a_token_it_goes_through(self, town: City) -> None:
        client = Client(enforce_csrf_checks=True)
        first = token(client.get("/sign-in/"))
        asked = self.late(client, csrfmiddlewaretoken=first)
        assert asked.status_code == 401
        assert self.late(client, csrfmiddlewaretoken=token(asked), **SIGN_IN).status_code == 303
        assert person_of(town.worker).name == "示例<乙>"


class TestOldToken:
    """A sign-in in another window has changed the token of a page that lay open."""

    @pytest.fixture
    def strict(self, town: City) -> Client:
        client = Client(enforce_csrf_checks=True)
        sign_in(client, town.worker)
        return client

    def test_what_was_typed_is_kept_for_one_more_press(self, strict: Client, town: City) -> None:
        typed = {"name": "示例乙", "phone": "0000-0000001", "csrfmiddlewaretoken": "x" * 64}
        page = strict.post("/me/", typed, headers=HERE)
        assert page.status_code == 403
        assert "继续保存" in page.content.decode()
        assert hidden(page) == {"name": "示例乙", "phone": "0000-0000001"}
        assert person_of(town.worker).name == "示例甲unit"
        again = {**hidden(page), "csrfmiddlewaretoken": token(page)}
        assert strict.post("/me/", again, headers=HERE).status_code == 303
        assert person_of(town.worker).name == "示例乙"

    @pytest.mark.parametrize("origin", ["https://elsewhere.invalid", "null", "", "https://testserver"])
    def test_a_form_from_elsewhere_gets_nothing_back(self, strict: Client, origin: str) -> None:
        page = strict.post("/me/", {"name": "示例乙"}, headers={"Origin": origin} if origin else {})
        assert page.status_code == 403
        assert "示例乙" not in page.content.decode()

    def test_a_password_is_not_kept(self, strict: Client) -> None:
        page = strict.post("/me/password/", {"old": PASSWORD, "password": NEW}, headers=HERE)
        assert page.status_code == 403
        assert PASSWORD not in page.content.decode() and NEW not in page.content.decode()

    def test_nor_one_of_the_sign_in(self, town: City) -> None:
        page = Client(enforce_csrf_checks=True).post("/sign-in/", {"password": PASSWORD}, headers=HERE)
        assert page.status_code == 403
        assert PASSWORD not in page.content.decode()
