#!/bin/sh
# Every check of the code short of running it. A check that fails hides no other; one that passes says nothing more.
set -eu
cd "$(dirname "$0")/.."

# The settings are read, and nothing of this machine's own may change what they say.
ENV_FILE=/dev/null
SECRET_KEY="a key for checking alone, which signs nothing"
DATABASE_URL="sqlite://:memory:"
export ENV_FILE SECRET_KEY DATABASE_URL

python=.venv/bin/python
failed=

check() {
    if output=$(shift && "$@" 2>&1); then
        echo "  ok    $1"
    else
        printf '%s\n\n  FAIL  %s\n\n' "$output" "$1"
        failed=yes
    fi
}

python_files() {
    git ls-files --cached --others --exclude-standard '*.py'
}

upgraded() {
    python_files | xargs -r "$python" -m django_upgrade --target-version 5.2 --check
}

check "ruff: form" "$python" -m ruff format --quiet --check .
check "ruff: rules" "$python" -m ruff check --quiet .
# Without the cache: what it keeps of Django's models goes stale, and errors that are none come and stay.
check "mypy: types" "$python" -m mypy --no-error-summary --cache-dir=/dev/null
check "import-linter: floors" .venv/bin/python -c "from importlinter.cli import lint_imports_command as run; run()"
check "djlint: templates" "$python" -m djlint --lint --quiet templates
check "django-upgrade: Django 5.2" upgraded
check "migrations: none is missing" "$python" manage.py makemigrations --check --dry-run

[ -z "$failed" ]
