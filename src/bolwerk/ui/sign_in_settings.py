"""The settings of allauth that give sign-in its words. Names only: settings may not import what needs settings."""

from __future__ import annotations

_HERE = "bolwerk.ui.signin"

ACCOUNT_ADAPTER = f"{_HERE}.AccountAdapter"
ACCOUNT_FORMS = {
    "login": f"{_HERE}.LoginForm",
    "signup": f"{_HERE}.SignupForm",
    "add_email": f"{_HERE}.AddEmailForm",
    "change_password": f"{_HERE}.ChangePasswordForm",
    "set_password": f"{_HERE}.SetPasswordForm",
    "reset_password": f"{_HERE}.ResetPasswordForm",
    "reset_password_from_key": f"{_HERE}.ResetPasswordKeyForm",
    "reauthenticate": f"{_HERE}.ReauthenticateForm",
}
MFA_ADAPTER = f"{_HERE}.MFAAdapter"
MFA_FORMS = {
    "activate_totp": f"{_HERE}.ActivateForm",
    "authenticate": f"{_HERE}.AuthenticateForm",
    "reauthenticate": f"{_HERE}.ReauthenticateCodeForm",
}
