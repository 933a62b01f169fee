-- What a restore has and what it lacks. Run it with: psql -X -f ops/backup/after-restore.sql "$DATABASE_URL"
-- Each source has to send again what it sent after "newest": whatever we have already is answered as a duplicate and
-- counts once. Posts may have been committed later than the copy knows, so ask for some minutes more.
\pset footer off
select now()::timestamptz(0) as now, (select max(recorded_at)::timestamptz(0) from ledger) as newest_entry,
       (select count(*) from ledger) as entries, (select max(id) from ledger_eras) as ledger_era;
select s.slug as source, s.mode, greatest(h.last_accepted_at, i.newest)::timestamptz(0) as newest,
       (greatest(h.last_accepted_at, i.newest) - interval '10 minutes')::timestamptz(0) as ask_for_everything_since
from sources s left join source_health h on h.source_id = s.id
left join lateral (select max(received_at) as newest from webhook_inbox where source_id = s.id) i on true
where s.removed_at is null order by s.slug;
