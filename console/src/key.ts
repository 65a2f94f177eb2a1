const STORED = "werkmeister.key";

/**
 * Takes the key out of the address (#key=wm_…) into the session storage, so that it stands neither in the
 * history nor in a copied link, and answers the key of this session.
 */
export function keyOfSession(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get("key");
  if (given) {
    sessionStorage.setItem(STORED, given.trim());
    fragment.delete("key");
    const rest = fragment.toString();
    history.replaceState(null, "", location.pathname + location.search + (rest ? `#${rest}` : ""));
  }
  return sessionStorage.getItem(STORED);
}

export function keepKey(key: string): void {
  sessionStorage.setItem(STORED, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(STORED);
}
