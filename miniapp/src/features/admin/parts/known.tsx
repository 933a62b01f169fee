import type { ReactElement } from "react";

/** A fact the app knows no words for, laid out: names and values as the server keeps them. */
export function Known({ value }: { value: unknown }): ReactElement {
  if (Array.isArray(value)) {
    return (
      <ul className="known">
        {value.map((one, at) => (
          <li key={at}>
            <Known value={one} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === "object" && value !== null) {
    return (
      <dl className="known known--named">
        {Object.entries(value).map(([name, one]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Known value={one} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <bdi>{typeof value === "string" ? value : (JSON.stringify(value) ?? "–")}</bdi>;
}
