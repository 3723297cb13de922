import { expect, it } from 'vitest';
import { formatSpan } from '~/attribution/span';

it.each([
  ['2026-11-24T11:59:30Z', 'less than a minute'],
  ['2026-11-24T11:59:00Z', '1 minute'],
  ['2026-11-24T09:30:00Z', '2 hours 30 minutes'],
  ['2026-11-23T11:00:00Z', '1 day 1 hour'],
  ['2026-11-22T11:58:00Z', '2 days'],
  ['2026-11-24T12:00:05Z', 'less than a minute'],
])('the span from %s to noon reads %s', (from, text) => {
  expect(formatSpan(from, '2026-11-24T12:00:00Z')).toBe(text);
});
