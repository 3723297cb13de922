/** What a use case answers: done with a value, or an expected refusal named by a lower_snake reason. */
export type Outcome<T, Reason extends string> = { ok: true; value: T } | { ok: false; reason: Reason };

export const done = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const refused = <Reason extends string>(reason: Reason): { ok: false; reason: Reason } => ({
  ok: false,
  reason,
});
