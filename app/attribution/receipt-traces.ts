import { maskMail } from '~/lib/traces';
import type { Receipt } from '~/attribution/receipt';

/** A receipt without what may name the customer: pages they saw, addresses in foreign tags. What it decides stays. */
export function withoutTraces(receipt: Receipt): Receipt {
  return {
    ...receipt,
    deciding: receipt.deciding && { ...receipt.deciding, origin: masked(receipt.deciding.origin) },
    trail: receipt.trail.map((entry) => ({
      ...entry,
      origin: entry.origin && masked(entry.origin),
      page: null,
    })),
    evidence: receipt.evidence.map((line) => ({
      ...line,
      origin: line.origin && masked(line.origin),
      tags: line.tags && maskMail(line.tags),
      page: null,
    })),
  };
}

const masked = <Origin extends { kind: string; source?: string; medium?: string | null }>(
  origin: Origin,
): Origin =>
  origin.source === undefined
    ? origin
    : { ...origin, source: maskMail(origin.source), medium: origin.medium && maskMail(origin.medium) };
