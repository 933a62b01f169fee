import { useId, useState, type ReactElement } from "react";
import { notificationCategory, type NotificationCategory } from "../../../../wire/settings.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { Fault } from "../../components/fault.js";
import { Switch } from "../../components/fields.js";
import { Section } from "./section.js";
import type { SectionProps } from "./section-props.js";

const NIGHT = { from: "22:00", to: "08:00" };

/** What the bot may say without being asked, and when not. */
export function NotificationsSection({ profile, save }: SectionProps): ReactElement {
  const { host } = useServices();
  const { settings: words } = usePageTexts();
  const { run, isBusy, fault } = useAction();
  const [isRefused, setIsRefused] = useState(false);
  const id = useId();
  const { notifications, quietHours } = profile.settings;
  const change = async (category: NotificationCategory, isOn: boolean): Promise<void> => {
    // Asked when a notification is switched on and never before.
    const mustAsk = isOn && !profile.canBeMessaged && host !== undefined && !host.mayWrite;
    const mayWrite = !mustAsk || (await host.requestWriteAccess());
    setIsRefused(!mayWrite);
    if (mayWrite) await save({ notifications: { [category]: isOn } });
  };
  return (
    <Section title={words.notifications}>
      {!profile.canBeMessaged && host?.mayWrite !== true ? <p className="panel-note">{words.writeAccess}</p> : null}
      {notificationCategory.options.map((category) => (
        <Switch
          key={category}
          label={words.categories[category].label}
          hint={words.categories[category].hint}
          isOn={notifications[category]}
          isDisabled={isBusy}
          onChange={(isOn) => run(() => change(category, isOn))}
        />
      ))}
      <Switch
        label={words.quiet}
        hint={words.quietHint}
        isOn={quietHours !== null}
        isDisabled={isBusy}
        onChange={(isOn) => run(() => save({ quietHours: isOn ? NIGHT : null }))}
      />
      {quietHours === null ? null : (
        <div className="quiet">
          {(["from", "to"] as const).map((end) => (
            <label key={end} className="quiet__end" htmlFor={`${id}-${end}`}>
              {words[end === "from" ? "quietFrom" : "quietTo"]}
              <input
                id={`${id}-${end}`}
                type="time"
                className="field"
                value={quietHours[end]}
                disabled={isBusy}
                onChange={({ target }) => {
                  if (target.value !== "") run(() => save({ quietHours: { ...quietHours, [end]: target.value } }));
                }}
              />
            </label>
          ))}
        </div>
      )}
      <Fault text={isRefused ? words.writeRefused : fault} />
    </Section>
  );
}
