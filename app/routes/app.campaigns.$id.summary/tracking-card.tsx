import { Banner, BlockStack, Card, Checkbox, InlineGrid, Link, Text } from '@shopify/polaris';
import { useState } from 'react';
import { canTrack, type Channel } from '~/channels/channel';
import type { Finding } from '~/tagging/linter';
import { oncePressEnds } from '~/ui/once-press-ends';
import { stepPath } from '~/ui/wizard-steps';
import type { KnownTags, Tracking } from './summary-fields';
import { UtmField } from './utm-field';

const FIELDS = [
  { name: 'source', meaning: 'Where the people you write to come from, such as a list they joined.' },
  { name: 'medium', meaning: 'The way the message reaches them.' },
  { name: 'campaign', meaning: 'What it is about: one name for each launch, offer or series.' },
] as const;

const typical: Record<(typeof FIELDS)[number]['name'], string[]> = {
  source: ['newsletter', 'customers', 'launch_list', 'waitlist', 'community', 'partners'],
  medium: ['email', 'sms', 'whatsapp'],
  campaign: ['black_friday', 'soft_launch', 'webinar_followup', 'cart_recovery', 'product_launch_march'],
};

interface TrackingCardProps {
  campaignId: string;
  name: string;
  channel: Channel;
  tracking: Tracking;
  onChange: (some: Partial<Tracking>) => void;
  known: KnownTags;
  findings: Finding[];
  /** By field, from the last attempt to send. */
  errors: Record<string, string>;
}

/** The switch that tags every link of the message, and the tags. */
export function TrackingCard(props: TrackingCardProps) {
  const { channel, tracking, onChange, findings } = props;
  const [touched, setTouched] = useState<Record<string, boolean>>({});
  const possible = canTrack(channel).ok;
  const linkFindings = findings.filter(({ field }) => field === 'links');
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Checkbox
            label="Track sales from this campaign"
            name="trackSales"
            value="on"
            checked={tracking.trackSales && possible}
            disabled={!possible}
            onChange={(trackSales) =>
              onChange({ trackSales, ...(trackSales && !tracking.medium ? { medium: channel } : {}) })
            }
            ariaDescribedBy="tracking-help"
          />
          <Text as="p" tone="subdued" id="tracking-help">
            {possible
              ? 'Adds small tags, called UTM values, to every link. A purchase that follows a click is then credited to this campaign and this exact message.'
              : 'A call has no links that could be clicked, so its sales cannot be tracked.'}
          </Text>
        </BlockStack>
        {tracking.trackSales && possible && (
          <>
            {linkFindings.map((finding) => (
              <LinkFinding key={finding.reason} finding={finding} campaignId={props.campaignId} />
            ))}
            <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
              {FIELDS.map(({ name, meaning }) => (
                <UtmField
                  key={name}
                  name={name}
                  meaning={meaning}
                  suggestions={suggestionsFor(name, props)}
                  value={tracking[name]}
                  onChange={(value) => onChange({ [name]: value })}
                  onBlur={() => oncePressEnds(() => setTouched((was) => ({ ...was, [name]: true })))}
                  findings={touched[name] ? findings.filter(({ field }) => field === name) : []}
                  error={props.errors[name]}
                />
              ))}
            </InlineGrid>
            <Text as="p" variant="bodySm" tone="subdued">
              Lowercase letters and underscores keep reports tidy: “Black Friday” and “black_friday” would
              count as two.
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function LinkFinding({ finding, campaignId }: { finding: Finding; campaignId: string }) {
  return (
    <Banner tone={finding.level === 'refusal' ? 'critical' : 'warning'}>
      <Text as="p">
        {`${finding.message} `}
        <Link url={stepPath(campaignId, 'content')}>Go to Content</Link>
      </Text>
    </Banner>
  );
}

const MANY = 8;

/** The shop's own values first, then what others commonly write. */
function suggestionsFor(
  name: (typeof FIELDS)[number]['name'],
  { channel, known, name: campaign }: TrackingCardProps,
) {
  const own = name === 'campaign' ? known.campaign.map(({ value }) => value) : known[name];
  const first = name === 'medium' ? [channel] : name === 'campaign' ? [valueOf(campaign)] : [];
  return [...new Set([...first, ...own.slice(0, 3), ...typical[name]])].filter(Boolean).slice(0, MANY);
}

/** "Black Friday: early access" → "black_friday_early_access" */
function valueOf(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}
