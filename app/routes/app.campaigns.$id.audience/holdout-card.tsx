import { BlockStack, Card, Checkbox, Text, TextField } from '@shopify/polaris';
import { HOLDOUT_LIMITS, shareWithin, smallestDetectableRise } from '~/campaigns/holdout-power';
import { type AudienceCount, heldOutOf, peopleIn } from '~/ui/use-audience-count';

interface HoldoutCardProps {
  on: boolean;
  /** As typed. */
  percent: string;
  onChange: (some: { on?: boolean; percent?: string }) => void;
  count: AudienceCount;
  /** Of the shop's contacts, who ordered within `baseDays`; absent where nobody did. */
  baseRate?: number;
  baseDays: number;
  windowDays: number;
  error: string | undefined;
}

/** An optional share of the audience that gets nothing, with what it can and cannot show. */
export function HoldoutCard({ on, percent, onChange, error, ...rest }: HoldoutCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Holdout
        </Text>
        <Checkbox
          label="Hold out a part of the audience"
          helpText="Chosen by chance, these contacts get nothing. What they order anyway shows how much of the sales the message really brought."
          checked={on}
          onChange={(checked) => onChange({ on: checked })}
        />
        {on && (
          <TextField
            id="holdout"
            label="Share held out"
            suffix="%"
            type="integer"
            min={HOLDOUT_LIMITS.least}
            max={HOLDOUT_LIMITS.most}
            value={percent}
            onChange={(typed) => onChange({ percent: typed })}
            autoComplete="off"
            error={error}
            helpText={`${HOLDOUT_LIMITS.least} to ${HOLDOUT_LIMITS.most} %.`}
          />
        )}
        {on && (
          <div role="status">
            <Text as="p">{powerSentence({ percent: Number(percent), ...rest })}</Text>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

/** What a holdout of a size can and cannot detect. */
export function powerSentence({
  percent,
  count,
  baseRate,
  baseDays,
  windowDays,
}: Pick<HoldoutCardProps, 'count' | 'baseRate' | 'baseDays' | 'windowDays'> & { percent: number }): string {
  if (count.state !== 'counted' || !count.ok)
    return 'What it can detect is reckoned once the audience is counted.';
  if (baseRate === undefined)
    return `None of your contacts ordered in the last ${baseDays} days, so what it can detect cannot be reckoned.`;
  const people = peopleIn(count);
  const heldOut = heldOutOf(people, percent);
  const base = shareWithin(baseRate, baseDays, windowDays);
  const rise = smallestDetectableRise(people - heldOut, heldOut, base);
  const about = `About ${heldOut.toLocaleString('en')} of ${people.toLocaleString('en')} contacts get nothing. Judging by the last ${baseDays} days, ${share(base)} of contacts order within ${windowDays} days anyway.`;
  if (rise === undefined) return `${about} With so few contacts it cannot detect any effect.`;
  return `${about} It can detect a rise to ${share(base + rise)} or more (at 95 % confidence, four times in five). A smaller effect will most likely look like none: that is not proof that there is none.`;
}

const share = (part: number) =>
  new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 }).format(part);
