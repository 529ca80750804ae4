# 匠坊 Jiangfang. `make run` and `make test` are the two commands; `make help` lists the others.

MAKEFLAGS += --no-builtin-rules --no-print-directory
SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
CODE := $(wildcard src tools tests benchmarks)
DJANGO := $(PY) -m django
PYTHONS := python3.13 python3.12 python3.11 python3 python
export PIP_ROOT_USER_ACTION := ignore
export DJANGO_SETTINGS_MODULE := jiangfang.config.settings
export PYTHONUTF8 := 1

# An environment that was moved, copied or lost its Python is made again.
SOUND := $(shell [ -x $(PY) ] && [ "$$(cat $(VENV)/.made 2>/dev/null)" = "$$(pwd)" ] && echo yes)

.PHONY: help setup run samples test check bench shots lock clean dev again

help:  ## 列出命令 / list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

setup: $(VENV)/.run  ## 准备运行环境 / make the environment that `make run` needs
	@:

run: setup  ## 打开网页，里面是示例数据；PORT=8001 换端口 / the pages on sample data, in a folder of their own
	@JIANGFANG_SAMPLE=1 JIANGFANG_DATABASE= JIANGFANG_FILES= $(PY) -m jiangfang.cli --data "$${JIANGFANG_DATA:-data}/sample" \
		serve $(if $(PORT),--port "$(PORT)")

samples: setup  ## 官方表的样张 / the official papers, filled from sample answers
	@$(PY) -m jiangfang.cli.samples

test: check  ## 全部检查与测试 / every check, then every test
	@$(PY) -m pytest -n auto

check: dev  ## 代码、类型、依赖方向、迁移、长度 / lint, types, contracts, migrations, sizes
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy $(CODE)
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache
	@$(DJANGO) check --fail-level WARNING
	@JIANGFANG_DATA=$(VENV) JIANGFANG_DATABASE= $(DJANGO) makemigrations --check --dry-run
	@$(PY) -m deptry src
	@$(PY) -m bandit --quiet --recursive --configfile pyproject.toml src tools
	@$(PY) -m tools.longest

bench: dev  ## 与同类工具并排测速 / measure beside named peers
	@$(PY) -m benchmarks

shots: dev  ## README 的图片 / the pictures of the README
	@$(PY) -m tools.shots

lock: $(VENV)/.made  ## 重做依赖锁 / make both lock files again
	@$(PY) -m venv $(VENV)/uv
	@$(VENV)/uv/bin/python -m pip --disable-pip-version-check install --quiet uv
	@$(call compile,requirements.lock,--group build --extra sqlite)
	@$(call compile,requirements-dev.lock,--group build --extra sqlite --group dev --constraint requirements.lock)

clean:  ## 删除环境与产物（不动 data/）/ remove what was built, never data/
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools -type d -name __pycache__ -prune -exec rm -rf {} +

dev: $(VENV)/.dev
	@:

# Hashes for every platform, and nothing that tells where they came from.
define compile
$(VENV)/uv/bin/python -m uv pip compile pyproject.toml $(2) --quiet --output-file $(1) \
	--universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links
endef

ifneq ($(SOUND),yes)
$(VENV)/.made: again
endif

$(VENV)/.made:
	@$(find-python); \
	echo "环境 .venv：$$found / environment .venv: $$found"; \
	"$$found" -m venv --clear $(VENV) && pwd > $@

$(VENV)/.run: $(VENV)/.made requirements.lock pyproject.toml
	@$(PIP) install --quiet --require-hashes -r requirements.lock || { $(no-packages); }
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock || { $(no-packages); }
	@touch $@

# The first Python that is new enough and can make an environment; else one sentence on what is missing.
define find-python
found=; young=; \
for name in $(PYTHONS); do \
	path=$$(command -v $$name) && "$$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	young=$${young:-$$name}; \
	"$$path" -c 'import venv, ensurepip' 2>/dev/null || continue; \
	found=$$path; break; \
done; \
if [ -z "$$young" ]; then \
	echo "需要 Python 3.11 或更高版本：请安装后再试（Debian、Ubuntu：apt install python3 python3-venv；若系统只有更旧的版本，请另装 Python 3.11 以上）。" >&2; \
	echo "Python 3.11 or newer is needed: please install it and try again (Debian, Ubuntu: apt install python3 python3-venv)." >&2; \
	exit 1; \
elif [ -z "$$found" ]; then \
	echo "$$young 缺少 venv 模块：请安装后再试（Debian、Ubuntu：apt install $$young-venv）。" >&2; \
	echo "$$young lacks its venv module: please install it and try again (Debian, Ubuntu: apt install $$young-venv)." >&2; \
	exit 1; \
fi
endef

define no-packages
echo "依赖没有装成：请看上面的原因；没有外网时，可用环境变量 PIP_INDEX_URL 指定内网的软件源。" >&2; \
echo "The packages could not be installed, see above; without internet, name your own index in PIP_INDEX_URL." >&2; \
exit 1
endef
