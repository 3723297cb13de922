import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFailing } from '~/campaigns/failing';

const sent = (count: number) => 's'.repeat(count);
const failed = (count: number) => 'f'.repeat(count);

describe('a campaign', () => {
  it('is not failing before twenty deliveries were answered, whatever the answers', () => {
    expect(isFailing(failed(19))).toBe(false);
    expect(isFailing(failed(20))).toBe(true);
  });

  it('is failing from five in a hundred on', () => {
    expect(isFailing(sent(96) + failed(4))).toBe(false);
    expect(isFailing(sent(95) + failed(5))).toBe(true);
  });

  it('is judged by its last hundred alone, in whatever order they came', () => {
    const outcomes = fc.array(fc.constantFrom('s', 'f'), { minLength: 100, maxLength: 300 });
    fc.assert(
      fc.property(outcomes, (all) => {
        const last = all.slice(-100);
        const failures = last.filter((outcome) => outcome === 'f').length;
        expect(isFailing(all.join(''))).toBe(failures >= 5);
        expect(isFailing(last.toReversed().join(''))).toBe(failures >= 5);
      }),
    );
  });
});
