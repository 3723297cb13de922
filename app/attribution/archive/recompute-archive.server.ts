import { openArchive } from '~/attribution/archive/open-archive.server';
import type { Difference } from '~/attribution/archive/difference';
import { type Known, recomputeOrder, type Way } from '~/attribution/archive/recompute-order';

/** What came of recomputing an archive. */
export interface Recomputed {
  shop: string;
  takenAt: Date;
  /** How many orders there are, by how they were recomputed. */
  orders: Record<Way, number>;
  /** How many credits were compared, stored or recomputed; of renewals too. */
  credits: number;
  differences: number;
  /** Files that are whole and were changed since they were written. */
  altered: string[];
}

/**
 * Decides every order of an archive anew, from the archive alone, and compares the credits. Orders go through as a stream.
 * @param onDifference is told each difference as it is found
 * @throws BrokenArchive where the archive cannot be read
 */
export async function recomputeArchive(
  folder: string,
  onDifference: (difference: Difference) => void,
): Promise<Recomputed> {
  const { manifest, settings, messages, altered, orders } = await openArchive(folder);
  const known: Known = {
    settings: new Map(settings.map((version) => [version.version, version])),
    messages: new Map(messages.map((message) => [message.id, message])),
    ownHosts: manifest.shop.ownHosts,
    keptSince: manifest.keptSince,
  };
  const result: Recomputed = {
    shop: manifest.shop.domain,
    takenAt: manifest.takenAt,
    orders: { evidence: 0, touches: 0, waiting: 0, undecided: 0 },
    credits: 0,
    differences: 0,
    altered,
  };
  for await (const archived of orders()) {
    const { way, credits, differences } = recomputeOrder(archived, known);
    if (archived.order) result.orders[way] += 1;
    result.credits += credits;
    result.differences += differences.length;
    differences.forEach(onDifference);
  }
  return result;
}
