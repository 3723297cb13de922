import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { SaveBar } from '@shopify/app-bridge-react';
import { Layout, Page } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { findSettings } from '~/attribution/attribution-store.server';
import { ruleSentence } from '~/attribution/rule-text';
import { knownTags } from '~/campaigns/known-tags.server';
import { loadTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { listProviders } from '~/channels/provider-store.server';
import { db } from '~/db.server';
import { env } from '~/env.server';
import { loadFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { countSuppressed } from '~/messaging/suppression-store.server';
import { openDataRequests } from '~/reports/privacy-requests/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { SHARED } from '~/shopify/sharing';
import { loadSharing } from '~/shopify/sharing-store.server';
import { lintTagDefaults } from '~/tagging/tag-defaults';
import { loadRetention } from '~/tracking/retention-store.server';
import { sendDateOf } from '~/tagging/tag-tokens';
import { channelConnections } from '~/ui/channel-connection';
import { readForm } from '~/ui/form-errors';
import { pageTitle } from '~/ui/page-title';
import { showToast } from '~/ui/toast';
import { useFieldErrors } from '~/ui/use-field-errors';
import { ApiKeysCard } from './api-keys-card';
import { AttributionCard } from './attribution-card';
import { ChannelsCard } from './channels-card';
import { DigestCard } from './digest-card';
import { ExampleCard } from './example-card';
import { FrequencyCard } from './frequency-card';
import { PrivacyCard } from './privacy-card';
import { RetentionCard } from './retention-card';
import { saveSettings, type SettingsAnswer, valuesOf } from './save-settings.server';
import { SharingCard } from './sharing-card';
import { SuppressionCard } from './suppression-card';
import { TagDefaultsCard } from './tag-defaults-card';
import { TokensCard } from './tokens-card';
import { useLeaveConfirmation } from '~/ui/use-leave-confirmation';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction = () => pageTitle('Settings');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const { source } = await knownTags(shop.id);
  const attribution = await findSettings(shop.id, db);
  const sharing = await loadSharing(shop.id);
  return {
    settings: valuesOf(
      await loadTagDefaults(shop.id),
      await loadRetention(shop.id),
      await loadFrequencyCap(shop.id),
    ),
    attribution: { version: attribution.version, rule: ruleSentence(attribution) },
    knownSources: source,
    today: sendDateOf(new Date(), shop.timeZone),
    storefrontUrl: shop.storefrontUrl,
    connections: channelConnections(await listProviders(shop.id), env.MAIL_FROM, shop.timeZone),
    suppressed: await countSuppressed(shop.id),
    requests: await openDataRequests(shop),
    told: SHARED.filter((what) => sharing[what]).length,
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<SettingsAnswer> {
  const { shop } = await authenticateMerchant(request);
  return saveSettings(shop.id, await readForm(request), new Date());
}

export default function Settings() {
  const {
    settings,
    attribution,
    knownSources,
    today,
    storefrontUrl,
    connections,
    suppressed,
    requests,
    told,
  } = useLoaderData<typeof loader>();
  const { submit, state, data } = useFetcher<SettingsAnswer>();
  const [values, setValues] = useState(settings);
  const { errors, changed } = useFieldErrors(data);
  const findings = lintTagDefaults(values, { source: knownSources });
  const dirty = Object.entries(settings).some(
    ([name, saved]) => values[name as keyof typeof values] !== saved,
  );
  const change = (some: Partial<typeof values>) => {
    setValues((was) => ({ ...was, ...some }));
    changed(Object.keys(some));
  };
  useLeaveConfirmation(dirty);

  useEffect(() => {
    if (!data?.saved) return;
    setValues(data.saved);
    showToast('Settings saved');
  }, [data]);
  useEffect(() => {
    const [field] = Object.keys(data?.errors ?? {});
    if (field) document.getElementById(field)?.focus();
  }, [data]);

  return (
    <Page
      title="Settings"
      subtitle="Who sends your messages, by which rule they earn orders, what new ones start with, how many a contact is sent, how long data is kept, and what customers ask for."
    >
      <SaveBar id="settings-save-bar" open={dirty}>
        <button
          variant="primary"
          loading={state === 'idle' ? undefined : ''}
          onClick={() => submit({ ...values }, { method: 'post' })}
        >
          Save
        </button>
        <button onClick={() => setValues(settings)}>Discard</button>
      </SaveBar>
      <Layout>
        <Layout.Section variant="fullWidth">
          <ChannelsCard connections={connections} />
        </Layout.Section>
        <Layout.Section variant="fullWidth">
          <AttributionCard {...attribution} />
        </Layout.Section>
        <Layout.Section>
          <TagDefaultsCard values={values} onChange={change} findings={findings} errors={errors} />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <ExampleCard defaults={values} today={today} storefrontUrl={storefrontUrl} />
        </Layout.Section>
        <Layout.Section>
          <TokensCard today={today} />
        </Layout.Section>
        <Layout.Section>
          <FrequencyCard values={values} onChange={change} errors={errors} />
        </Layout.Section>
        <Layout.Section>
          <SuppressionCard count={suppressed} />
        </Layout.Section>
        <Layout.Section>
          <SharingCard on={told} />
        </Layout.Section>
        <Layout.Section>
          <RetentionCard values={values} saved={settings} onChange={change} errors={errors} />
        </Layout.Section>
        <Layout.Section>
          <PrivacyCard requests={requests} />
        </Layout.Section>
        <Layout.Section>
          <ApiKeysCard />
        </Layout.Section>
        <Layout.Section>
          <DigestCard />
        </Layout.Section>
      </Layout>
    </Page>
  );
}
