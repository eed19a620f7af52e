"""The page on which somebody makes and revokes keys for programs."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bolwerk.faces.api import counting
from bolwerk.kernel import BolwerkError, Text
from bolwerk.office.identity import policies, tokens
from bolwerk.office.identity.models import ApiToken, User, today
from bolwerk.ui.formats import lang, say


def words(nl: str, en: str) -> Any:
    """A kernel text where Django expects a string: the templates of the house say it in the language of the page."""
    return Text(nl, en)


class KeyForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=120)
    name = forms.CharField(
        label=words("Naam", "Name"),
        max_length=80,
        help_text=words("Welk programma gebruikt hem?", "Which program uses it?"),
    )
    days = forms.IntegerField(
        label=words("Hoeveel dagen werkt hij?", "For how many days does it work?"),
        min_value=1,
        max_value=tokens.LONGEST,
        initial=90,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", str(uuid4()))
        for field in self.fields.values():
            field.error_messages["required"] = say(Text("Vul dit in.", "Fill this in."))
        for name in ("min_value", "max_value", "invalid"):
            self.fields["days"].error_messages[name] = say(
                Text(f"Schrijf een getal van 1 tot {tokens.LONGEST}.", f"Write a number from 1 to {tokens.LONGEST}.")
            )


@never_cache
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """Own keys; for the coordinator and the auditor, those of all. The text of a new one is on this page once."""
    user = cast("User", request.user)
    policies.require(user, "token.view")
    may_issue = policies.may(user, "token.issue", user)
    form = KeyForm(request.POST or None)
    made = text = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, text = tokens.issue(user, name=given["name"], days=given["days"], actor=user, key=given["key"])
            form = KeyForm()
        except BolwerkError as error:
            form.add_error(
                error.where if error.where in form.fields else None, f"{error.what.in_(lang())} {error.mend.in_(lang())}"
            )
    counting.flush()
    rows = [(one, one.works_on(today()), policies.may(user, "token.revoke", one)) for one in tokens.of(user)]
    values = {"form": form, "rows": rows, "may_issue": may_issue, "made": made, "text": text, "me": user}
    values["example"] = f'curl -H "Authorization: Bearer {text}" {request.build_absolute_uri("/api/screening/catalog")}'
    return render(request, "api/keys.html", values)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    token = get_object_or_404(policies.visible(user, ApiToken.objects.all(), "token.view"), pk=pk)
    tokens.revoke(token, actor=user)
    told = Text("De sleutel '{name}' werkt niet meer.", "The key '{name}' no longer works.").format(name=token.name)
    messages.success(request, say(told))
    return redirect("api_pages:keys")
