"""Django's settings. Importing them reads the environment and writes nothing."""

from typing import Any

from csp.constants import NONE, SELF

from jiangfang.config import database, env, hosts, sample, sqlite

sqlite.swap_in()

DATA = env.folder("JIANGFANG_DATA", "data")
DATABASES = {"default": database.settings_of(DATA, env.text("JIANGFANG_DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = env.flag("JIANGFANG_DEBUG")
SECRET_KEY = env.secret_key(DATA)
# Under which names the pages may be asked for, from where a form may come, and where links in mails lead.
HOSTS = hosts.hosts_of(env.words("JIANGFANG_HOSTS"))
ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS, ORIGIN = list(HOSTS.names), list(HOSTS.origins), HOSTS.origin
ROOT_URLCONF = "jiangfang.config.urls"

# The rooms: records first, in the order in which they may use each other, then the stages as they are built.
INSTALLED_APPS: list[str] = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "jiangfang.ui",
    "jiangfang.records.journal",
    "jiangfang.records.people",
    "jiangfang.records.files",
    "jiangfang.records.programmes",
    "jiangfang.records.messages",
    "jiangfang.records.studios",
    "jiangfang.records.ledger",
    "jiangfang.stages.announce",
    "jiangfang.stages.apply",
    "jiangfang.stages.prove",
    "jiangfang.stages.recommend",
    "jiangfang.stages.receive",
    "jiangfang.desk",
    "jiangfang.portal",
]
MIDDLEWARE: list[str] = [
    "jiangfang.config.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jiangfang.config.middleware.Clock",
    "jiangfang.config.beginning.FirstPage",
    "jiangfang.config.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiangfang.config.middleware.Answers",
    "jiangfang.config.middleware.SignedIn",
    "jiangfang.config.middleware.MustChange",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jiangfang.config.frame.frame",
            ]
        },
    }
]

# What gives the moment of a request; `request.at` is the only clock of views and actions.
CLOCK = "django.utils.timezone.now"

# What takes longer than a page may take is put down in the database and done by a worker (config/jobs.py).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where mails go out; None: what changed is told on the desk alone.
MAIL = env.mail_server()

# What is uploaded: in the data folder, or in an object store; looked through for viruses where somebody does that.
FILES = env.file_store()
CLAMD = env.scanner()

# Sample data: every page says so, and the sign-in page shows who can be tried.
SAMPLE = env.flag("JIANGFANG_SAMPLE")
SAMPLE_ACCOUNTS = sample.accounts(DATA) if SAMPLE else []

# Sign-in and forms. Behind a proxy that speaks HTTPS, JIANGFANG_HTTPS says so; whose word is believed about the
# visitor and the scheme, JIANGFANG_PROXY (config/doorway.py, which lets nothing else through).
HTTPS = env.flag("JIANGFANG_HTTPS")
PROXIES = env.addresses("JIANGFANG_PROXY") or (["127.0.0.1", "::1"] if HTTPS else [])
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/desk/"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jiangfang.config.expired.untrusted"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a page may do: nothing that does not come from here, no script or style inside the page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Style and script are served from the packages as they lie there; their addresses change with what is in them.
STATIC_URL = "/static/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jiangfang.config.static.Versioned"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 60 * 60
AUTH_USER_MODEL = "people.Person"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["login", "phone"]}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# A form of 112 rows by 9 columns is over Django's own limit.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
