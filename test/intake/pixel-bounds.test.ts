import { describe, expect, it } from 'vitest';
import { pixelBounds } from '~/intake/pixel-bounds';

const START = new Date('2026-11-27T08:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

describe('the bounds of the pixel', () => {
  it('stop the flood of one visitor, and let it in again at a pace once time has passed', () => {
    const bound = pixelBounds();
    const flood = (count: number, at: Date) =>
      Array.from({ length: count }, () => bound(1, 'flood', at)).filter((reason) => reason === undefined)
        .length;
    expect(flood(10_000, START)).toBe(30);
    expect(bound(1, 'flood', START)).toBe('visitor_rate');
    expect(flood(10_000, after(60))).toBe(12);
    expect(flood(10_000, after(3_600))).toBe(30);
  });

  it('take nothing from a shop for the flood of one visitor', () => {
    const bound = pixelBounds();
    for (let index = 0; index < 100_000; index += 1) bound(1, 'flood', START);
    expect(bound(1, 'buyer', START)).toBeUndefined();
    expect(bound(2, 'flood', START)).toBeUndefined(); // the same name in another shop is another visitor
  });

  it('hold a flash sale of 500 orders a second for ten minutes', () => {
    const bound = pixelBounds();
    let dropped = 0;
    for (let second = 0; second < 600; second += 1)
      for (let nth = 0; nth < 500; nth += 1) if (bound(1, `${second}/${nth}`, after(second))) dropped += 1;
    expect(dropped).toBe(0);
  });

  it('stop a flood of ever new visitors of one shop, leave every other alone, and end with it', () => {
    const bound = pixelBounds();
    const taken = (at: Date) =>
      Array.from({ length: 30_000 }, (_, nth) => bound(1, `${at.getTime()}/${nth}`, at)).filter(
        (reason) => reason === undefined,
      ).length;
    expect(taken(START)).toBe(20_000);
    expect(bound(1, 'one more', START)).toBe('shop_rate');
    expect(bound(2, 'buyer', START)).toBeUndefined();
    expect(taken(after(10))).toBe(5_000);
  });
});
