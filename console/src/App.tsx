import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CallFailed } from "./api";
import { KeyEntry } from "./KeyEntry";
import { forgetKey, keyOfSession } from "./key";
import { language, words } from "./language";
import { Page } from "./Page";
import { Session, sentenceOf } from "./session";

effect(() => {
  document.documentElement.lang = language.value;
});

/** Asks for a key until one is accepted, then shows the page. */
export function App() {
  const session = useSignal<Session | null>(null);
  const complaint = useSignal("");
  const opening = useSignal(keyOfSession() !== null);

  async function open(key: string, tenant?: string): Promise<void> {
    opening.value = true;
    complaint.value = "";
    try {
      const opened = await Session.open(key, ended, tenant);
      session.value?.stop();
      session.value = opened;
      opened.start();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const unknown = error.problem.status === 401;
      if (unknown) forgetKey();
      complaint.value = unknown ? words.value.key.refused : sentenceOf(error);
    } finally {
      opening.value = false;
    }
  }

  function ended(refused: boolean): void {
    session.value = null;
    complaint.value = refused ? words.value.key.refused : "";
  }

  useEffect(() => {
    const key = keyOfSession();
    if (key) void open(key);
    else opening.value = false;
    return () => session.peek()?.stop();
  }, []);

  if (!session.value && opening.value && keyOfSession()) return <p class="entry">{words.value.loading}</p>;
  if (!session.value) return <KeyEntry complaint={complaint.value} opening={opening.value} onKey={open} />;
  return (
    <Page
      key={session.value.me.tenant}
      session={session.value}
      onTenant={(tenant) => {
        const key = keyOfSession();
        if (key) void open(key, tenant);
      }}
    />
  );
}
