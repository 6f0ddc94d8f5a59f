# shellcheck shell=sh
# Sourced by test.sh: a PostgreSQL and a Redis of the tests' own, in a folder that is gone when the tests end.
# They listen on sockets in that folder alone: they need no free port, and nothing else on this machine meets them.

services=$(mktemp -d)
chmod 711 "$services"

# PostgreSQL refuses to run as root.
unprivileged() {
    if [ "$(id -u)" -ne 0 ]; then "$@"; else setpriv --reuid="$owner" --regid="$(id -gn "$owner")" --clear-groups "$@"; fi
}

# Print the folder of the newest PostgreSQL server here.
find_postgresql() {
    for initdb in $(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -rV) "$(command -v initdb)"; do
        if [ -x "$initdb" ]; then
            dirname "$initdb"
            return
        fi
    done
    return 1
}

# Everybody who reaches the cluster's folder is trusted: its owner and root. What a power cut would lose is not missed.
make_cluster() {
    unprivileged "$postgresql/initdb" --pgdata="$cluster/data" --username=portal --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync &&
        unprivileged "$postgresql/pg_ctl" --pgdata="$cluster/data" --log="$cluster/log" --wait \
            --options="-k $cluster -c listen_addresses= -c fsync=off -c full_page_writes=off" start
}

start_postgresql() {
    find_postgresql >/dev/null || install_debian postgresql || return 1
    postgresql=$(find_postgresql) || return 1
    owner=$(id -un postgres 2>/dev/null || echo nobody)
    cluster="$services/postgresql"
    mkdir -m 700 "$cluster"
    [ "$(id -u)" -ne 0 ] || chown "$owner" "$cluster"
    if make_cluster >"$services/postgresql.log" 2>&1 </dev/null; then
        socket_folder=$(echo "$cluster" | sed "s|/|%2F|g")
        export TEST_DATABASE_URL="postgres://portal@$socket_folder/postgres"
    else
        cat "$services/postgresql.log" >&2
        return 1
    fi
}

start_redis() {
    command -v redis-server >/dev/null || install_debian redis-server || return 1
    redis-server --port 0 --unixsocket "$services/redis" --save "" --appendonly no --dir "$services" \
        >"$services/redis.log" 2>&1 </dev/null &
    redis=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        if [ -S "$services/redis" ]; then
            export TEST_CACHE_URL="unix://$services/redis?db=0"
            return
        fi
        sleep 0.5
    done
    cat "$services/redis.log" >&2
    return 1
}

stop_services() {
    [ -z "${cluster:-}" ] || unprivileged "$postgresql/pg_ctl" --pgdata="$cluster/data" --mode=immediate stop >/dev/null 2>&1 || true
    [ -z "${redis:-}" ] || kill "$redis" 2>/dev/null || true
    rm -rf "$services"
}
