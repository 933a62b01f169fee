import { useId, useState, type ReactElement } from "react";
import {
  MAX_UPLOAD_CHARACTERS,
  uploadDifference,
  type PolledSource,
  type UploadDifference,
} from "../../../../../wire/polled-sources.js";
import { Button } from "../../../components/button.js";
import { Fault } from "../../../components/fault.js";
import { formatCount, formatSum } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAction } from "../../../lib/use-action.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { formatExact } from "../parts/amounts.js";
import { DataTable } from "../parts/data-table.js";
import { Deeds } from "../parts/deeds.js";
import { DeskIcon } from "../parts/desk-icons.js";
import { Facts } from "../parts/facts.js";
import { useHas } from "../parts/viewer.js";
import { ownZone, toInstant } from "../races/form/zone-time.js";
import { NamedFigures } from "./named-figures.js";

/** Phones that know no CSV show such files as text, or under the name of an old spreadsheet. */
const LISTS = ".csv,.txt,text/csv,text/plain,text/comma-separated-values,application/vnd.ms-excel";

interface Read {
  csv: string;
  difference: UploadDifference;
}

function Changes({ difference }: { difference: UploadDifference }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const { upload: words } = desk;
  const { rowsChanged, added, changed } = difference;
  if (rowsChanged.length === 0) return <p className="form__hint">{words.nothing}</p>;
  return (
    <>
      {rowsChanged.length < added + changed ? <p className="form__hint">{words.largest(rowsChanged.length)}</p> : null}
      <DataTable
        label={words.difference}
        keyOf={({ player }) => player}
        rows={rowsChanged}
        columns={[
          { key: "player", head: desk.player, render: ({ player }) => <bdi>{player}</bdi> },
          {
            key: "before",
            head: words.before,
            isNumber: true,
            isWide: true,
            render: ({ before }) => (before === null ? "–" : formatExact(before, locale)),
          },
          { key: "after", head: words.after, isNumber: true, render: ({ after }) => formatExact(after, locale) },
          {
            key: "change",
            head: words.change,
            isNumber: true,
            render: ({ difference: by }) => (
              <span className={by.startsWith("-") ? "bad" : undefined}>{formatExact(by, locale)}</span>
            ),
          },
        ]}
      />
    </>
  );
}

function Difference({ difference }: { difference: UploadDifference }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const { upload: words } = desk;
  const { doubt, missing } = difference;
  return (
    <>
      {doubt === null ? null : (
        <div className="warning held">
          <p className="held__why">{desk.polling.held[doubt.reason]}</p>
          <NamedFigures figures={doubt.figures} />
        </div>
      )}
      <Facts
        facts={[
          { label: words.rows, value: formatCount(difference.rows, locale) },
          { label: words.added, value: formatCount(difference.added, locale) },
          { label: words.changed, value: formatCount(difference.changed, locale) },
          { label: words.unchanged, value: formatCount(difference.unchanged, locale) },
          {
            label: words.missing,
            value: missing === 0 ? "0" : `${formatCount(missing, locale)}. ${words.missingNote}`,
          },
          { label: words.sum, value: formatExact(difference.difference, locale) },
        ]}
      />
      <Changes difference={difference} />
    </>
  );
}

function FileInput({ isBusy, onChoose }: { isBusy: boolean; onChoose: (file: File) => void }): ReactElement {
  const { desk } = useAdminTexts();
  const id = useId();
  return (
    <div className="input">
      <label className="input__label" htmlFor={id}>
        {desk.upload.choose}
      </label>
      <input
        id={id}
        className="field file"
        type="file"
        accept={LISTS}
        disabled={isBusy}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) onChoose(file);
          // The same name again is a new list: people correct the file and choose it once more.
          target.value = "";
        }}
      />
    </div>
  );
}

/** A list is read, its difference looked at, and only then recorded. */
function UploadForm({ slug, onChange }: { slug: string; onChange: () => void }): ReactElement {
  const { api, locale } = useServices();
  const { upload: words } = useAdminTexts().desk;
  const [read, setRead] = useState<Read>();
  const [isTooLong, setIsTooLong] = useState(false);
  const { run, isBusy, fault } = useAction();
  const send = (body: { csv: string; dryRun: boolean; asOf?: string | undefined }): Promise<UploadDifference> =>
    api.changeMine({ method: "POST", path: `/admin/sources/${slug}/upload`, schema: uploadDifference, body });
  const choose = async (file: File): Promise<void> => {
    const csv = await file.text();
    setIsTooLong(csv.length > MAX_UPLOAD_CHARACTERS);
    if (csv.length <= MAX_UPLOAD_CHARACTERS) setRead({ csv, difference: await send({ csv, dryRun: true }) });
  };
  const apply = async (csv: string, local: string | undefined): Promise<void> => {
    const asOf = toInstant(local ?? "", ownZone());
    setRead({ csv, difference: await send({ csv, dryRun: false, asOf }) });
    onChange();
  };
  if (read === undefined) {
    return (
      <>
        <p className="form__hint">{words.lead}</p>
        <FileInput isBusy={isBusy} onChoose={(file) => run(() => choose(file))} />
        <Fault text={isTooLong ? words.tooLong : fault} />
      </>
    );
  }
  const { csv, difference } = read;
  if (difference.applied) {
    return (
      <div className="verdict verdict--good" role="status">
        <p className="verdict__title">
          <DeskIcon name="check" />
          {words.done(formatCount(difference.rows, locale))}
        </p>
        <Button onPress={() => setRead(undefined)}>{words.other}</Button>
      </div>
    );
  }
  return (
    <>
      <h3 className="item__title">{words.difference}</h3>
      <Difference difference={difference} />
      <Deeds
        label={words.difference}
        deeds={[
          {
            key: "apply",
            label: words.apply,
            look: "fill",
            ask: words.applyAsk,
            asks: [{ name: "asOf", label: words.asOf, hint: words.asOfHint, kind: "datetime-local", least: 0 }],
            run: (given) => apply(csv, given["asOf"]),
          },
          { key: "other", label: words.other, run: async () => setRead(undefined) },
        ]}
      />
    </>
  );
}

/** A source whose lists a person uploads: what is known of it, and the next list. */
export function UploadCard({ source, onChange }: { source: PolledSource; onChange: () => void }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const mayUpload = useHas("owner", "admin");
  const last = source.polls.find(({ purpose }) => purpose === "upload");
  const { rows, total } = source;
  return (
    <div className="card facts-card">
      <Facts
        facts={[
          { label: desk.polled.adapter, value: desk.polled.adapterOf[source.adapter] },
          { label: desk.upload.last, value: last === undefined ? desk.upload.never : <Age at={last.at} /> },
          rows === null ? undefined : { label: desk.polling.rows, value: formatCount(rows, locale) },
          total === null ? undefined : { label: desk.polling.total, value: formatSum(total, locale) },
        ]}
      />
      {mayUpload ? <UploadForm slug={source.slug} onChange={onChange} /> : null}
    </div>
  );
}
