# Two doors: `make serve` and `make test`. Each does all of its own set-up; `make help` lists the rest.

# Options, given on the command line (make serve PORT=9000):
PYTHON ?=
PORT ?=
# Not from the environment: some shells export HOST as the name of the machine.
HOST =
ARGS ?=
UPGRADE =

export PYTHON
BIN = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help serve test wheel lock editor clean

help: ## list the targets · 列出各目标
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile
	@echo "  PORT=8000 HOST=127.0.0.1 (serve) · PYTHON=python3.12 (which Python · 使用的 Python) · ARGS='-k name' (test) · UPGRADE=1 (lock)"

serve: ## serve the graph at http://127.0.0.1:8000/ · 启动服务
	@scripts/setup.sh serve
	@exec $(BIN)/kg serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

# One process more than there are cores: tests wait for servers and browsers.
test: ## check style and types, run every test · 检查代码并运行全部测试
	@scripts/test-tools.sh packages & packages=$$!; scripts/setup.sh test; made=$$?; wait $$packages; exit $$made
	@scripts/test-tools.sh archives & archives=$$!; \
		$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check . && $(BIN)/mypy --no-error-summary; \
		checked=$$?; wait $$archives && exit $$checked
	@$(BIN)/pytest --numprocesses $$($(BIN)/python -c 'import os; print(min(8, 1 + (os.cpu_count() or 1)))') --dist loadfile $(ARGS)

wheel: ## build the source archive and the wheel into dist/ · 生成安装包
	@scripts/setup.sh test
	@$(BIN)/python -m build --no-isolation --outdir dist .

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) --group build pyproject.toml

# A pin stays as it is while pyproject.toml allows it.
lock: ## write requirements/ after a change of pyproject.toml, UPGRADE=1: newest versions · 更新锁定版本
	@scripts/setup.sh serve
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	@$(COMPILE) --output-file requirements/serve.txt
	@$(COMPILE) --extra test --constraint requirements/serve.txt --output-file requirements/test.txt

# What is built is kept in the repository, so that serving needs no Node.js; a test holds that it is up to date.
editor: ## build the query editor from npm sources (needs Node.js) · 从 npm 源码构建查询编辑器
	@cd editor && npm ci --silent && node build.mjs

clean: ## remove what the other targets made · 清除生成物
	rm -rf .venv .cache dist editor/node_modules .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
