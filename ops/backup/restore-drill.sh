#!/bin/sh
# Proves that the newest copy can be restored: restores it beside the real database, starts PostgreSQL on it, has the
# doctor hold ledger, seals and audit log against themselves, and throws it away. The real database is not touched.
#
#   BACKUP_DIR=/var/backups/goatedvips ops/backup/restore-drill.sh [copy] [time]
#
# Run it as an ordinary user who can read the backups (PostgreSQL refuses root), with PostgreSQL's programs in PATH.
# DATABASE is the database's name and OWNER its role, both goatedvips by default. DOCTOR is the command that checks it.
set -eu
# Debian keeps some of PostgreSQL's programs out of PATH.
command -v pg_verifybackup > /dev/null || for bin in /usr/lib/postgresql/*/bin; do PATH=$bin:$PATH; done
here=$(cd "$(dirname "$0")" && pwd)
name=${1:-latest}
until=${2:-}
DATABASE=${DATABASE:-goatedvips}
OWNER=${OWNER:-goatedvips}
WITHIN_SECONDS=${WITHIN_SECONDS:-1800}

doctor() {
  if [ -n "${DOCTOR:-}" ]; then
    sh -c "$DOCTOR"
  else
    node --enable-source-maps "$here/../../dist/server/cli.js" doctor --only money,secrets
  fi
}

umask 077
work=$(mktemp -d "${TMPDIR:-/var/tmp}/restore-drill.XXXXXX")
end() {
  pg_ctl --pgdata="$work/data" --mode=immediate --silent stop > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

began=$(date +%s)
"$here/restore.sh" "$name" "$work/data" "$until"
# Settings of its own, whatever the real ones are: only this user gets in, through a socket in a folder of his, and
# nothing is written into the archive of the real cluster. On the command line they outrank every file.
echo 'local all all trust' > "$work/pg_hba.conf"
: > "$work/pg_ident.conf"
: > "$work/postgresql.conf"
set -- "config_file=$work/postgresql.conf" "hba_file=$work/pg_hba.conf" "ident_file=$work/pg_ident.conf" \
  listen_addresses= port=5432 "unix_socket_directories=$work" hot_standby=off archive_mode=off ssl=off \
  logging_collector=off shared_preload_libraries=
options=
for setting in "$@"; do options="$options -c '$setting'"; done
DATABASE_URL="postgres:///$DATABASE?host=$work&user=$OWNER"
export DATABASE_URL
failed() {
  echo "restore-drill: $1" >&2
  tail -n 20 "$work/log" >&2
  exit 1
}
pg_ctl --pgdata="$work/data" --log="$work/log" --silent --options="$options" start || failed "PostgreSQL did not start on the copy:"
# It lets nobody in until the whole log is replayed.
until psql -X --quiet --dbname="$DATABASE_URL" --command='select 1' > /dev/null 2>&1; do
  pg_ctl --pgdata="$work/data" status > /dev/null || failed "PostgreSQL gave up while it replayed the log:"
  [ $(($(date +%s) - began)) -lt "$WITHIN_SECONDS" ] || failed "not ready after $WITHIN_SECONDS s:"
  sleep 1
done
psql -X --quiet -v ON_ERROR_STOP=1 --dbname="$DATABASE_URL" -f "$here/after-restore.sql"
doctor
echo "restore-drill: $name was restored and checked in $(($(date +%s) - began)) s"
