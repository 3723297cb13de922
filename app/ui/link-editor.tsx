import { useFetcher } from '@remix-run/react';
import { SaveBar } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Button, InlineStack, Layout, Text } from '@shopify/polaris';
import { type ReactNode, useEffect, useState } from 'react';
import { checkAddress, lintLinkTags } from '~/links/tracking-link';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { LinkCards } from '~/ui/link-cards';
import { type LinkFacts, type LinkValues, tokensOfLink } from '~/ui/link-values';
import { showToast } from '~/ui/toast';
import { useFieldErrors } from '~/ui/use-field-errors';
import { useLeaveConfirmation } from '~/ui/use-leave-confirmation';

export type LinkAnswer = { saved?: LinkValues; errors?: Record<string, string> };

interface LinkEditorProps {
  /** What is stored; or what a new link starts with. */
  saved: LinkValues;
  facts: LinkFacts;
  isNew: boolean;
  /** Stands beside the fields, and may show what becomes of them. */
  aside: (values: LinkValues) => ReactNode;
}

const FIELD_NAMES: Record<keyof LinkValues, string> = {
  name: 'Name',
  groupName: 'Group',
  destination: 'Destination',
  source: 'UTM source',
  medium: 'UTM medium',
  campaign: 'UTM campaign',
  lastDay: 'Last day',
  fallbackUrl: 'After that, lead to',
};
const FIELDS = Object.keys(FIELD_NAMES) as (keyof LinkValues)[];

/** The fields of a tracking link with their save bar, for one that is new and for one that is there. */
export function LinkEditor({ saved, facts, isNew, aside }: LinkEditorProps) {
  const { submit, state, data } = useFetcher<LinkAnswer | Unreachable>();
  const [values, setValues] = useState(saved);
  const [touched, setTouched] = useState<Partial<Record<string, boolean>>>(() =>
    Object.fromEntries(FIELDS.map((field) => [field, saved[field] !== ''])),
  );
  const { errors, changed } = useFieldErrors(data);
  const dirty = FIELDS.some((field) => values[field] !== saved[field]);
  const saving = state !== 'idle';
  useLeaveConfirmation(dirty && !saving);

  useEffect(() => {
    if (!data || isUnreachable(data)) return;
    if (data.saved) {
      setValues(data.saved);
      showToast('Link saved');
    }
    const wrong = FIELDS.find((field) => data.errors?.[field]);
    if (wrong) document.getElementById(wrong)?.focus();
  }, [data]);

  const findings = [
    ...checkAddress(values.destination, facts.shop, true).map((one) => ({ ...one, field: 'destination' })),
    ...(values.fallbackUrl ? checkAddress(values.fallbackUrl, facts.shop, false) : []).map((one) => ({
      ...one,
      field: 'fallbackUrl',
    })),
    ...lintLinkTags(values, facts.known, { name: values.name, tokens: tokensOfLink(values.name, facts) }),
  ].filter(({ field }) => touched[field]);

  return (
    <>
      <SaveBar id="link-save-bar" open={dirty}>
        <button
          variant="primary"
          loading={saving ? '' : undefined}
          onClick={() => submit({ intent: 'save', ...values }, { method: 'post' })}
        >
          Save
        </button>
        <button onClick={() => setValues(saved)}>Discard</button>
      </SaveBar>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <WrongFields errors={errors} />
            {isUnreachable(data) && !saving && (
              <Banner tone="critical" title="The app did not answer">
                <Text as="p">What you typed is still here. Save again in a moment.</Text>
              </Banner>
            )}
            <LinkCards
              values={values}
              facts={facts}
              isNew={isNew}
              findings={findings}
              errors={errors}
              onChange={(some) => {
                setValues((was) => ({ ...was, ...some }));
                changed(Object.keys(some));
              }}
              onLeave={(field) => setTouched((was) => ({ ...was, [field]: true }))}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">{aside(values)}</Layout.Section>
      </Layout>
    </>
  );
}

/** The fields that stand in the way of saving, each a way to itself. */
function WrongFields({ errors }: { errors: Record<string, string> }) {
  const wrong = FIELDS.filter((field) => errors[field]);
  if (wrong.length === 0) return null;
  return (
    <Banner tone="critical" title="The link is not saved yet">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span">To be mended:</Text>
        {wrong.map((field) => (
          <Button key={field} variant="plain" onClick={() => document.getElementById(field)?.focus()}>
            {FIELD_NAMES[field]}
          </Button>
        ))}
      </InlineStack>
    </Banner>
  );
}
