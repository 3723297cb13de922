import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Badge, Banner, BlockStack, Card, Layout, Link, Page, Text } from '@shopify/polaris';
import type { MessageView } from '~/reports/order-receipt/interpret';
import { orderReceipt } from '~/reports/order-receipt/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BucketBadge } from '~/ui/bucket-badge';
import { messagePath } from '~/ui/message-path';
import { notFound } from '~/ui/not-found';
import { idOf } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { EvidenceCards } from './evidence-cards';
import { MoneyCard } from './money-card';
import { TrailCard } from './trail-card';
import { readableSubject } from '~/tagging/readable-subject';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data?.receipt.name ?? 'Order');

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const receipt = await orderReceipt(shop, idOf(params.id));
  if (!receipt) throw notFound();
  return { receipt, zone: shop.timeZone };
}

/** The receipt: who earned the order and why, or why nobody did. */
export default function OrderReceipt() {
  const { receipt, zone } = useLoaderData<typeof loader>();
  return (
    <Page
      title={receipt.name}
      titleMetadata={
        <span data-testid="bucket" data-bucket={receipt.bucket}>
          <BucketBadge bucket={receipt.bucket} label={receipt.bucketLabel} />
        </span>
      }
      subtitle={`${receipt.placedAt} (${zone}) · ${receipt.value}`}
      backAction={{ content: 'Orders', url: '/app/orders' }}
      secondaryActions={[
        {
          content: 'Open in Shopify',
          url: `shopify://admin/orders/${receipt.orderId}`,
          target: '_top',
        },
      ]}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {receipt.bucket === 'pending' && (
              <Banner tone="info">
                <Text as="p">This settles by itself, within a day at most. Nothing needs to be done.</Text>
              </Banner>
            )}
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd">
                  {readableSubject(receipt.sentence)}
                </Text>
                {receipt.contradiction && (
                  <Text as="p" breakWord>
                    {readableSubject(receipt.contradiction)}
                  </Text>
                )}
                {receipt.nearest && (
                  <Text as="p" tone="subdued">
                    {readableSubject(receipt.nearest)}
                  </Text>
                )}
              </BlockStack>
            </Card>
            <TrailCard trail={receipt.trail} credited={receipt.credited !== null} />
            <EvidenceCards accepted={receipt.accepted} rejected={receipt.rejected} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <Card>
              <BlockStack gap="300">
                <Text as="h2" variant="headingSm">
                  {receipt.grade ? 'What the credit rests on' : 'What this standing means'}
                </Text>
                {receipt.grade ? (
                  <>
                    <div>
                      <Badge tone="success">{receipt.grade.label}</Badge>
                    </div>
                    <Text as="p">{receipt.grade.meaning}</Text>
                  </>
                ) : (
                  <Text as="p">{receipt.bucketMeaning}</Text>
                )}
                {receipt.credited && (
                  <div data-testid="credited-message">
                    <Credited message={receipt.credited} />
                  </div>
                )}
              </BlockStack>
            </Card>
            <MoneyCard money={receipt.money} />
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingSm">
                  The rule
                </Text>
                <Text as="p">{receipt.rule}</Text>
                <Text as="p" variant="bodySm" tone="subdued">
                  {`Settings version ${receipt.settingsVersion}${receipt.decidedAt ? `, decided ${receipt.decidedAt}` : ''}.`}
                </Text>
                {receipt.lasting && (
                  <Text as="p" variant="bodySm" tone="subdued">
                    {receipt.lasting}
                  </Text>
                )}
              </BlockStack>
            </Card>
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function Credited({ message }: { message: MessageView }) {
  const name = message.campaign ?? readableSubject(message.subject);
  const path = messagePath(message);
  return (
    <BlockStack gap="050">
      {path ? <Link url={path}>{name}</Link> : <Text as="span">{name}</Text>}
      <Text as="p" tone="subdued" breakWord>
        {message.trackingLinkId
          ? message.channelLabel
          : `${message.channelLabel}${message.variant ? `, variant ${message.variant}` : ''}: ${readableSubject(message.subject)}`}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued" breakWord>
        {`${message.utm.source} / ${message.utm.medium} / ${message.utm.campaign}`}
      </Text>
    </BlockStack>
  );
}
