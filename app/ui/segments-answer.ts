/** The shop's segments, asked once somebody chooses one. */
export type SegmentsAnswer = { ok: true; segments: { id: string; name: string }[] } | { ok: false };
