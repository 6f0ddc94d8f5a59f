#!/bin/sh
# The whole suite: on SQLite with a browser, then on PostgreSQL with Redis. What could not run is said at the end.
#   TEST_DATABASE_URL, TEST_CACHE_URL   servers to use instead of private ones; tests empty what they use there
#   TEST_WORKERS                        how many tests run at once (2)
#   REQUIRE_ALL=1                       what could not run is a failure
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh
. scripts/browser.sh
. scripts/npm.sh
. scripts/services.sh

given_database=${TEST_DATABASE_URL:-}
given_cache=${TEST_CACHE_URL:-}
missing=
failed=
without_pages="not browser"

not_run() {
    missing="$missing
  - $1"
}

# run_tests WHERE PYTEST-ARGUMENT...
run_tests() {
    printf '\n== The tests on %s ==\n' "$1"
    shift
    .venv/bin/python -m pytest --numprocesses "${TEST_WORKERS:-2}" "$@" || failed=yes
}

test_on_sqlite() {
    provide_axe || not_run "axe's accessibility checks: the package in scripts/axe.txt could not be installed."
    provide_face || not_run "How the pages look: the face DejaVu Sans is not here, and could not be installed.
    (Debian: sudo apt-get install fonts-dejavu-core)"
    provide_validator || not_run "The check of HTML and CSS: Java or the npm package vnu-jar is not here, and could not be installed.
    (Debian: sudo apt-get install default-jre-headless npm)"
    command -v varnishd >/dev/null || install_debian varnish || not_run "The tests behind Varnish: it is not here, and could not be installed.
    (Debian: sudo apt-get install varnish)"
    unset TEST_DATABASE_URL TEST_CACHE_URL
    if provide_browser; then
        run_tests "SQLite, with a browser"
        without_pages="not browser or servers"
    else
        not_run "All tests in a browser: there is none, and none could be installed. Install Chromium
    (Debian: sudo apt-get install chromium), or set CHROMIUM to the path of one."
        run_tests "SQLite" -m "not browser"
    fi
}

# The services that were given, else our own; what can be had is used.
test_on_services() {
    export TEST_DATABASE_URL="$given_database" TEST_CACHE_URL="$given_cache"
    [ -n "$TEST_DATABASE_URL" ] || start_postgresql ||
        not_run "The suite on PostgreSQL: there is no server, and none could be installed. Install one
    (Debian: sudo apt-get install postgresql), or set TEST_DATABASE_URL=postgres://user:password@host/database."
    [ -n "$TEST_CACHE_URL" ] || start_redis ||
        not_run "The tests with Redis: there is no server, and none could be installed. Install one
    (Debian: sudo apt-get install redis-server), or set TEST_CACHE_URL=redis://host:port."
    [ -z "$TEST_DATABASE_URL$TEST_CACHE_URL" ] ||
        run_tests "${TEST_DATABASE_URL:+PostgreSQL }${TEST_CACHE_URL:+Redis }without the pages in a browser" -m "$without_pages"
}

say_what_is_missing() {
    [ -n "$missing" ] || return 0
    printf '\n== NOT EVERYTHING WAS TESTED ==\nThese could not run:%s\n' "$missing"
    [ "${REQUIRE_ALL:-}" != 1 ] || failed=yes
}

trap stop_services EXIT
trap 'exit 130' INT TERM

test_on_sqlite
test_on_services
say_what_is_missing
if [ -n "$failed" ]; then
    printf '\nThe tests did NOT pass.\n'
    exit 1
fi
printf '\nAll tests that could run passed.\n'
