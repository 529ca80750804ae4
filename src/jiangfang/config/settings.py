"""Django's settings. Importing them reads the environment and writes nothing."""

from typing import Any

from jiangfang.config import database, env, sqlite

sqlite.swap_in()

DATA = env.folder("JIANGFANG_DATA", "data")
DATABASES = {"default": database.settings_of(DATA, env.text("JIANGFANG_DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = env.flag("JIANGFANG_DEBUG")
SECRET_KEY = env.secret_key(DATA)
ALLOWED_HOSTS = env.words("JIANGFANG_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "jiangfang.config.urls"

# The rooms: records first, in the order in which they may use each other, then the stages as they are built.
INSTALLED_APPS: list[str] = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "jiangfang.records.journal",
    "jiangfang.records.people",
    "jiangfang.records.programmes",
]
MIDDLEWARE: list[str] = ["django.middleware.security.SecurityMiddleware"]
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
