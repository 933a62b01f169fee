#!/bin/sh
# PostgreSQL's archive_command: keeps one finished piece of the write-ahead log. In postgresql.conf:
#   archive_mode = on
#   archive_timeout = 60
#   archive_command = '/opt/goatedvips/ops/backup/archive-wal.sh "%p" "%f" /var/backups/goatedvips/wal'
# Anything but 0 makes PostgreSQL keep the piece and try again.
set -eu
from=$1
name=$2
archive=$3

if [ -e "$archive/$name" ]; then
  # Archived before, by an attempt whose answer got lost. Another content under the same name must never be replaced.
  cmp -s "$from" "$archive/$name" && exit 0
  echo "archive-wal: $archive/$name exists and differs: two clusters write into one archive" >&2
  exit 1
fi
# The name appears only with its whole content, and only after that content is on the disk.
cp "$from" "$archive/.$name.part"
sync "$archive/.$name.part"
mv "$archive/.$name.part" "$archive/$name"
sync "$archive"
