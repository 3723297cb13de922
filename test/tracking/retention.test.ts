import { describe, expect, it } from 'vitest';
import { LOOK_BACK_MS } from '~/attribution/facts';
import { DEFAULT_RETENTION, keptFrom, RETENTION_LIMITS } from '~/tracking/retention';

const DAY_MS = 86_400_000;

describe('what is kept', () => {
  it('is whole months of clicks and touches, and days of webhooks', () => {
    expect(keptFrom(DEFAULT_RETENTION, new Date('2026-11-24T12:00:00Z'))).toEqual({
      clicks: new Date('2024-10-01T00:00:00Z'),
      touches: new Date('2025-10-01T00:00:00Z'),
      receipts: new Date('2026-10-25T12:00:00Z'),
    });
  });

  it('decides at its least every order that Shopify may still tell for the first time', () => {
    const least = {
      clickMonths: RETENTION_LIMITS.clickMonths.least,
      touchMonths: RETENTION_LIMITS.touchMonths.least,
      receiptDays: RETENTION_LIMITS.receiptDays.least,
    };
    for (let day = 0; day < 366; day += 1) {
      const now = new Date(Date.UTC(2027, 0, 1) + day * DAY_MS);
      const { clicks, touches } = keptFrom(least, now);
      const oldestOrder = now.getTime() - 60 * DAY_MS;
      expect(Math.max(clicks.getTime(), touches.getTime())).toBeLessThan(oldestOrder - LOOK_BACK_MS);
    }
  });
});
