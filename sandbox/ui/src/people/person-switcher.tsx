import type { ReactNode } from "react";
import type { PersonView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Avatar } from "../components/avatar.js";
import { Icon, IconButton } from "../components/icon.js";
import { personName } from "../lib/names.js";
import { toggleTheme } from "../lib/theme.js";

type Props = { onChosen?: () => void; news: ReadonlySet<number> };

function PersonButton(props: { person: PersonView; isMe: boolean; hasNews: boolean; onPress: () => void }): ReactNode {
  const { person, isMe } = props;
  const name = personName(person);
  const news = props.hasNews ? ", has news" : "";
  return (
    <button
      type="button"
      className={isMe ? "person is-me" : "person"}
      aria-pressed={isMe}
      aria-label={isMe ? `Acting as ${name}` : `Act as ${name}${news}`}
      title={isMe ? `You act as ${name}` : `Act as ${name}`}
      data-testid="person"
      data-user-id={person.id}
      onClick={() => props.onPress()}
    >
      <span className="person-avatar">
        <Avatar id={person.id} name={name} size={46} kind={person.isDeleted ? "deleted" : "person"} />
        {props.hasNews ? <span className="person-dot" /> : null}
      </span>
      <bdi className="person-name">{person.firstName}</bdi>
    </button>
  );
}

/** The invented people; pressing one makes the whole page his. */
export function PersonButtons({ onChosen, news }: Props): ReactNode {
  const { state, switchPerson } = useDesk();
  return (
    <div className="people" role="group" aria-label="Act as">
      {state.people.map((person) => (
        <PersonButton
          key={person.id}
          person={person}
          isMe={person.id === state.me.id}
          hasNews={person.id !== state.me.id && news.has(person.id)}
          onPress={() => {
            switchPerson(person.id);
            onChosen?.();
          }}
        />
      ))}
    </div>
  );
}

/** The switch between light and dark, which open Mini Apps follow. */
export function ThemeButton(): ReactNode {
  const { theme } = useDesk();
  return (
    <IconButton
      icon={theme === "dark" ? "sun" : "moon"}
      label={theme === "dark" ? "Switch to the light theme" : "Switch to the dark theme"}
      testId="theme-toggle"
      onPress={toggleTheme}
    />
  );
}

/** The rail at the edge of wide windows. */
export function PeopleRail({ news }: { news: ReadonlySet<number> }): ReactNode {
  return (
    <nav className="people-rail" aria-label="People" data-testid="people">
      <span className="rail-title">Act as</span>
      <PersonButtons news={news} />
      <span className="rail-space" />
      <ThemeButton />
    </nav>
  );
}

/** On phones, where there is no room for the rail: who acts, and a door to the others. */
export function ActingAs(): ReactNode {
  const { state, show } = useDesk();
  const name = personName(state.me);
  return (
    <button type="button" className="acting-as" data-testid="acting-as" onClick={() => show({ kind: "people" })}>
      <Avatar id={state.me.id} name={name} size={34} kind={state.me.isDeleted ? "deleted" : "person"} />
      <span>
        Acting as <bdi>{state.me.firstName}</bdi>
      </span>
      <Icon name="chevron" size={18} />
    </button>
  );
}
