import { describe, expect, it } from 'vitest';
import { headlineOf } from '~/messaging/headline';

describe('what a text is called', () => {
  it.each([
    ['Ahoy {{ first_name | default: "friend" }}: https://shop.test/mug\nReply STOP', 'Ahoy friend'],
    ['\n\nhttps://shop.test/\nNew things are in', 'New things are in'],
    ['Look https://shop.test/a now', 'Look now'],
    ['https://shop.test/a', 'https://shop.test/a'],
    ['', ''],
  ])('is the first line that says something, without addresses: %j', (text, headline) => {
    expect(headlineOf(text)).toBe(headline);
  });

  it('is at most eighty characters long', () => {
    expect(headlineOf('🦀'.repeat(81))).toBe(`${'🦀'.repeat(79)}…`);
  });
});
