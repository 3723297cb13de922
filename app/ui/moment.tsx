import { Text, Tooltip } from '@shopify/polaris';
import { formatMoment } from '~/lib/period';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "in 3 hours", "2 days ago", "just now"; undefined beyond a week, where a date says more. */
export function relativeTime(at: Date, now: Date): string | undefined {
  const distance = at.getTime() - now.getTime();
  if (Math.abs(distance) >= 7 * 86_400_000) return undefined;
  for (const [unit, size] of UNITS) {
    if (Math.abs(distance) >= size)
      return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.trunc(distance / size), unit);
  }
  return distance > 0 ? 'in a moment' : 'just now';
}

/** A moment, relative to now while it is near; the exact time with its zone on hover and focus. */
export function Moment({ at, now, zone }: { at: Date; now: Date; zone: string }) {
  const exact = formatMoment(at, zone);
  const relative = relativeTime(at, now);
  return (
    <Tooltip content={`${exact}, ${zone}`} hasUnderline>
      <time dateTime={at.toISOString()}>
        {relative ?? exact}
        <Text as="span" visuallyHidden>
          {relative ? ` (${exact}, ${zone})` : `, ${zone}`}
        </Text>
      </time>
    </Tooltip>
  );
}
