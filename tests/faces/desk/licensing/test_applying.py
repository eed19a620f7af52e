"""An exporter on the desk: from the question whether a licence is needed to the case; nothing typed is lost, nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bolwerk.domains.export_control.live import Application, Instrument, Kind, applications, applying
from bolwerk.office.cases import services as cases
from bolwerk.office.identity.models import User
from tests.domains.export_control.applying.world import BUYER, END_USE, EU_ANSWERS, LINE, PDF, World

HOME = "/vergunningen/"


def signed_in(user: User, lang: str = "nl") -> Client:
    client = Client(headers={"accept-language": lang})
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def at(draft: Application, part: str = "") -> str:
    return f"{HOME}{draft.pk}/" + (f"deel/{part}/" if part else "")


def answer_all(client: Client, answers: dict[str, str]) -> Any:
    """Answer every question of "do I need a licence" until the outcome."""
    for _ in range(40):
        page = client.get(f"{HOME}nodig/")
        if page.status_code == 302:
            return client.get(page["Location"])
        name = page.context["fact"].name
        client.post(
            f"{HOME}nodig/", {"fact": name, "action": "answer" if name in answers else "pass", "answer": answers.get(name, "")}
        )
    raise AssertionError("the questions do not end")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_few_questions_say_that_a_licence_is_needed_and_which(db: None, lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    page = text(answer_all(client, EU_ANSWERS))
    assert {"nl": "een individuele vergunning", "en": "an individual licence"}[lang] in page
    assert {"nl": "ja, vraag vooraf een vergunning", "en": "yes, apply for a licence first"}[lang] in page
    assert "art. 7 §1" in page and "vergunning=individual_transfer" in page


def test_a_simple_transfer_asks_few_questions(db: None) -> None:
    client = Client()
    answer_all(client, EU_ANSWERS)
    assert len(client.session["desk_licence_need"]["asked"]) <= 18


def test_who_has_no_authorisation_applies_for_it_first(db: None) -> None:
    page = text(answer_all(Client(), {**EU_ANSWERS, "authorisation.held": "no"}))
    assert "soort=authorisation" in page and "Vraag eerst de machtiging" in page


def test_within_the_benelux_nothing_is_asked(db: None) -> None:
    page = text(answer_all(Client(), {**EU_ANSWERS, "delivery.in_benelux": "yes"}))
    assert "nee, geen vergunning volgens het Wapenhandeldecreet" in page and "Begin deze aanvraag" not in page


def test_dual_use_leads_to_its_own_authorisation(db: None) -> None:
    answers = {
        "goods.class": "dual_use",
        "trade.movement": "export",
        "goods.dual_use_listed": "yes",
        "technology.public_domain": "no",
        "technology.basic_research": "no",
        "dualuse.form": "goods",
        "destination.country": "SG",
        "dualuse.section_i": "yes",
        "dualuse.warning": "none",
        "end_user.embargo_target": "no",
        "dualuse.licence_type": "individual",
    }
    page = text(answer_all(Client(), answers))
    assert "vergunning=dual_use_individual" in page


def test_who_knows_nothing_still_gets_a_page(db: None) -> None:
    page = answer_all(Client(), {})
    assert page.status_code == 200 and "nog niet te zeggen" in text(page)


@pytest.mark.parametrize("bad", ["", "zzz", "x" * 10_000, "\x00", "𝕏" * 40])
def test_an_odd_answer_is_refused_and_asked_again(db: None, bad: str) -> None:
    page = Client().post(f"{HOME}nodig/", {"fact": "goods.class", "answer": bad, "action": "answer"})
    assert page.status_code == 422


@pytest.mark.parametrize("name", ["enduse.concern", "nonsense", "x" * 5000, ""])
def test_what_is_no_question_is_refused(db: None, name: str) -> None:
    page = Client().post(f"{HOME}nodig/", {"fact": name, "answer": "yes"})
    assert page.status_code in (404, 422)


# --- from start to case -----------------------------------------------------------------------------------------------


def started(world: World, client: Client, what: str = "licence:individual_transfer") -> Application:
    client.post(
        f"{HOME}beginnen/",
        {"organisation": str(world.company.pk), "what": what, "title": "Camera's (voorbeeld)", "key": "begin"},
    )
    return Application.objects.latest("created_at")


def row_of(number: int, row: dict[str, Any], mark: str = "") -> dict[str, Any]:
    return {f"{number}-mark": mark, **{f"{number}-{name}": raw for name, raw in row.items()}}


def test_an_exporter_walks_from_the_question_to_the_case(world: World) -> None:
    client = signed_in(world.person)
    answer_all(client, EU_ANSWERS)
    draft = started(world, client)
    assert draft.answers["destination.country"] == "DE", "the answers came along"
    own = applications.rows(draft, "parties")[0]
    page = client.post(
        at(draft, "parties"), {"version": "1", "action": "next", **row_of(1, dict(own), str(own["mark"])), **row_of(2, BUYER)}
    )
    assert page["Location"] == at(draft, "goods")
    assert client.post(at(draft, "goods"), {"version": "0", "action": "next", **row_of(1, LINE)})["Location"] == at(
        draft, "end-use"
    )
    assert client.post(at(draft, "end-use"), {"version": "0", "action": "next", **END_USE})["Location"] == at(draft, "papers")
    mark = world.buyer(applications.get(draft.pk))
    pdf = client.get(f"{at(draft)}verklaring/end_user_certificate/{mark}.pdf?taal=en")
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF-")
    paper = {
        "place": f"end_user_certificate:{mark}",
        "key": "euc",
        "signatory": "Greta Grün",
        "signed_on": "20/11/2026",
        "file": SimpleUploadedFile("euc.pdf", PDF, "application/pdf"),
    }
    assert client.post(at(draft, "papers"), paper).status_code == 302
    check = client.get(f"{at(draft)}indienen/")
    assert "Dit ontbreekt nog" not in text(check)
    sent = {"declared": "on", "key": "in", "version": str(applications.get(draft.pk).version)}
    done = client.post(f"{at(draft)}indienen/", sent, follow=True)
    assert "EXP-" in text(done) and applications.get(draft.pk).state == "submitted"
    case = applications.get(draft.pk).case
    assert case is not None
    seen = client.get(f"/dossiers/{case.reference}/")
    assert seen.status_code == 200 and "Lees wat u indiende" in text(seen)
    assert "Nordlicht Optik GmbH" in text(client.get(f"{at(draft)}lezen/"))


def test_the_check_page_says_what_is_missing_with_a_link_to_each(world: World) -> None:
    client = signed_in(world.person)
    page = text(client.get(f"{at(world.start())}indienen/"))
    assert "Dit ontbreekt nog" in page and "/deel/goods/" in page and "/deel/route/#f-" in page and "Dien in<" not in page


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", [one.value for one in Kind if one is not Kind.LICENCE])
def test_every_kind_has_pages_that_open_and_say_what_is_missing(world: World, kind: str, lang: str) -> None:
    client = signed_in(world.person, lang)
    draft = world.start(kind)
    from bolwerk.domains.export_control.live import form

    for part in form.parts_of(kind):
        assert client.get(at(draft, part)).status_code == 200
    assert client.get(f"{at(draft)}indienen/").status_code == 200


@pytest.mark.parametrize("instrument", [one.value for one in Instrument])
def test_every_instrument_has_pages_that_open(world: World, instrument: str) -> None:
    client = signed_in(world.person)
    draft = world.start(instrument=instrument)
    for part in ("route", "parties", "goods", "end-use", "transport", "papers"):
        assert client.get(at(draft, part)).status_code == 200
    assert client.get(f"{at(draft)}indienen/").status_code == 200


FULL: dict[str, dict[str, dict[str, str]]] = {
    "authorisation": {
        "programme": {
            **dict.fromkeys(
                ("resources", "responsibility", "audits", "training", "security", "traceability"),
                "Zo doen wij het (voorbeeld).",
            ),
            "manager": "Mia Meester (voorbeeld)",
            "manager_function": "directeur",
            "manager_contact": "mia@voorbeeld.example",
        }
    },
    "advice": {"question": {"plan": "Wij willen sensoren maken (voorbeeld).", "doubt": "Of Kenia kan."}},
    "confirmation": {"confirm": {"properties": "Een lamp (voorbeeld).", "civil_use": "Tunnels."}},
}


@pytest.mark.parametrize("kind", FULL)
def test_every_other_kind_is_submitted_too(world: World, kind: str) -> None:
    draft = world.start(kind)
    for part, typed in FULL[kind].items():
        applying.save_part(draft.pk, part, typed, actor=world.person, version=applications.version(draft, part))
    if kind != "authorisation":
        world.rows(draft, "goods", {**LINE, "quantity": "", "value": ""})
    sent = world.submit(applications.get(draft.pk))
    assert sent.case is not None and sent.case.procedure == f"export.{kind}"


def test_a_programme_without_a_head_says_which(world: World) -> None:
    draft = world.start("authorisation")
    typed = {**FULL["authorisation"]["programme"], "audits": ""}
    applying.save_part(draft.pk, "programme", typed, actor=world.person, version=0)
    page = text(signed_in(world.person).get(f"{at(draft)}indienen/"))
    assert "interne audits" in page and "(1)" in page
    file = SimpleUploadedFile("audits.pdf", PDF, "application/pdf")
    signed_in(world.person).post(at(draft, "papers"), {"place": "", "kind": "icp_audits", "key": "k", "file": file})
    assert world.submit(applications.get(draft.pk)).state == "submitted"


# --- nothing is lost, nothing breaks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"quantity": "-4"}, "geen hoeveelheid"),
        ({"quantity": "1,5"}, "Een deel van een stuk"),
        ({"code": "ML99"}, "De lijst loopt van ML1 tot ML22"),
        ({"value": "veel"}, "veel"),
        ({"description": "d" * 10_000}, "10000 tekens"),
        ({"description": "𝕏أب𐍈" * 10}, "𐍈"),
        ({"unit": "dozijn"}, "staat niet in de lijst"),
    ],
    ids=["negative", "half", "code", "value", "long", "scripts", "unit"],
)
def test_a_wrong_line_is_kept_as_typed_with_what_is_wrong(world: World, row: dict[str, str], says: str) -> None:
    client, draft = signed_in(world.person), world.start()
    page = client.post(at(draft, "goods"), {"version": "0", "action": "save", **row_of(1, {**LINE, **row})}, follow=True)
    assert page.status_code in (200, 422) and says in text(page)
    [kept] = applications.rows(draft, "goods")
    assert all(kept[name] == raw for name, raw in row.items())


def test_a_field_beyond_every_limit_shows_again_as_typed(world: World) -> None:
    client, draft = signed_in(world.person), world.start()
    page = client.post(at(draft, "goods"), {"version": "0", **row_of(1, {**LINE, "description": "y" * 100_001})})
    assert page.status_code == 422 and "yyyy" in text(page)


def test_a_party_without_country_says_so(world: World) -> None:
    client, draft = signed_in(world.person), world.start()
    page = client.post(at(draft, "parties"), {"version": "1", **row_of(1, {**BUYER, "country": ""})})
    assert page.status_code == 422 and "Land ontbreekt" in text(page)


@pytest.mark.parametrize("part", ["route", "parties", "goods", "end-use"])
def test_two_people_in_one_part_see_both_versions(world: World, part: str) -> None:
    draft = world.full()
    sent: dict[str, dict[str, Any]] = {
        "route": {"goods-sensitive": "yes"},
        "parties": row_of(1, {**BUYER, "name": "Andere naam"}),
        "goods": row_of(1, {**LINE, "description": "Andere goederen"}),
        "end-use": {**END_USE, "use": "Ander gebruik"},
    }
    version = applications.version(draft, part)
    first = signed_in(world.person).post(at(draft, part), {"version": str(version), "action": "save", **sent[part]})
    assert first.status_code in (302, 422)
    mine = {key: (raw if raw != "yes" else "no") for key, raw in sent[part].items()}
    mine = {key: raw.replace("Ander", "Mijn") if isinstance(raw, str) else raw for key, raw in mine.items()}
    second = signed_in(world.colleague).post(at(draft, part), {"version": str(version), "action": "save", **mine})
    assert second.status_code == 409 and "heeft dit deel intussen gewijzigd" in text(second)
    if part != "route":
        assert "Mijn" in text(second) and "Ander" in text(second)


def test_a_table_is_pasted_and_what_is_wrong_shows_beside_its_row(world: World) -> None:
    client, draft = signed_in(world.person), world.start()
    pasted = "omschrijving\tcode\taantal\teenheid\twaarde\nHelm (voorbeeld)\tML13.c\t40\tstuks\t8000\nVest\tML99\t-1\tstuks\t1"
    page = client.post(f"{at(draft, 'goods')}tabel/", {"version": "0", "pasted": pasted}, follow=True)
    assert (
        "2 rijen toegevoegd" in text(page)
        and "In 1 ontbreekt iets" in text(page)
        and "De lijst loopt van ML1 tot ML22" in text(page)
    )
    bad = client.post(f"{at(draft, 'goods')}tabel/", {"version": "1", "pasted": "alleen;koppen;code\n" * 0})
    assert bad.status_code == 422 and "De tabel is leeg" in text(bad)
    wrong = SimpleUploadedFile("kapot.xlsx", b"PK\x03\x04kapot")
    assert client.post(f"{at(draft, 'goods')}tabel/", {"version": "1", "file": wrong}).status_code == 422


def test_a_party_of_an_earlier_application_is_taken_over(world: World) -> None:
    earlier, draft = world.full(), world.start()
    client = signed_in(world.person)
    mark = next(row["mark"] for row in applications.rows(earlier, "parties") if row["name"] == BUYER["name"])
    page = text(client.get(at(draft, "parties")))
    assert f"{earlier.pk}:{mark}" in page
    client.post(f"{at(draft, 'parties')}eerder/", {"earlier": f"{earlier.pk}:{mark}", "version": "1"})
    assert [row["name"] for row in applications.rows(draft, "parties")][-1] == BUYER["name"]
    for odd in ("", "x", "0:0", f"{draft.pk}:nietbestaand"):
        client.post(f"{at(draft, 'parties')}eerder/", {"earlier": odd, "version": "2"})
    assert len(applications.rows(draft, "parties")) == 2


def test_what_was_typed_after_the_session_ended_comes_back(world: World) -> None:
    draft, client = world.start(), Client()
    client.post(at(draft, "end-use"), {"version": "0", "use": "Dit typte ik (voorbeeld)"})
    client.force_login(world.person)
    assert "Dit typte ik (voorbeeld)" in text(client.get(at(draft, "end-use")))


def test_a_completion_is_asked_and_given(world: World) -> None:
    sent = world.submit(world.full())
    assert sent.case is not None
    cases.act(sent.case.pk, "completion_requested", actor=world.handler, reason="Welk model?", key="ask", version=None)
    client = signed_in(world.person)
    assert "Vul uw aanvraag aan" in text(client.get(f"/dossiers/{sent.case.reference}/"))
    client.post(f"{at(sent)}aanvullen/")
    client.post(at(sent, "end-use"), {"version": "1", "action": "save", **END_USE, "contract": "PO-99"})
    page = client.get(f"{at(sent)}indienen/")
    assert "Wat vulde u aan" in text(page)
    version = str(applications.get(sent.pk).version)
    done = client.post(
        f"{at(sent)}indienen/", {"declared": "on", "key": "again", "version": version, "reason": "Het contract."}, follow=True
    )
    assert done.status_code == 200 and "Uw aanvulling is ingediend" in text(done)
    assert applications.get(sent.pk).edition == 2


def test_copy_delete_and_withdraw(world: World) -> None:
    client, draft = signed_in(world.person), world.full()
    sent = world.submit(draft)
    client.post(f"{at(sent)}kopie/", {"key": "c1"})
    copy = Application.objects.get(copied_from=sent)
    assert client.get(f"{at(copy)}verwijderen/").status_code == 200
    client.post(f"{at(copy)}verwijderen/")
    assert not Application.objects.filter(pk=copy.pk).exists()
    assert client.post(f"{at(sent)}intrekken/", {"reason": "", "key": "w"}).status_code == 422
    client.post(f"{at(sent)}intrekken/", {"reason": "Geen order meer.", "key": "w"})
    assert applications.get(sent.pk).state == "withdrawn"


# --- who may see ------------------------------------------------------------------------------------------------------


def test_nobody_else_sees_a_page_of_a_draft(world: World) -> None:
    draft = world.full()
    mark, paper = world.buyer(draft), draft.attachments.get().pk
    places = [
        "",
        "deel/goods/",
        "indienen/",
        "lezen/",
        "verwijderen/",
        f"verklaring/end_user_certificate/{mark}.pdf",
        f"stuk/{paper}/",
    ]
    for place in places:
        assert Client().get(at(draft) + place).status_code == 302
        assert signed_in(world.stranger).get(at(draft) + place).status_code == 403
        assert signed_in(world.handler).get(at(draft) + place).status_code == 403
    for place in ("deel/goods/", "deel/goods/tabel/", "indienen/", "kopie/", "verwijderen/", f"stuk/{paper}/weg/"):
        assert signed_in(world.stranger).post(at(draft) + place, {"version": "1", "key": "k"}).status_code == 403
    assert applications.get(draft.pk).attachments.count() == 1


@pytest.mark.parametrize("place", ["deel/niets/", "verklaring/niets/x.pdf", "stuk/00000000-0000-0000-0000-000000000000/"])
def test_what_is_not_there_says_so(world: World, place: str) -> None:
    assert signed_in(world.person).get(at(world.start()) + place).status_code == 404


def test_the_code_of_a_line_is_found_in_the_finder_and_comes_back_to_it(world: World) -> None:
    client, draft = signed_in(world.person), world.start()
    sent = {"version": "0", "action": "find-1", **row_of(1, {**LINE, "code": ""})}
    found = client.post(at(draft, "goods"), sent)
    assert found.status_code == 302 and found["Location"].startswith("/goederen/?vraag=Warmtebeeldcamera")
    assert applications.rows(draft, "goods")[0]["description"] == LINE["description"]
    assert client.get(found["Location"]).status_code == 200
    back = client.get(at(draft, "goods"), {"lijn": "1", "code": "ML15.d"})
    assert 'value="ML15.d"' in text(back) and "Bewaar als het klopt" in text(back)
    assert applications.rows(draft, "goods")[0]["code"] == ""
    for odd in ("0", "9", "x", "-1", "99999999999"):
        assert client.get(at(draft, "goods"), {"lijn": odd, "code": "ML15.d"}).status_code == 200
