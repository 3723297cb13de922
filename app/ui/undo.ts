/** What was edited, step by step, so that each can be taken back. */
export interface Edits<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last change was made to. */
  at?: string;
}

const MOST = 200;

export const unedited = <T>(present: T): Edits<T> => ({ past: [], present, future: [] });

/**
 * A change, after which nothing taken back can be done again.
 * @param at what is changed: changes of the same thing in a row, such as letters typed, are taken back together
 */
export function edited<T>(edits: Edits<T>, next: T, at?: string): Edits<T> {
  const together = at !== undefined && at === edits.at;
  const past = together ? edits.past : [...edits.past, edits.present].slice(-MOST);
  return { past, present: next, future: [], at };
}

export function undone<T>({ past, present, future }: Edits<T>): Edits<T> {
  return past.length === 0
    ? { past, present, future }
    : { past: past.slice(0, -1), present: past[past.length - 1] as T, future: [present, ...future] };
}

export function redone<T>({ past, present, future }: Edits<T>): Edits<T> {
  return future.length === 0
    ? { past, present, future }
    : { past: [...past, present], present: future[0] as T, future: future.slice(1) };
}
