"""Settings, each from the environment with a default that is right on a machine where nothing is set."""

import os
import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.database import OWNER, WEB, connection_settings, var_dir

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = var_dir()
PRODUCTION = os.environ.get("SIBINA_PRODUCTION") == "1"


def _secret_key() -> str:
    """The key from the environment; without one, a key of this installation's own, made once."""
    given = os.environ.get("SIBINA_SECRET_KEY")
    if given:
        return given
    kept = VAR_DIR / "secret-key"
    if not kept.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("SIBINA_DEBUG") == "1"
ALLOWED_HOSTS = [
    host for host in os.environ.get("SIBINA_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("SIBINA_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "sibina.lib.tenancy",
    "sibina.lib.audit",
    "sibina.lib.files",
    "sibina.lib.jobs",
    "sibina.lib.ui",
    "sibina.ground.people",
    "sibina.ground.notices",
    "sibina.ground.competencies",
    "sibina.ground.cycles",
    "sibina.ground.intake",
    "sibina.assess.needs",
    "sibina.plan.programmes",
    "sibina.plan.planning",
    "sibina.deliver.sessions",
    "sibina.deliver.mentoring",
    "sibina.deliver.placements",
    "sibina.credit.certificates",
    "sibina.credit.ledger",
    "sibina.web",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sibina.lib.ui.security.content_security_policy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sibina.web.middleware.CityMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "sibina.lib.ui.template_engine.Templates",
        # Our own look of the log-in pages goes before the library's.
        "DIRS": [BASE_DIR / "sibina" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sibina.web.context.frame",
            ],
        },
    }
]
# Every form looks the same, with a summary of its errors.
FORM_RENDERER = "sibina.lib.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "sibina.web.views.csrf_failure"

DATABASES = {
    "default": connection_settings(WEB),
    # Progress of a job is seen while its work is still one open transaction.
    "progress": connection_settings(WEB),
    # Migrations only.
    "owner": connection_settings(OWNER),
}
PROGRESS_DATABASE = "progress"
WEB_ROLE = WEB if not os.environ.get("DATABASE_URL") else DATABASES["default"]["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

# Each module's background tasks stand in its `jobs.py`.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["sibina.lib.jobs.api"]

AUTHENTICATION_BACKENDS = ["sibina.web.sessions.AuthenticationBackend"]
SESSION_ENGINE = "sibina.web.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "sibina.web.forms.LoginForm"}
ACCOUNT_ADAPTER = "sibina.web.accounts.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
EMAIL_BACKEND = os.environ.get("SIBINA_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
# Notices go out as e-mail where the city has a mail server; `SITE_ADDRESS` (https://…) stands before their links.
MAILS_NOTICES = "SIBINA_EMAIL_BACKEND" in os.environ
SITE_ADDRESS = os.environ.get("SIBINA_ADDRESS", "").rstrip("/")

# A signing service of the national kind (such as BSrE's), where the agency has access to one; empty address: none.
SIGNING_SERVICE = {
    "address": os.environ.get("SIBINA_SIGNING_ADDRESS", ""),
    "user": os.environ.get("SIBINA_SIGNING_USER", ""),
    "password": os.environ.get("SIBINA_SIGNING_PASSWORD", ""),
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
USE_I18N = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SIBINA_LOG", "WARNING")},
}
