import { describe, expect, it } from 'vitest';
import { countMetric, moneyMetric, shareMetric } from '~/reports/metric';

const meaning = { name: 'Orders', definition: 'All orders.' };
const euros = (minor: bigint) => ({ minor, currency: 'EUR' });

describe('a metric', () => {
  it('is compared with the period before, and not with nothing', () => {
    expect(countMetric(meaning, 1_200, 1_000)).toEqual({
      ...meaning,
      value: '1,200',
      unknown: null,
      change: { text: '+20%', direction: 'up', before: '1,000' },
    });
    expect(countMetric(meaning, 5, 0).change).toBeNull();
    expect(moneyMetric(meaning, euros(750n), euros(1_000n))).toMatchObject({
      value: '€7.50',
      change: { text: '-25%', direction: 'down', before: '€10.00' },
    });
    expect(countMetric(meaning, 5, 5).change).toMatchObject({ text: '0%', direction: 'same' });
  });

  it('that is a share changes by points', () => {
    expect(shareMetric(meaning, { part: 1n, whole: 4n }, { part: 1n, whole: 8n })).toMatchObject({
      value: '25%',
      change: { text: '+12.5 points', direction: 'up', before: '12.5%' },
    });
  });

  it('that is a share of few has its interval, one of many or of money none', () => {
    // Wilson 1927: 8 of 40.
    expect(shareMetric(meaning, { part: 8, whole: 40 }).interval).toBe('10.5% to 34.8%');
    expect(shareMetric(meaning, { part: 0, whole: 20 }).interval).toBe('0% to 16.1%');
    expect(shareMetric(meaning, { part: 100, whole: 4_000 }).interval).toBeUndefined();
    expect(shareMetric(meaning, { part: 5, whole: 4 }).interval).toBeUndefined();
    expect(shareMetric(meaning, { part: 1n, whole: 4n }).interval).toBeUndefined();
  });

  it('that is not known says so and is never zero', () => {
    expect(countMetric(meaning, undefined, 5, 'Not tracked.')).toMatchObject({
      value: null,
      unknown: 'Not tracked.',
    });
    expect(shareMetric(meaning, { part: 0, whole: 0 }, undefined, 'No orders.')).toMatchObject({
      value: null,
      unknown: 'No orders.',
      change: null,
    });
    expect(countMetric(meaning, 0)).toMatchObject({ value: '0', unknown: null });
  });
});
