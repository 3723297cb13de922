import { currentSettings, insertSettings } from '~/attribution/attribution-store.server';
import type { Settings } from '~/attribution/facts';
import { askForRecomputation } from '~/attribution/recomputation-store.server';
import { isSameRule, type Rule } from '~/attribution/settings';
import { keepTotals } from '~/attribution/totals-store.server';
import { inBatch } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/**
 * Makes a new version of a shop's settings and has all its orders decided by it. What the version before came to, day by
 * day, is kept beside it.
 */
export async function changeSettings(
  shop: ShopId,
  rule: Rule,
  now: Date,
): Promise<Outcome<Settings, 'unchanged'>> {
  return inBatch(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('settings ' || ${shop}::int, 0))`;
    const current = await currentSettings(shop, now, tx);
    if (isSameRule(current, rule)) return refused('unchanged');
    const next = { ...rule, version: current.version + 1 };
    await keepTotals(shop, current.version, tx);
    await insertSettings(shop, next, now, tx);
    await askForRecomputation(shop, next.version, now, tx);
    return done(next);
  });
}
