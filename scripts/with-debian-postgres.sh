#!/usr/bin/env bash
# Runs a command while a PostgreSQL from Debian's packages is up, made for it in a temporary folder and thrown away after.
# The tests of the record then also run there: scripts/with-debian-postgres.sh npm test
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"

shopt -s nullglob
installed=(/usr/lib/postgresql/*/bin/initdb)
if ((${#installed[@]} == 0)); then
  echo "with-debian-postgres: there is no PostgreSQL here (apt-get install postgresql)" >&2
  exit 127
fi
bin="$(dirname "$(printf '%s\n' "${installed[@]}" | sort -V | tail -n 1)")"

folder="$(mktemp -d /tmp/truce-postgres-XXXXXX)"
# PostgreSQL does not run as root.
as_server=()
if [[ "$(id -u)" == 0 ]]; then
  as_server=(runuser -u postgres --)
  chown postgres "$folder"
fi
server() { (cd / && ${as_server[@]+"${as_server[@]}"} "$bin/$1" -D "$folder/data" "${@:2}"); }

stop() {
  server pg_ctl stop -m immediate -s >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

server initdb -A trust -U postgres -E UTF8 --locale=C --no-sync --no-instructions >"$folder.log" 2>&1 || {
  cat "$folder.log" >&2
  rm -f "$folder.log"
  exit 1
}
rm -f "$folder.log"
# Only the account of the server may come through the folder, and root.
options="-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off -c max_connections=100"
server pg_ctl start -w -s -l "$folder/log" -o "$options" || {
  cat "$folder/log" >&2
  exit 1
}

TRUCE_TEST_DATABASE="postgres://postgres@/postgres?host=$folder" "$@"
