import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Button, Form, InlineStack, Page, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { findSettings, listSettings } from '~/attribution/attribution-store.server';
import { recomputationProgress } from '~/attribution/recomputation-store.server';
import { ruleSentence } from '~/attribution/rule-text';
import { db } from '~/db.server';
import { formatMoment } from '~/lib/period';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { readForm } from '~/ui/form-errors';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { pageTitle } from '~/ui/page-title';
import { isRunning, RecomputationBanner, useRecomputation } from '~/ui/recomputation';
import { showToast } from '~/ui/toast';
import { useFieldErrors } from '~/ui/use-field-errors';
import { useLeaveConfirmation } from '~/ui/use-leave-confirmation';
import { act, type AttributionAnswer } from './act.server';
import { EvidenceCard } from './evidence-card';
import { ModelCard } from './model-card';
import { PreviewCards } from './preview-cards';
import { type RuleValues, valuesOf } from './rule-values';
import { VersionsCard } from './versions-card';
import { WindowsCard } from './windows-card';
import { WorthCard } from './worth-card';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction = () => pageTitle('Attribution', 'Settings');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const settings = await findSettings(shop.id, db);
  const versions = await listSettings(shop.id, db);
  return {
    version: settings.version,
    values: valuesOf(settings),
    progress: (await recomputationProgress(shop.id)) ?? null,
    versions: versions.map((each) => ({
      version: each.version,
      rule: ruleSentence(each),
      from: formatMoment(each.validFrom, shop.timeZone),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<AttributionAnswer> {
  const { shop } = await authenticateMerchant(request);
  return act(shop, await readForm(request), new Date());
}

const keyOf = (values: RuleValues) => JSON.stringify(values);

/** The rule by which messages earn orders: shown on the shop's own history before it is saved. */
export default function AttributionSettings() {
  const { version, values: saved, versions, progress: loaded } = useLoaderData<typeof loader>();
  const { submit, state, data } = useFetcher<AttributionAnswer | Unreachable>();
  const [values, setValues] = useState(saved);
  const [asked, setAsked] = useState('');
  const progress = useRecomputation(loaded);
  const answer = isUnreachable(data) ? undefined : data;
  const { errors, changed } = useFieldErrors(answer);
  const dirty = keyOf(values) !== keyOf(saved);
  const change = (some: Partial<RuleValues>) => {
    setValues((was) => ({ ...was, ...some }));
    changed(Object.keys(some));
  };
  const send = (intent: 'preview' | 'save') => {
    setAsked(keyOf(values));
    submit({ intent, ...values }, { method: 'post' });
  };
  useLeaveConfirmation(dirty);
  useEffect(() => {
    if (answer?.kind === 'saved') showToast(`Settings version ${answer.version} saved`);
    if (answer?.kind === 'unchanged') showToast('This is the rule in force: nothing changes');
    const [field] = Object.keys(answer?.errors ?? {});
    if (field) document.getElementById(field)?.focus();
  }, [answer]);
  // What is shown before and after holds for what was asked about alone.
  const preview = answer?.kind === 'previewed' && asked === keyOf(values) ? answer.preview : undefined;
  const fields = { values, onChange: change, errors };
  return (
    <Page
      title="Attribution"
      subtitle={`By which rule messages earn orders · settings version ${version}`}
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        {isRunning(progress) && (
          <RecomputationBanner
            progress={progress}
            text="You can leave this page: it goes on. Until then receipts name the version that decided them."
          />
        )}
        {isUnreachable(data) && state === 'idle' && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">What you chose is still here. Try again in a moment.</Text>
          </Banner>
        )}
        <Form onSubmit={() => send('preview')}>
          <BlockStack gap="400">
            <ModelCard {...fields} />
            <WindowsCard {...fields} />
            <EvidenceCard {...fields} />
            <WorthCard {...fields} />
            <InlineStack gap="200">
              <Button
                submit
                variant={preview ? undefined : 'primary'}
                disabled={!dirty}
                loading={state !== 'idle' && !preview}
              >
                Preview the change
              </Button>
              {dirty && <Button onClick={() => setValues(saved)}>Discard</Button>}
            </InlineStack>
          </BlockStack>
        </Form>
        {preview && dirty && (
          <PreviewCards
            preview={preview}
            nextVersion={version + 1}
            saving={state !== 'idle'}
            onSave={() => send('save')}
          />
        )}
        <VersionsCard versions={versions} current={version} />
      </BlockStack>
    </Page>
  );
}
