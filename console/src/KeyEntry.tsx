import { useRef } from "preact/hooks";
import { words } from "./language";
import { LanguageSwitch, Mark } from "./parts";

type Props = { complaint: string; opening: boolean; onKey: (key: string) => void };

/** Where a session begins without a key in the address. */
export function KeyEntry({ complaint, opening, onKey }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const t = words.value.key;
  return (
    <main class="entry">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          const key = field.current?.value.trim();
          if (key) onKey(key);
        }}
      >
        <div class="entry-head">
          <Mark />
          <LanguageSwitch />
        </div>
        <h1>{t.title}</h1>
        <p class="quiet">{t.lead}</p>
        <label for="key">{t.label}</label>
        <input
          id="key"
          ref={field}
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder="wm_…"
          required
          aria-describedby="key-help"
          aria-invalid={complaint !== ""}
        />
        <p id="key-help" class="small quiet">
          {t.shape}
        </p>
        <p class="complaint" role="alert">
          {complaint}
        </p>
        <button type="submit" class="main" disabled={opening}>
          {t.open}
        </button>
      </form>
      <p class="small quiet">{words.value.advisory}</p>
    </main>
  );
}
