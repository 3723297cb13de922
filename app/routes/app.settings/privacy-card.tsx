import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import type { OpenRequest } from '~/reports/privacy-requests/query.server';
import type { action, loader } from '~/routes/app.privacy-requests.$id';
import { offerFile } from '~/ui/offer-file';
import { showToast } from '~/ui/toast';
import { CardHeading } from '~/ui/card-heading';

/** The customers who asked what is known of them, each with the answer to hand over. */
export function PrivacyCard({ requests }: { requests: OpenRequest[] }) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Privacy requests"
          text="When a customer asks what you know of them, Shopify tells Sales Trail. Download the data, hand it to the customer, then mark the request as answered. Requests to be forgotten are carried out at once."
        />
        {requests.length === 0 ? (
          <Text as="p">No request is open.</Text>
        ) : (
          requests.map((request) => <Request key={request.id} request={request} />)
        )}
      </BlockStack>
    </Card>
  );
}

function Request({ request: { id, customer, received, answerBy } }: { request: OpenRequest }) {
  const path = `/app/privacy-requests/${id}`;
  const data = useFetcher<typeof loader>();
  const answer = useFetcher<typeof action>();
  useEffect(() => {
    if (!data.data) return;
    const json = JSON.stringify(data.data, null, 2);
    offerFile(new Blob([json], { type: 'application/json' }), `customer-data-${id}.json`);
  }, [data.data, id]);
  useEffect(() => {
    if (answer.data?.answered) showToast('Marked as answered');
  }, [answer.data]);
  return (
    <InlineStack align="space-between" blockAlign="center" gap="300">
      <BlockStack>
        <Text as="h3" variant="bodyMd" fontWeight="medium">
          {customer}
        </Text>
        <Text as="p" tone="subdued">{`Asked ${received}, to be answered by ${answerBy}`}</Text>
      </BlockStack>
      <ButtonGroup>
        <Button
          accessibilityLabel={`Download the data of ${customer}`}
          loading={data.state !== 'idle'}
          onClick={() => data.load(path)}
        >
          Download data
        </Button>
        <Button
          accessibilityLabel={`Mark the request of ${customer} as answered`}
          loading={answer.state !== 'idle'}
          onClick={() => answer.submit(null, { method: 'post', action: path })}
        >
          Mark as answered
        </Button>
      </ButtonGroup>
    </InlineStack>
  );
}
