import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Card, Page, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import { listRecipients, loadSchedule } from '~/reports/digest/digest-store.server';
import { digestOf } from '~/reports/digest/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { readForm } from '~/ui/form-errors';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { pageTitle } from '~/ui/page-title';
import { showToast } from '~/ui/toast';
import { changeDigest, type DigestAnswer } from './change-digest.server';
import { PreviewCard } from './preview-card';
import { RecipientsCard } from './recipients-card';
import { ScheduleCard } from './schedule-card';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('Digest', 'Settings');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const schedule = await loadSchedule(shop.id);
  const recipients = await listRecipients(shop.id);
  return {
    schedule,
    zone: shop.timeZone,
    own: shop.email ?? '',
    recipients: recipients.map(({ id, address, confirmedAt }) => ({
      id: String(id),
      address,
      confirmed: confirmedAt !== null,
    })),
    preview: await digestOf(shop, schedule.cadence === 'off' ? 'weekly' : schedule.cadence, new Date()),
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<DigestAnswer> {
  const { shop } = await authenticateMerchant(request);
  return changeDigest(shop, await readForm(request), new Date());
}

export default function Digest() {
  const { schedule, zone, own, recipients, preview } = useLoaderData<typeof loader>();
  const { submit, data, state } = useFetcher<DigestAnswer | Unreachable>();
  const answer = data && !isUnreachable(data) ? data : undefined;
  useEffect(() => {
    if (answer?.said) showToast(answer.said);
  }, [answer]);
  const send = (form: Record<string, string>) => submit(form, { method: 'post' });
  const busy = state !== 'idle';
  return (
    <Page
      title="Digest"
      subtitle="An e-mail on how the shop did, with the orders behind each sentence"
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        {isUnreachable(data) && !busy && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">Nothing was changed. Try again in a moment.</Text>
          </Banner>
        )}
        <ScheduleCard schedule={schedule} zone={zone} busy={busy} send={send} />
        <RecipientsCard recipients={recipients} own={own} answer={answer} busy={busy} send={send} />
        <Card>
          <PreviewCard view={preview} />
        </Card>
      </BlockStack>
    </Page>
  );
}
