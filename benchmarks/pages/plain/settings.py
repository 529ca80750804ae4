"""Settings of the plain project; the database of the same kind, with the same options as ours."""

import os
from pathlib import Path
from typing import Any

from jiangfang.config import sqlite
from jiangfang.config.database import sqlite as sqlite_settings

sqlite.swap_in()

SECRET_KEY = "measured, never served"
ALLOWED_HOSTS = ["localhost"]
USE_TZ = True
TIME_ZONE, LANGUAGE_CODE = "Asia/Shanghai", "zh-hans"
STATIC_URL = "/static/"
ROOT_URLCONF = "benchmarks.pages.plain.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": sqlite_settings(Path(os.environ["BENCH_DATA"]) / "plain.sqlite3")}
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "import_export",
    "benchmarks.pages.plain",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
