import { describe, expect, it } from 'vitest';
import { durationInWords, spokenSeconds } from '~/messaging/spoken';

describe('how long a call speaks', () => {
  it('grows with the words, by about 150 a minute', () => {
    expect(spokenSeconds('')).toBe(0);
    expect(spokenSeconds('  Hi ')).toBe(1);
    expect(spokenSeconds('words '.repeat(150))).toBe(60);
  });

  it('counts a figure as a word, and a pause behind each sentence', () => {
    const spaces = 'aaaa aaaa aaaa aaaa aaaa aaaa';
    expect(spokenSeconds('1234 1234 1234 1234 1234 1234')).toBeGreaterThan(spokenSeconds(spaces) * 3);
    expect(spokenSeconds('Go now. '.repeat(30))).toBe(spokenSeconds('Go now  '.repeat(30)) + 14);
  });

  it('is said in minutes and seconds', () => {
    expect(durationInWords(1)).toBe('about 1 second');
    expect(durationInWords(60)).toBe('about 1 minute');
    expect(durationInWords(125)).toBe('about 2 minutes 5 seconds');
  });
});
