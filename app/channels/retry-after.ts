/** How long a `Retry-After` in seconds asks to wait; undefined where it says nothing of use. */
export function retryAfterMs(header: string | null | undefined): number | undefined {
  const seconds = Number(header ?? undefined);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1_000) : undefined;
}
