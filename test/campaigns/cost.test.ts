import { describe, expect, it } from 'vitest';
import { costOf, costText, readCost, totalCost } from '~/campaigns/cost';

describe('what a campaign cost', () => {
  it('is read as people type it, in the currency’s own units, and shown again', () => {
    expect(readCost(' 49,9 ', 'EUR')).toEqual({ ok: true, value: 4_990n });
    expect(readCost('1200', 'JPY')).toEqual({ ok: true, value: 1_200n });
    expect(readCost('', 'EUR')).toEqual({ ok: true, value: null });
    expect(costText({ minor: 4_990n, per: 'campaign' }, 'EUR')).toBe('49.90');
    expect(costText(null, 'EUR')).toBe('');
  });

  it('is refused where it is no amount, or finer than money is', () => {
    for (const text of ['-1', 'a lot', '1.2.3', '1e3'])
      expect(readCost(text, 'EUR')).toMatchObject({ reason: 'not_an_amount' });
    expect(readCost('0.0079', 'USD')).toMatchObject({ reason: 'too_fine' });
    expect(readCost('0.5', 'JPY')).toMatchObject({ reason: 'too_fine' });
    expect(readCost('5.000', 'EUR')).toMatchObject({ value: 500n });
  });

  it('is the total, or so much for each message sent', () => {
    expect(totalCost({ minor: 4_990n, per: 'campaign' }, 300)).toBe(4_990n);
    expect(totalCost({ minor: 5n, per: 'message' }, 300)).toBe(1_500n);
    expect(costOf({ costMinor: null, costPer: null })).toBeNull();
  });
});
