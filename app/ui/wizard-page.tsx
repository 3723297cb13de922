import { useActionData } from '@remix-run/react';
import { Banner, BlockStack, Button, InlineStack, Page, Text } from '@shopify/polaris';
import { type ReactNode, useEffect, useState } from 'react';
import { BesideCards } from '~/ui/beside-cards';
import { CampaignBadge } from '~/ui/campaign-badge';
import { isUnreachable } from '~/ui/keep-typed';
import { SaveState } from '~/ui/save-state';
import { showToast } from '~/ui/toast';
import type { Autosave } from '~/ui/use-autosave';
import { stepBefore, stepTitle, WIZARD_STEPS, type WizardStep, WizardSteps } from '~/ui/wizard-steps';

interface WizardPageProps {
  step: WizardStep;
  /** Undefined until the draft exists. */
  campaignId: string | undefined;
  title: string;
  /** What this step asks, in a sentence. */
  lead: string;
  children: ReactNode;
  autosave: Autosave;
  /** The button that leads on, inside the form. */
  primary: ReactNode;
  /** The summary saves through its own choice. */
  offersSave?: boolean;
}

/** The frame of one step: where one is, what is asked, and the ways on, back and out, none of which loses anything. */
export function WizardPage(props: WizardPageProps) {
  const { step, campaignId, autosave } = props;
  const unreachable = isUnreachable(useActionData());
  const back = campaignId ? stepBefore(campaignId, step) : undefined;
  return (
    <Page
      title={props.title}
      titleMetadata={campaignId && <CampaignBadge status="draft" />}
      backAction={{ content: 'Campaigns', url: '/app/campaigns' }}
    >
      <BlockStack gap="400">
        <BesideCards>
          <BlockStack gap="400">
            <InlineStack align="space-between" blockAlign="center" gap="300">
              <WizardSteps campaignId={campaignId} current={step} />
              <SaveState autosave={autosave} />
            </InlineStack>
            <StepAnnouncement step={step} />
            <BlockStack gap="100">
              <Text as="h2" variant="headingLg">
                {stepTitle[step]}
              </Text>
              <Text as="p" tone="subdued">
                {props.lead}
              </Text>
            </BlockStack>
          </BlockStack>
        </BesideCards>
        {unreachable && (
          <Banner tone="critical" title="Sales Trail could not be reached">
            <Text as="p">Everything you typed is still here. Try again in a moment.</Text>
          </Banner>
        )}
        {props.children}
        <BesideCards>
          <InlineStack align="space-between" gap="300">
            {back ? <Button url={back}>Back</Button> : <span />}
            <InlineStack gap="300">
              {campaignId && props.offersSave !== false && (
                <Button
                  onClick={() => {
                    autosave.saveNow();
                    showToast('Draft saved');
                  }}
                >
                  Save draft
                </Button>
              )}
              {props.primary}
            </InlineStack>
          </InlineStack>
        </BesideCards>
      </BlockStack>
    </Page>
  );
}

/** Says the step to those who cannot see the page change. */
function StepAnnouncement({ step }: { step: WizardStep }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    setSaid(`Step ${WIZARD_STEPS.indexOf(step) + 1} of ${WIZARD_STEPS.length}: ${stepTitle[step]}`);
  }, [step]);
  return (
    <span role="status" className="st-hidden">
      {said}
    </span>
  );
}
