"""Django's settings. Importing them reads the environment and writes nothing."""

from typing import Any

from jiangfang.config import env

DATA = env.folder("JIANGFANG_DATA", "data")
env.unused("JIANGFANG_DATABASE", "目前只有 SQLite，数据放在 JIANGFANG_DATA 所指的文件夹。")

DEBUG = env.flag("JIANGFANG_DEBUG")
SECRET_KEY = env.secret_key(DATA)
ALLOWED_HOSTS = env.words("JIANGFANG_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "jiangfang.config.urls"

# The rooms with models and pages join here as they are built: records first, then the stages.
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = ["django.middleware.security.SecurityMiddleware"]

# Several people save at once: a writer takes its place in the queue at once and waits, instead of failing midway.
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "jiangfang.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# A form of 112 rows by 9 columns is over Django's own limit.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
