#!/bin/sh
# Copies the whole running cluster, checks the copy, and removes what is no longer needed.
#
#   BACKUP_DIR=/var/backups/goatedvips ops/backup/base-backup.sh
#
# Connects as libpq does (PGHOST, PGUSER, …) or by DATABASE_URL; the role needs REPLICATION. Copies lie in
# $BACKUP_DIR/base/<UTC time>, the log between them in $BACKUP_DIR/wal (archive-wal.sh). KEEP copies stay, 7 by default.
# The key that opens the sources' secrets (SECRETS_KEY) is not in the database: keep it somewhere else, or every casino
# needs a new secret after a restore.
set -eu
# Debian keeps some of PostgreSQL's programs out of PATH.
command -v pg_verifybackup > /dev/null || for bin in /usr/lib/postgresql/*/bin; do PATH=$bin:$PATH; done
BACKUP_DIR=${BACKUP_DIR:-/var/backups/goatedvips}
KEEP=${KEEP:-7}
base=$BACKUP_DIR/base
wal=$BACKUP_DIR/wal

case $KEEP in '' | *[!0-9]* | 0) echo "base-backup: KEEP must be a number above 0" >&2; exit 2 ;; esac
umask 077
mkdir -p "$base" "$wal"
name=$(date -u +%Y%m%dT%H%M%SZ)
[ ! -e "$base/$name" ] || { echo "base-backup: another copy began in this very second" >&2; exit 1; }
# A copy that was cut short never looks like one.
trap 'rm -rf "$base/$name.part"' EXIT
pg_basebackup ${DATABASE_URL:+--dbname="$DATABASE_URL"} --no-password --pgdata="$base/$name.part" \
  --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256
pg_verifybackup --quiet "$base/$name.part"
mv "$base/$name.part" "$base/$name"
echo "base-backup: $base/$name is complete and verified"

# Names are times, so they sort by age; the oldest that stays decides which of the log is still needed.
ls -1 "$base" | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort -r | tail -n "+$((KEEP + 1))" | while read -r old; do
  rm -rf "${base:?}/$old"
  echo "base-backup: removed $old"
done
oldest=$(ls -1 "$base" | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]*\))$/\1/p' "$base/$oldest/backup_label")
pg_archivecleanup "$wal" "$first"
