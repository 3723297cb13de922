import { useFetcher } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  Checkbox,
  InlineGrid,
  Link,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { canTrack, type Channel } from '~/channels/channel';
import type { Finding } from '~/tagging/linter';
import { tidyTagValue } from '~/tagging/tag-values';
import { oncePressEnds } from '~/ui/once-press-ends';
import { TagField } from '~/ui/tag-field';
import { stepPath } from '~/ui/wizard-steps';
import type { KnownTags, Tracking } from './summary-fields';

const FIELDS = [
  { name: 'source', meaning: 'Where the people you write to come from, such as a list they joined.' },
  { name: 'medium', meaning: 'The way the message reaches them.' },
  { name: 'campaign', meaning: 'What it is about: one name for each launch, offer or series.' },
] as const;

const LOWERCASE_AND_TOKENS =
  'Lowercase letters and underscores keep reports tidy: “Black Friday” and “black_friday” would count as two. {{campaign_name}}, {{send_date}} and {{segment}} are filled in when it is sent.';

const CODE_HELP =
  'A code of your shop that only this campaign tells. Where nothing else says how a customer came, an order with it is credited to this campaign.';

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
  /** The tags with their tokens filled in. */
  sentAs: Pick<Tracking, (typeof FIELDS)[number]['name']>;
  /** By field, from the last attempt to send. */
  errors: Record<string, string>;
}

/** The switch that tags every link of the message, and the tags. */
export function TrackingCard(props: TrackingCardProps) {
  const { channel, tracking, onChange, findings, sentAs } = props;
  const [touched, setTouched] = useState<Record<string, boolean>>(() =>
    // What the shop's defaults have put there is looked at before anybody touches it.
    Object.fromEntries(FIELDS.map(({ name }) => [name, tracking[name] !== ''])),
  );
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
              <LinkFinding
                key={finding.reason}
                finding={finding}
                campaignId={props.campaignId}
                onUntrack={() => onChange({ trackSales: false })}
              />
            ))}
            <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
              {FIELDS.map(({ name, meaning }) => {
                const change = (value: string) => onChange({ [name]: value });
                return (
                  <TagField
                    key={name}
                    name={name}
                    meaning={meaning}
                    value={tracking[name]}
                    onChange={change}
                    onBlur={() => oncePressEnds(() => setTouched((was) => ({ ...was, [name]: true })))}
                    findings={touched[name] ? findings.filter(({ field }) => field === name) : []}
                    error={props.errors[name]}
                    note={sentAs[name] === tracking[name] ? undefined : `Will be sent as ${sentAs[name]}`}
                    chips={{
                      label: 'Typical:',
                      describes: `Values to pick for UTM ${name}`,
                      words: suggestionsFor(name, props),
                      onPick: change,
                    }}
                  />
                );
              })}
            </InlineGrid>
            <Text as="p" variant="bodySm" tone="subdued">
              {LOWERCASE_AND_TOKENS}
            </Text>
            <TextField
              label="Discount code (optional)"
              name="discountCode"
              value={tracking.discountCode}
              onChange={(discountCode) => onChange({ discountCode })}
              maxLength={255}
              autoComplete="off"
              spellCheck={false}
              error={props.errors.discountCode}
              helpText={CODE_HELP}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

interface LinkFindingProps {
  finding: Finding;
  campaignId: string;
  onUntrack: () => void;
}

/** What is to be said of the links, with the way to the content, and a click that mends it where there is one. */
function LinkFinding({ finding, campaignId, onUntrack }: LinkFindingProps) {
  const { submit, state } = useFetcher();
  const { fix, level, message } = finding;
  const mend = () =>
    submit({ intent: 'mend_links' }, { method: 'post', action: stepPath(campaignId, 'summary') });
  return (
    <Banner tone={level === 'refusal' ? 'critical' : 'warning'}>
      <BlockStack gap="200" inlineAlign="start">
        <Text as="p" breakWord>
          {`${message} `}
          <Link url={stepPath(campaignId, 'content')}>Go to Content</Link>
        </Text>
        {fix && (
          <Button onClick={mend} loading={state !== 'idle'}>
            {fix.label}
          </Button>
        )}
        {level === 'refusal' && <Button onClick={onUntrack}>Send without tracking</Button>}
      </BlockStack>
    </Banner>
  );
}

const MANY = 8;

/** A campaign's name as a tag value may run long; a suggestion stays short and ends with a whole word. */
const SHORT = 40;
const shortened = (value: string) =>
  value.length <= SHORT ? value : value.slice(0, SHORT + 1).replace(/_[^_]*$/, '');

/**
 * For source and medium the shop's own values first, so that they stay the same; for campaign the name of this one
 * first and none that another campaign has. Then what others commonly write.
 */
function suggestionsFor(
  name: (typeof FIELDS)[number]['name'],
  { channel, known, name: campaign }: TrackingCardProps,
) {
  if (name === 'campaign') {
    const taken = new Set(known.campaign.map(({ value }) => value));
    const free = [shortened(tidyTagValue(campaign)), ...typical.campaign].filter((word) => !taken.has(word));
    return [...new Set(free)].filter(Boolean);
  }
  const first = name === 'medium' ? [channel] : [];
  return [...new Set([...first, ...known[name].slice(0, 3), ...typical[name]])].slice(0, MANY);
}
