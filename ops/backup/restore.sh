#!/bin/sh
# Makes a data folder from a base copy and the archived log, ready for PostgreSQL to be started on.
#
#   ops/backup/restore.sh latest /var/lib/postgresql/18/main
#   ops/backup/restore.sh 20261122T030000Z /var/lib/postgresql/18/main '2026-11-22 09:59:00+00'
#
# Run it as the user who owns the database. The folder must not exist or be empty. With a time it stops at that time,
# without one at the last piece of the log. PostgreSQL replays the log at its first start and then begins a new
# timeline; by that the product begins a new ledger era, and every board and client starts afresh.
set -eu
# Debian keeps some of PostgreSQL's programs out of PATH.
command -v pg_verifybackup > /dev/null || for bin in /usr/lib/postgresql/*/bin; do PATH=$bin:$PATH; done
BACKUP_DIR=${BACKUP_DIR:-/var/backups/goatedvips}
name=${1:?which copy? latest or a folder of $BACKUP_DIR/base}
target=${2:?into which data folder?}
until=${3:-}
base=$BACKUP_DIR/base
wal=$BACKUP_DIR/wal

[ "$name" != latest ] || name=$(ls -1 "$base" | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort | tail -n 1)
if [ -z "$name" ] || [ ! -f "$base/$name/backup_label" ]; then
  echo "restore: there is no copy $base/$name" >&2
  exit 1
fi
if [ -e "$target" ] && [ -n "$(ls -A "$target")" ]; then
  echo "restore: $target is not empty: move it away first, it may be all that is left" >&2
  exit 1
fi
if [ -s "$base/$name/tablespace_map" ]; then
  echo "restore: the copy has tablespaces outside its folder: restore it by hand" >&2
  exit 1
fi
case $wal$until in *\'*) echo "restore: no ' in the folder or the time" >&2; exit 2 ;; esac

pg_verifybackup --quiet "$base/$name"
mkdir -p "$target"
cp -a "$base/$name/." "$target/"
chmod 700 "$target"
# This file is read from the data folder wherever a distribution keeps the other settings.
cat >> "$target/postgresql.auto.conf" <<CONF
restore_command = 'cp "$wal/%f" "%p"'
recovery_target_timeline = 'latest'
recovery_target_action = 'promote'
CONF
[ -z "$until" ] || echo "recovery_target_time = '$until'" >> "$target/postgresql.auto.conf"
: > "$target/recovery.signal"
echo "restore: $target is ready, from $name: start PostgreSQL on it"
