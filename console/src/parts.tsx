import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useId } from "preact/hooks";
import { dateTime } from "./format";
import { type Language, language, speak, words } from "./language";
import type { Content } from "./live";
import { sentenceOf } from "./session";
import type { Words } from "./wire";

/** The name with its sign. */
export function Mark() {
  return (
    <span class="mark">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect class="mark-ground" width="32" height="32" rx="7" />
        <path d="M5 10l5 13 6-11 6 11 5-13" />
        <circle cx="16" cy="7" r="2.5" />
      </svg>
      {words.value.product}
    </span>
  );
}

const NAMES: Record<Language, string> = { de: "Deutsch", en: "English" };

export function LanguageSwitch() {
  return (
    <fieldset class="switch">
      <legend class="unseen">{words.value.language}</legend>
      {(["de", "en"] as const).map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          title={NAMES[one]}
          aria-label={`${one.toUpperCase()} – ${NAMES[one]}`}
          aria-pressed={language.value === one}
          onClick={() => speak(one)}
        >
          {one.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

type SectionProps<T> = {
  id: string;
  title: string;
  content: ReadonlySignal<Content<T>>;
  empty: string;
  isEmpty: (value: T) => boolean;
  aside?: ComponentChildren;
  retry: () => void;
  children: (value: T) => ComponentChildren;
};

/** A section of the page in whichever state its content is. */
export function SectionCard<T>(props: SectionProps<T>) {
  const content = props.content.value;
  return (
    <section
      id={props.id}
      class="card"
      aria-labelledby={`${props.id}-title`}
      aria-busy={content.is === "loading"}
    >
      <header>
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        {props.aside}
      </header>
      <Inside {...props} />
    </section>
  );
}

function Inside<T>({ content, empty, isEmpty, retry, children }: SectionProps<T>) {
  const now = content.value;
  switch (now.is) {
    case "loading":
      return <p class="state loading">{words.value.loading}</p>;
    case "ready":
      return isEmpty(now.value) ? <p class="state">{empty}</p> : children(now.value);
    case "failed":
      return (
        <>
          <div class="state complaint" role="alert">
            <p>
              {now.before === undefined ? words.value.failed : words.value.stale} {sentenceOf(now.failure)}
            </p>
            <button type="button" onClick={retry}>
              {words.value.again}
            </button>
          </div>
          {now.before !== undefined && !isEmpty(now.before) && children(now.before)}
        </>
      );
  }
}

/** A sentence that came in both languages, or in one. */
export function inLanguage(text: Words | string): string {
  return typeof text === "string" ? text : text[language.value];
}

export function Badge({ tone, children }: { tone: string; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

type SpokenProps = {
  tone: string;
  verdict: string;
  by: string;
  at: string;
  zone: string | undefined;
  note: string;
  /** Further words, next to the verdict. */
  children?: ComponentChildren;
};

/** What a person said. */
export function Spoken({ tone, verdict, by, at, zone, note, children }: SpokenProps) {
  return (
    <p class="verdict">
      <Badge tone={tone}>{verdict}</Badge> {children}
      <span class="small quiet">{words.value.findings.by(by, dateTime(at, zone))}</span>
      {note && <span class="note"> „{note}“</span>}
    </p>
  );
}

/** Where a person may say more than a verdict. */
export function NoteField({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const id = useId();
  const { note } = words.value.findings;
  return (
    <>
      <label class="unseen" for={id}>
        {note}
      </label>
      <input id={id} ref={field} type="text" maxLength={500} placeholder={note} autocomplete="off" />
    </>
  );
}
