import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { Banner, BlockStack, Button, InlineStack, Layout, Page, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { adoptCampaign } from '~/campaigns/adopt-campaign.server';
import { type Adopted, adoptionRefusalInWords } from '~/campaigns/adoption';
import { tagOwner } from '~/campaigns/tag-owner.server';
import { unclaimedTags } from '~/reports/unclaimed-tags/query.server';
import type { Shop } from '~/db.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { tagsInLinks } from '~/tagging/tags-in-links';
import { BesideCards } from '~/ui/beside-cards';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { isUnreachable } from '~/ui/keep-typed';
import { idOf, openCampaign } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { errorOf, sendTimeOf } from '~/ui/send-time';
import { useFieldErrors } from '~/ui/use-field-errors';
import { type AdoptValues, foreignFields, tagFields } from './adopt-fields';
import { ForeignCard } from './foreign-card';
import { RuleCard } from './rule-card';
import { UnclaimedCard } from './unclaimed-card';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Adopt a campaign');

/** A campaign of this shop by `?campaign=`; without it, one that another tool sent. */
export async function loader({ request }: LoaderFunctionArgs) {
  const own = new URL(request.url).searchParams.get('campaign');
  if (own === null) {
    const { shop } = await authenticateMerchant(request);
    return {
      own: null,
      zone: shop.timeZone,
      values: NOTHING,
      unclaimed: await unclaimedTags(shop, new Date()),
    };
  }
  const { id, shop, campaign, message, redirect } = await openCampaign(request, own);
  if (message.trackSales || campaign.status !== 'sent') throw redirect(`/app/campaigns/${id}`);
  const unclaimed = await unclaimedTags(shop, new Date());
  const values = { ...NOTHING, ...tagsInLinks(message) };
  return { own: { id: String(id), name: campaign.name }, zone: shop.timeZone, values, unclaimed };
}

const NOTHING: AdoptValues = {
  name: '',
  channel: 'email',
  date: '',
  time: '09:00',
  source: '',
  medium: '',
  campaign: '',
};

export async function action({ request }: ActionFunctionArgs) {
  const { shop, redirect } = await authenticateMerchant(request);
  const own = new URL(request.url).searchParams.get('campaign');
  const form = await readForm(request);
  const what =
    own === null ? readForeign(form, shop) : { ok: true as const, value: { campaignId: idOf(own) } };
  const tags = tagFields.safeParse(form);
  if (!what.ok || !tags.success) {
    return { errors: { ...(!what.ok && what.errors), ...(!tags.success && fieldErrors(tags.error)) } };
  }
  const adopted = await adoptCampaign(shop.id, what.value, tags.data, new Date());
  if (adopted.ok) return redirect(`/app/campaigns/${adopted.value.id}?adopted=${adopted.value.orders}`);
  const owner = adopted.reason === 'tags_taken' ? await tagOwner(shop.id, tags.data) : undefined;
  const field = adopted.reason === 'sent_in_the_future' ? 'time' : 'form';
  return { errors: { [field]: adoptionRefusalInWords(adopted.reason, owner && `“${owner}”`) } };
}

type Read = { ok: true; value: Adopted } | { ok: false; errors: Record<string, string> };

function readForeign(form: Record<string, string>, shop: Shop): Read {
  const fields = foreignFields.safeParse(form);
  const sentAt = sendTimeOf(form.date ?? '', form.time ?? '', shop.timeZone);
  if (fields.success && sentAt.ok) return { ok: true, value: { ...fields.data, sentAt: sentAt.value } };
  return {
    ok: false,
    errors: {
      ...(!fields.success && fieldErrors(fields.error)),
      ...(!sentAt.ok && errorOf(sentAt.reason)),
    },
  };
}

export default function AdoptCampaign() {
  const { own, zone, values: starting, unclaimed } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [values, setValues] = useState(starting);
  const { errors, changed } = useFieldErrors(answer);
  const saving = useNavigation().state !== 'idle';
  const change = (some: Partial<AdoptValues>) => {
    setValues((was) => ({ ...was, ...some }));
    changed([...Object.keys(some), 'form']);
  };

  useEffect(() => {
    const [wrong] = Object.keys(answer?.errors ?? {});
    if (wrong) document.getElementById(wrong)?.focus();
  }, [answer]);

  return (
    <Page
      title={own ? `Adopt ${own.name}` : 'Adopt a campaign'}
      subtitle={
        own
          ? 'Turn on sales tracking for a campaign that was sent without it'
          : 'Track the sales of a campaign that another tool sent'
      }
      backAction={
        own
          ? { content: own.name, url: `/app/campaigns/${own.id}` }
          : { content: 'Campaigns', url: '/app/campaigns' }
      }
    >
      <Form method="post" noValidate>
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              {isUnreachable(answer) && (
                <Banner tone="critical" title="The app did not answer">
                  <Text as="p">What you typed is still here. Try again in a moment.</Text>
                </Banner>
              )}
              {errors.form && (
                <Banner tone="critical" title="Not adopted">
                  <Text as="p">{errors.form}</Text>
                </Banner>
              )}
              {!own && <ForeignCard values={values} zone={zone} errors={errors} onChange={change} />}
              <RuleCard values={values} errors={errors} onChange={change} />
              <BesideCards>
                <InlineStack align="end">
                  <Button submit variant="primary" loading={saving}>
                    Adopt campaign
                  </Button>
                </InlineStack>
              </BesideCards>
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <UnclaimedCard
              unclaimed={unclaimed}
              onUse={({ firstDay, source, medium, campaign }) => {
                change({
                  source,
                  medium,
                  campaign,
                  ...(!own && !values.date && { date: firstDay, time: '00:00' }),
                });
                document.getElementById('source')?.focus();
              }}
            />
          </Layout.Section>
        </Layout>
      </Form>
    </Page>
  );
}
