import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, IndexTable, Modal, Page, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { scopeLabel } from '~/api-keys/api-key';
import { listApiKeys } from '~/api-keys/api-key-store.server';
import { env } from '~/env.server';
import { formatMoment } from '~/lib/period';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { CardHeading } from '~/ui/card-heading';
import { readForm } from '~/ui/form-errors';
import { isUnreachable, type Unreachable } from '~/ui/keep-typed';
import { ListTable } from '~/ui/list-table';
import { pageTitle } from '~/ui/page-title';
import { showToast } from '~/ui/toast';
import { AddCard } from './add-card';
import { changeKeys, type KeysAnswer } from './change-keys.server';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('API keys', 'Settings');

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const now = new Date();
  const keys = await listApiKeys(shop.id);
  const moment = (at: Date) => formatMoment(at, shop.timeZone);
  return {
    address: `${env.SHOPIFY_APP_URL}/api/v1`,
    keys: keys.map(({ id, name, scopes, createdAt, expiresAt, lastUsedAt }) => ({
      id: String(id),
      name,
      scopes: scopes.map((scope) => scopeLabel[scope]).join('; '),
      made: moment(createdAt),
      used: lastUsedAt ? moment(lastUsedAt) : 'Never',
      valid: expiresAt ? `${expiresAt <= now ? 'Expired' : 'Until'} ${moment(expiresAt)}` : 'Until revoked',
    })),
  };
}

type KeyRow = Awaited<ReturnType<typeof loader>>['keys'][number];

export async function action({ request }: ActionFunctionArgs): Promise<KeysAnswer> {
  const { shop } = await authenticateMerchant(request);
  return changeKeys(shop.id, await readForm(request), new Date());
}

export default function ApiKeys() {
  const { keys, address } = useLoaderData<typeof loader>();
  const { submit, data, state } = useFetcher<KeysAnswer | Unreachable>();
  const [asking, setAsking] = useState<KeyRow>();
  useEffect(() => {
    if (data && !isUnreachable(data) && data.said) showToast(data.said);
  }, [data]);
  const revoke = () => {
    submit({ intent: 'revoke', id: asking?.id ?? '' }, { method: 'post' });
    setAsking(undefined);
  };
  return (
    <Page
      title="API keys"
      subtitle="Programs with a key read your figures as JSON, and can change nothing"
      backAction={{ content: 'Settings', url: '/app/settings' }}
    >
      <BlockStack gap="400">
        {isUnreachable(data) && state === 'idle' && (
          <Banner tone="critical" title="The app did not answer">
            <Text as="p">Nothing was changed. Try again in a moment.</Text>
          </Banner>
        )}
        <Card padding="0">
          <KeyTable keys={keys} onRevoke={setAsking} />
        </Card>
        <AddCard />
        <Card>
          <BlockStack gap="200">
            <CardHeading
              title="How it is used"
              text="Send the key as “Authorization: Bearer”. What can be asked, and what is answered, is described for programs (OpenAPI) at the address below."
            />
            <span className="st-url">{`${address}/openapi.json`}</span>
          </BlockStack>
        </Card>
      </BlockStack>
      <Modal
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={`Revoke “${asking?.name ?? ''}”?`}
        primaryAction={{ content: 'Revoke', destructive: true, onAction: revoke }}
        secondaryActions={[{ content: 'Keep', onAction: () => setAsking(undefined) }]}
      >
        <Modal.Section>
          <Text as="p">Whatever uses the key can read nothing from now on. It cannot be brought back.</Text>
        </Modal.Section>
      </Modal>
    </Page>
  );
}

function KeyTable({ keys, onRevoke }: { keys: KeyRow[]; onRevoke: (key: KeyRow) => void }) {
  const revokeCell = (row: KeyRow) => (
    <IndexTable.Cell>
      <Button
        variant="plain"
        tone="critical"
        accessibilityLabel={`Revoke ${row.name}`}
        onClick={() => onRevoke(row)}
      >
        Revoke
      </Button>
    </IndexTable.Cell>
  );
  return (
    <ListTable
      rows={keys}
      resourceName={{ singular: 'key', plural: 'keys' }}
      emptyText="No program has a key. Make one below."
      pagination={undefined}
      headings={[
        { title: 'Name' },
        { title: 'May read' },
        { title: 'Made' },
        { title: 'Last used' },
        { title: 'Valid' },
        { title: 'Revoke', hidden: true },
      ]}
      cells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <Text as="span" fontWeight="semibold" breakWord>
              {row.name}
            </Text>
          </IndexTable.Cell>
          <IndexTable.Cell className="st-cell-wrap">{row.scopes}</IndexTable.Cell>
          <IndexTable.Cell>{row.made}</IndexTable.Cell>
          <IndexTable.Cell>{row.used}</IndexTable.Cell>
          <IndexTable.Cell>{row.valid}</IndexTable.Cell>
          {revokeCell(row)}
        </>
      )}
      phoneHeadings={[{ title: 'Name' }, { title: 'Revoke', hidden: true }]}
      phoneCells={(row) => (
        <>
          <IndexTable.Cell className="st-cell-wrap">
            <BlockStack>
              <Text as="span" fontWeight="semibold" breakWord>
                {row.name}
              </Text>
              <Text as="span" variant="bodySm" tone="subdued">
                {`${row.scopes} · last used: ${row.used} · ${row.valid}`}
              </Text>
            </BlockStack>
          </IndexTable.Cell>
          {revokeCell(row)}
        </>
      )}
    />
  );
}
