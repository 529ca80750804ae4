"""The addresses of the room."""

from django.urls import path

from jiangfang.records.people.views import beginning, codes, me, organisations, persons, sign_in, tree, units

app_name = "people"

urlpatterns = [
    path("first/", beginning.first, name="first"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("in/<str:code>", sign_in.link, name="link"),
    path("join/", sign_in.join, name="join"),
    path("forgotten/", sign_in.forgotten, name="forgotten"),
    path("me/", me.me, name="me"),
    path("me/email/", me.email, name="email"),
    path("me/password/", me.password, name="password"),
    path("hat/", me.wear, name="hat"),
    path("large/", me.large, name="large"),
    path("people/", organisations.tree, name="organisations"),
    path("people/organisations/<int:organisation>/", organisations.organisation, name="organisation"),
    path("people/organisations/<int:organisation>/add/", organisations.add, name="add_organisation"),
    path("people/organisations/<int:organisation>/change/", organisations.change, name="change_organisation"),
    path("people/organisations/<int:organisation>/rename/", organisations.rename, name="rename_organisation"),
    path("people/organisations/<int:organisation>/move/", organisations.move, name="move_organisation"),
    path("people/organisations/<int:organisation>/close/", organisations.close, name="close_organisation"),
    path("people/organisations/<int:organisation>/person/", persons.add, name="add_person"),
    path("people/organisations/<int:organisation>/code/", codes.issue, name="issue_code"),
    path("people/codes/", codes.codes, name="codes"),
    path("people/codes/<int:code>/revoke/", codes.revoke, name="revoke_code"),
    path("people/units/excel/", units.upload, name="units"),
    path("people/units/excel/empty/", units.empty, name="units_empty"),
    path("people/units/excel/confirm/", units.confirm, name="units_confirm"),
    path("people/tree/excel/", tree.upload, name="tree"),
    path("people/tree/excel/empty/", tree.empty, name="tree_empty"),
    path("people/tree/excel/confirm/", tree.confirm, name="tree_confirm"),
    path("people/persons/", persons.persons, name="persons"),
    path("people/persons/<int:person>/", persons.person, name="person"),
    path("people/persons/<int:person>/phone/", persons.phone, name="person_phone"),
    path("people/persons/<int:person>/amend/", persons.amend, name="amend_person"),
    path("people/persons/<int:person>/reset/", persons.reset, name="reset_person"),
    path("people/persons/<int:person>/active/", persons.active, name="person_active"),
    path("people/persons/<int:person>/give/", persons.give, name="give_hat"),
    path("people/persons/<int:person>/end/<int:held>/", persons.end, name="end_hat"),
]
