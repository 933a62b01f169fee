/**
 * From when on what casinos said is kept, as SQL: 90 days, and as long as a race may be asked about that is open or had
 * its last news within 30 days. Senders repeat for about 75 hours, and who disputes a result may
 * ask what came.
 * @param now parameter with the moment, such as `$3`
 */
export function keptSince(now: string): string {
  return `(
    select least(${now}::timestamptz - interval '90 days', min(r.starts_at)) from races r
    where r.status in ('live', 'settling', 'provisional')
       or exists (select from race_events e where e.race_id = r.id and e.at > ${now}::timestamptz - interval '30 days'))`;
}
