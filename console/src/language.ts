import { computed, signal } from "@preact/signals";
import { english } from "./words/english";
import { german } from "./words/german";

export type Language = "de" | "en";

const STORED = "werkmeister.language";

function preferred(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === "de" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
}

export const language = signal<Language>(preferred());

/** The words of the language that is on. */
export const words = computed(() => (language.value === "de" ? german : english));

export function speak(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(STORED, chosen);
}

/** British English for the 24-hour clock and the day before the month. */
export const locale = computed(() => (language.value === "de" ? "de-DE" : "en-GB"));
