"""Django settings. What a service needs to set is an environment variable that starts with `BOLWERK_`: docs/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from bolwerk.ui import sign_in_settings as words


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int) -> int:
    said = os.environ.get(name, str(default)).strip()
    if not said.isascii() or not said.isdigit():
        raise SystemExit(f"{name} must be a whole number, not '{said}'")
    return int(said)


def _home() -> Path:
    """Where data live: `BOLWERK_HOME`, else `$XDG_DATA_HOME/bolwerk`, else `~/.local/share/bolwerk`."""
    if chosen := os.environ.get("BOLWERK_HOME"):
        return Path(chosen).expanduser().resolve()
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "bolwerk"


def _secret_key(home: Path) -> str:
    """`BOLWERK_SECRET_KEY`, else a key made once and kept in the home, readable by its owner only."""
    if given := os.environ.get("BOLWERK_SECRET_KEY"):
        return given
    file = home / "secret_key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text()
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text()


def _database(home: Path) -> dict[str, object]:
    """SQLite in the home, or the PostgreSQL of `BOLWERK_DATABASE` (`postgresql://user:password@host:port/name`)."""
    url = os.environ.get("BOLWERK_DATABASE", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "bolwerk.sqlite3",
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("BOLWERK_DATABASE must look like postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


HOME = _home()
SECRET_KEY = _secret_key(HOME)
DEBUG = _flag("BOLWERK_DEBUG", False)
ALLOWED_HOSTS = os.environ.get("BOLWERK_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
HTTPS = _flag("BOLWERK_HTTPS", False)
DEMO = _flag("BOLWERK_DEMO", False)
API_OPEN = _flag("BOLWERK_API_OPEN", False)
API_QUERIES = _number("BOLWERK_API_QUERIES", 500)
API_RATE_ANONYMOUS = _number("BOLWERK_API_RATE_ANONYMOUS", 60)
API_RATE_SIGNED = _number("BOLWERK_API_RATE_SIGNED", 600)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bolwerk.office.identity",
    "bolwerk.office.registers",
    "bolwerk.office.cases",
    "bolwerk.office.ledger",
    "bolwerk.office.documents",
    "bolwerk.office.search",
    "bolwerk.office.calls",
    "bolwerk.office.advice",
    "bolwerk.office.progress",
    "bolwerk.office.screening",
    "bolwerk.ui",
    "bolwerk.domains.ethics.app",
    "bolwerk.domains.export_control.app",
    "bolwerk.domains.investment.app",
    "bolwerk.faces.desk",
    "bolwerk.faces.workbench",
    "bolwerk.faces.monitor",
    "bolwerk.faces.lab",
    "bolwerk.faces.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bolwerk.faces.api.crossing.Crossing",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bolwerk.ui.middleware.PlainErrors",
]

ROOT_URLCONF = "bolwerk.config.urls"
WSGI_APPLICATION = "bolwerk.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["bolwerk.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bolwerk.ui.context.house",
            ],
        },
    }
]

FORM_RENDERER = "bolwerk.ui.forms.HouseForms"
CSRF_FAILURE_VIEW = "bolwerk.ui.errors.csrf_failed"

DATABASES = {"default": _database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER, ACCOUNT_FORMS = words.ACCOUNT_ADAPTER, words.ACCOUNT_FORMS
MFA_ADAPTER, MFA_FORMS = words.MFA_ADAPTER, words.MFA_FORMS
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "documents"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
