import { Text } from '@shopify/polaris';
import { Link } from '@remix-run/react';

export const WIZARD_STEPS = ['channel', 'content', 'audience', 'summary'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

export const stepTitle: Record<WizardStep, string> = {
  channel: 'Channel',
  content: 'Content',
  audience: 'Audience',
  summary: 'Summary',
};

/** The address of a step of a campaign. */
export function stepPath(campaignId: string, step: WizardStep): string {
  return `/app/campaigns/${campaignId}/${step}`;
}

/** The address of the step before; undefined on the first. */
export function stepBefore(campaignId: string, step: WizardStep): string | undefined {
  const before = WIZARD_STEPS[WIZARD_STEPS.indexOf(step) - 1];
  return before && stepPath(campaignId, before);
}

/** Where in the wizard one is; every step is a link once the draft exists. */
export function WizardSteps({
  campaignId,
  current,
}: {
  campaignId: string | undefined;
  current: WizardStep;
}) {
  return (
    <nav aria-label="Steps">
      <ol className="st-steps">
        {WIZARD_STEPS.map((step, index) => (
          <li key={step}>
            <Text as="span" tone={step === current ? 'base' : 'subdued'}>
              {step === current ? (
                <span aria-current="step">{`${index + 1} ${stepTitle[step]}`}</span>
              ) : campaignId ? (
                <Link to={stepPath(campaignId, step)}>{`${index + 1} ${stepTitle[step]}`}</Link>
              ) : (
                `${index + 1} ${stepTitle[step]}`
              )}
            </Text>
          </li>
        ))}
      </ol>
    </nav>
  );
}
