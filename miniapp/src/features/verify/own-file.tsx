import { useId, useState, type ChangeEvent, type DragEvent, type ReactElement } from "react";
import { Button } from "../../components/button.js";
import { Icon } from "../../components/icons.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";

const MOST_BYTES = 32 * 2 ** 20;

/** Takes a file by choosing, dropping or pasting; it never leaves the device. */
export function OwnFile({ onText }: { onText: (text: string) => void }): ReactElement {
  const { verify } = usePageTexts();
  const [isOver, setIsOver] = useState(false);
  const [isTooBig, setIsTooBig] = useState(false);
  const [isPasting, setIsPasting] = useState(false);
  const take = (file: File | undefined): void => {
    if (file === undefined) return;
    setIsTooBig(file.size > MOST_BYTES);
    if (file.size <= MOST_BYTES) void file.text().then(onText);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files[0]);
  };
  const onChange = (event: ChangeEvent<HTMLInputElement>): void => {
    take(event.target.files?.[0]);
    // The same file again is a new choice.
    event.target.value = "";
  };
  return (
    <section
      className={`card own-file ${isOver ? "own-file--over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <span className="own-file__icon">
        <Icon name="file" />
      </span>
      <h2 className="own-file__title">{verify.ownTitle}</h2>
      <p className="own-file__text">{isOver ? verify.drop : verify.own}</p>
      {isTooBig ? (
        <p className="own-file__fault" role="alert">
          {verify.tooBig}
        </p>
      ) : null}
      {isPasting ? (
        <PasteForm onText={onText} />
      ) : (
        <div className="own-file__actions">
          <label className="button button--tint">
            {verify.choose}
            <input className="hidden" type="file" accept=".json,.jcs,application/json,text/plain" onChange={onChange} />
          </label>
          <Button onPress={() => setIsPasting(true)}>{verify.paste}</Button>
        </div>
      )}
    </section>
  );
}

function PasteForm({ onText }: { onText: (text: string) => void }): ReactElement {
  const { verify } = usePageTexts();
  const id = useId();
  const [text, setText] = useState("");
  return (
    <form
      className="own-file__form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") onText(text);
      }}
    >
      <label className="hidden" htmlFor={id}>
        {verify.pasteLabel}
      </label>
      <textarea
        id={id}
        className="field field--mono"
        rows={5}
        spellCheck={false}
        placeholder="{ … }"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button button--fill" disabled={text.trim() === ""}>
        {verify.pasteCheck}
      </button>
    </form>
  );
}
