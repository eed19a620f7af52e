"""Signing in, in the words of the house: u-form Dutch and English, what is wrong and how to mend.

The settings that name these classes are in `sign_in_settings.py`.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.core.validators import EmailValidator
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html

from bolwerk.kernel import Text
from bolwerk.office.identity.adapter import HouseAdapter
from bolwerk.office.identity.demo import PASSWORD, PEOPLE
from bolwerk.ui.formats import say

_later = lazy(say, str)
"""A text whose language is chosen when it is shown."""

LABELS: dict[str, Text] = {
    "login": Text("E-mailadres", "Email address"),
    "email": Text("E-mailadres", "Email address"),
    "password": Text("Wachtwoord", "Password"),
    "remember": Text("Houd mij aangemeld op dit toestel", "Keep me signed in on this device"),
    "oldpassword": Text("Uw wachtwoord van nu", "Your current password"),
    "password1": Text("Nieuw wachtwoord", "New password"),
    "password2": Text("Nog eens het nieuwe wachtwoord", "The new password again"),
    "code": Text("Code van zes cijfers", "Six-digit code"),
}
REQUIRED: dict[str, Text] = {
    "login": Text("Vul uw e-mailadres in.", "Fill in your email address."),
    "email": Text("Vul een e-mailadres in.", "Fill in an email address."),
    "password": Text("Vul uw wachtwoord in.", "Fill in your password."),
    "oldpassword": Text("Vul uw wachtwoord van nu in.", "Fill in your current password."),
    "password1": Text("Kies een wachtwoord.", "Choose a password."),
    "password2": Text("Vul hetzelfde wachtwoord nog eens in.", "Fill in the same password again."),
    "code": Text("Vul de code in.", "Fill in the code."),
}
STRONG = Text("Minstens 12 tekens. Een korte zin werkt goed.", "At least 12 characters. A short sentence works well.")
NO_EMAIL = Text(
    "Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.be.", "This is no email address. Write it as name@example.com."
)
DIFFERENT = Text("De twee wachtwoorden verschillen. Typ ze allebei opnieuw.", "The two passwords differ. Type both again.")
FORGOTTEN = Text("Wachtwoord vergeten?", "Forgotten your password?")
ANY_CODE = Text("De code in uw app, of een herstelcode.", "The code in your app, or a recovery code.")


class Worded(forms.Form):
    """Gives the fields of a sign-in form the words of the house. Labels, no placeholders: those vanish when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in LABELS:
                field.label = say(LABELS[name])
            if name in REQUIRED:
                field.error_messages["required"] = say(REQUIRED[name])
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = say(NO_EMAIL)
                field.validators = [EmailValidator(message=say(NO_EMAIL))]
            if name == "password1":
                field.help_text = say(STRONG)
            if name == "password":
                field.help_text = format_html('<a href="{}">{}</a>', reverse("account_reset_password"), say(FORGOTTEN))

    def add_error(self, field: Any, error: Any) -> None:
        """allauth adds a plain sentence in one place only: when two passwords differ."""
        super().add_error(
            field, say(DIFFERENT) if field == "password2" and not isinstance(error, forms.ValidationError) else error
        )


class LoginForm(Worded, account.LoginForm):
    """In a demonstration `?email=` of a fictional account fills the form in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.request.GET.get("email", "") if self.request else ""
        if settings.DEMO and chosen in {email for _, _, email in PEOPLE}:
            self.initial = {**self.initial, "login": chosen, "password": PASSWORD}
            password = self.fields["password"].widget
            if isinstance(password, forms.PasswordInput):
                password.render_value = True


class SignupForm(Worded, account.SignupForm):
    pass


class AddEmailForm(Worded, account.AddEmailForm):
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, account.SetPasswordForm):
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    pass


class CodeForm(Worded):
    """A code from the app; digits open the number keys of a telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class ActivateForm(CodeForm, ActivateTOTPForm):
    pass


class AuthenticateForm(CodeForm, mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = say(Text("Code", "Code"))
        self.fields["code"].help_text = say(ANY_CODE)


class ReauthenticateCodeForm(CodeForm, mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = say(Text("Code", "Code"))
        self.fields["code"].help_text = say(ANY_CODE)


_ACCOUNT_ERRORS: dict[str, Text] = {
    "account_inactive": Text(
        "Dit account staat uit. Vraag uw beheerder om het aan te zetten.",
        "This account is switched off. Ask your administrator to switch it on.",
    ),
    "cannot_remove_primary_email": Text(
        "Dit is uw hoofdadres. Maak eerst een ander adres uw hoofdadres.",
        "This is your main address. First make another one your main address.",
    ),
    "duplicate_email": Text("Dit adres hoort al bij uw account.", "This address is already yours."),
    "email_password_mismatch": Text(
        "Dit e-mailadres en dit wachtwoord horen niet samen. Kijk beide na.",
        "This email address and password do not belong together. Check both.",
    ),
    "email_taken": Text(
        "Er is al een account met dit e-mailadres. Meld u aan, of vraag een nieuw wachtwoord.",
        "There is an account with this email address already. Sign in, or ask for a new password.",
    ),
    "enter_current_password": Text(
        "Dit is niet uw wachtwoord van nu. Typ het opnieuw.", "This is not your current password. Type it again."
    ),
    "incorrect_code": Text(
        "Deze code klopt niet. Wacht op een nieuwe code en typ die over.",
        "This code is not right. Wait for a new code and type that.",
    ),
    "incorrect_password": Text("Dit wachtwoord klopt niet. Typ het opnieuw.", "This password is not right. Type it again."),
    "invalid_or_expired_key": Text(
        "Deze link werkt niet meer. Vraag een nieuwe.", "This link no longer works. Ask for a new one."
    ),
    "invalid_login": Text(
        "Dit e-mailadres en dit wachtwoord horen niet samen. Kijk beide na.",
        "This email address and password do not belong together. Check both.",
    ),
    "invalid_password_reset": Text(
        "Deze link werkt niet meer. Vraag een nieuwe.", "This link no longer works. Ask for a new one."
    ),
    "rate_limited": Text(
        "Te veel pogingen. Wacht een paar minuten en probeer het opnieuw.", "Too many tries. Wait a few minutes and try again."
    ),
    "same_as_current": Text("Dit is hetzelfde als nu. Kies iets anders.", "This is the same as now. Choose something else."),
    "select_only_one": Text("Kies er maar één.", "Choose only one."),
    "too_many_login_attempts": Text(
        "U typte vijf keer een verkeerd wachtwoord. Wacht 15 minuten, of vraag een nieuw wachtwoord.",
        "You typed a wrong password five times. Wait 15 minutes, or ask for a new password.",
    ),
    "unknown_email": Text("We kennen geen account met dit e-mailadres.", "We know no account with this email address."),
    "unverified_primary_email": Text("Bevestig eerst uw hoofdadres.", "First confirm your main address."),
}
PASSWORD_ERRORS: dict[str | None, Text] = {
    "password_too_short": Text(
        "Dit wachtwoord is te kort. Kies er een van minstens 12 tekens.",
        "This password is too short. Choose one of at least 12 characters.",
    ),
    "password_too_similar": Text(
        "Dit wachtwoord lijkt te veel op uw naam of e-mailadres. Kies iets anders.",
        "This password is too much like your name or email address. Choose something else.",
    ),
    "password_too_common": Text(
        "Dit wachtwoord gebruiken te veel mensen. Kies iets anders.",
        "Too many people use this password. Choose something else.",
    ),
}
_MFA_ERRORS: dict[str, Text] = {
    "add_email_blocked": Text(
        "Zet eerst aanmelden in twee stappen uit. Voeg daarna het adres toe.",
        "First switch two-step sign-in off. Then add the address.",
    ),
    "cannot_delete_authenticator": Text(
        "U kunt aanmelden in twee stappen niet uitzetten.", "You cannot switch two-step sign-in off."
    ),
    "cannot_generate_recovery_codes": Text("Zet eerst aanmelden in twee stappen aan.", "First switch two-step sign-in on."),
    "incorrect_code": _ACCOUNT_ERRORS["incorrect_code"],
    "unverified_email": Text(
        "Bevestig eerst uw e-mailadres, bij E-mailadressen.", "First confirm your email address, under Email addresses."
    ),
}


class AccountAdapter(HouseAdapter):
    error_messages = HouseAdapter.error_messages | {code: _later(text) for code, text in _ACCOUNT_ERRORS.items()}

    def clean_password(self, password: str, user: Any = None) -> str:
        """The rules of the settings, said in the words of the house."""
        try:
            return str(super().clean_password(password, user=user))
        except forms.ValidationError as found:
            said = [say(PASSWORD_ERRORS[part.code]) if part.code in PASSWORD_ERRORS else part for part in found.error_list]
            raise forms.ValidationError(said) from found

    def format_email_subject(self, subject: str) -> str:
        return f"Bolwerk: {subject}"


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {code: _later(text) for code, text in _MFA_ERRORS.items()}
