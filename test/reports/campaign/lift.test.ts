import { describe, expect, it } from 'vitest';
import { type Group, interpretHoldout, liftOf } from '~/reports/campaign/lift';

const group = (buyers: number, contacts: number): Group => ({ buyers, contacts, orders: buyers });
const from = new Date('2026-11-01T00:00:00Z');
const until = new Date('2026-11-06T00:00:00Z');
const viewOf = (treated: Group, heldOut: Group, now = until) =>
  interpretHoldout({ treated, heldOut, from, until }, now, (at) => at.toISOString().slice(0, 10));

describe('the lift of a campaign over its holdout', () => {
  it('has the interval that Newcombe 1998, part 2, table II gives for method 10', () => {
    const worked = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
    ] as const;
    for (const [buyers, contacts, without, heldOut, low, high] of worked) {
      const found = liftOf(group(buyers, contacts), group(without, heldOut));
      expect(found.lift).toBeCloseTo(buyers / contacts - without / heldOut, 10);
      expect(found.low).toBeCloseTo(low, 3);
      expect(found.high).toBeCloseTo(high, 3);
    }
  });

  it('is not told before the window is over, but what was ordered so far is', () => {
    const view = viewOf(group(90, 900), group(1, 100), new Date(until.getTime() - 1));
    expect(view.state).toBe('too_early');
    expect(view.verdict).toBe('Too early to tell: orders count until 2026-11-06.');
    expect(view.groups).toEqual([
      { name: 'Received it', contacts: '900', buyers: '90 (10%)', ordersPerContact: '0.1' },
      { name: 'Held out', contacts: '100', buyers: '1 (1%)', ordersPerContact: '0.01' },
    ]);
  });

  it('is no clear difference where the interval holds zero', () => {
    const view = viewOf(group(90, 900), group(8, 100));
    expect(view.state).toBe('unclear');
    expect(view.verdict).toMatch(
      /^No clear difference: .* by \+2 points \(95 % interval -5\.22 to \+6\.44\)/,
    );
  });

  it('is said to be higher or lower where it does not', () => {
    expect(viewOf(group(900, 9_000), group(60, 1_000)).verdict).toMatch(/is higher with the message: by \+4/);
    expect(viewOf(group(540, 9_000), group(100, 1_000)).verdict).toMatch(/is lower with the message: by -4/);
  });

  it('is not told from a handful of orders, or without anybody held out', () => {
    expect(viewOf(group(9, 900), group(0, 100)).state).toBe('too_few');
    expect(viewOf(group(90, 900), group(0, 0))).toMatchObject({
      state: 'too_few',
      groups: [{}, { contacts: '0', buyers: '–', ordersPerContact: '–' }],
    });
  });
});
