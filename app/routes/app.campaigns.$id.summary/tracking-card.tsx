import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, Checkbox, Link, Text, TextField } from '@shopify/polaris';
import { canTrack, type Channel } from '~/channels/channel';
import type { Finding } from '~/tagging/linter';
import { TagFields } from '~/ui/tag-fields';
import { stepPath } from '~/ui/wizard-steps';
import type { KnownTags, Tracking } from './summary-fields';

const LOWERCASE_AND_TOKENS =
  'Lowercase letters and underscores keep reports tidy: “Black Friday” and “black_friday” would count as two. {{campaign_name}}, {{send_date}} and {{segment}} are filled in when it is sent.';

const CODE_HELP =
  'A code of your shop that only this campaign tells. Where nothing else says how a customer came, an order with it is credited to this campaign.';

interface TrackingCardProps {
  campaignId: string;
  name: string;
  channel: Channel;
  tracking: Tracking;
  onChange: (some: Partial<Tracking>) => void;
  known: KnownTags;
  findings: Finding[];
  /** The tags with their tokens filled in. */
  sentAs: Pick<Tracking, 'source' | 'medium' | 'campaign'>;
  /** By field, from the last attempt to send. */
  errors: Record<string, string>;
}

/** The switch that tags every link of the message, and the tags. */
export function TrackingCard(props: TrackingCardProps) {
  const { channel, tracking, onChange, findings, sentAs } = props;
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
            <TagFields
              initiative={props.name}
              channel={channel}
              values={tracking}
              onChange={onChange}
              known={props.known}
              findings={findings}
              sentAs={sentAs}
              errors={props.errors}
            />
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
