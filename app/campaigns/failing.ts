/** So many of a campaign's last deliveries are looked at. */
export const OUTCOMES_WATCHED = 100;

const FEWEST = 20;
const SHARE = 0.05;

/**
 * Whether a campaign fails so often that it had better pause: of its last 100 deliveries that were sent or failed, 20 at
 * least, 5 % or more failed. Skipped ones do not count, nor those of which nobody knows.
 * @param outcomes of the last deliveries: `s` for sent, `f` for failed
 */
export function isFailing(outcomes: string): boolean {
  const watched = outcomes.slice(-OUTCOMES_WATCHED);
  const failed = [...watched].filter((outcome) => outcome === 'f').length;
  return watched.length >= FEWEST && failed >= watched.length * SHARE;
}
