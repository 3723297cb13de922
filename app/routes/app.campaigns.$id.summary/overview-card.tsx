import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { type Channel, channelLabel } from '~/channels/channel';
import { AudienceSentence } from '~/ui/audience-sentence';
import type { AudienceCount } from '~/ui/use-audience-count';
import { stepPath, type WizardStep } from '~/ui/wizard-steps';

interface OverviewCardProps {
  campaignId: string;
  channel: Channel;
  variants: readonly { variant: string; headline: string }[];
  /** How the variants are tried; undefined where there is one alone. */
  test: string | undefined;
  audience: string | null;
  count: AudienceCount;
  holdoutPercent: number;
  onCountAgain: () => void;
  when: string;
}

/** What, to whom, when. */
export function OverviewCard(props: OverviewCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <Line
          label="What"
          edit={{ campaignId: props.campaignId, step: 'content', label: 'Edit the content' }}
        >
          {props.variants.map(({ variant, headline }) => (
            <Text key={variant} as="span" breakWord>
              {`${channelLabel[props.channel]}${props.test ? `, variant ${variant}` : ''}: ${headline}`}
            </Text>
          ))}
        </Line>
        {props.test && (
          <Line
            label="Variants"
            edit={{ campaignId: props.campaignId, step: 'audience', label: 'Edit how the variants are sent' }}
          >
            <Text as="span">{props.test}</Text>
          </Line>
        )}
        <Line
          label="To whom"
          edit={{ campaignId: props.campaignId, step: 'audience', label: 'Edit the audience' }}
        >
          <BlockStack gap="050">
            <Text as="span">{props.audience ?? 'Nobody chosen yet'}</Text>
            <Text as="span" tone="subdued">
              <AudienceSentence
                count={props.count}
                channel={props.channel}
                holdoutPercent={props.holdoutPercent}
                again={props.onCountAgain}
              />
            </Text>
          </BlockStack>
        </Line>
        <Line label="When">{props.when}</Line>
      </BlockStack>
    </Card>
  );
}

interface LineProps {
  label: string;
  edit?: { campaignId: string; step: WizardStep; label: string };
  children: ReactNode;
}

function Line({ label, edit, children }: LineProps) {
  return (
    <InlineStack align="space-between" gap="400" wrap={false}>
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">
          {label}
        </Text>
        {children}
      </BlockStack>
      {edit && (
        <Link url={stepPath(edit.campaignId, edit.step)} accessibilityLabel={edit.label} removeUnderline>
          Edit
        </Link>
      )}
    </InlineStack>
  );
}
