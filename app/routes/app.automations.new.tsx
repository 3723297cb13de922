import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData, useNavigation } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Page, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { z } from 'zod';
import { createAutomation } from '~/automations/automation-store.server';
import { EMPTY_FLOW } from '~/automations/definition';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { pageTitle } from '~/ui/page-title';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('New automation');

const fields = z.object({
  name: z.string().trim().min(1, 'Give the automation a name.').max(120, 'At most 120 characters.'),
});

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateMerchant(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, redirect } = await authenticateMerchant(request);
  const parsed = fields.safeParse(await readForm(request));
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const id = await createAutomation(
    shop.id,
    { name: parsed.data.name, flow: EMPTY_FLOW },
    new Map(),
    new Date(),
  );
  return redirect(`/app/automations/${id}`);
}

export default function NewAutomation() {
  const answer = useActionData<typeof action>();
  const [name, setName] = useState('');
  const busy = useNavigation().state !== 'idle';
  return (
    <Form method="post" noValidate>
      <Page title="New automation" backAction={{ content: 'Automations', url: '/app/automations' }}>
        <BlockStack gap="400">
          <Card>
            <TextField
              label="Automation name"
              name="name"
              value={name}
              onChange={setName}
              maxLength={120}
              autoComplete="off"
              error={name ? undefined : answer?.errors.name}
              helpText="For you and your reports, such as “Welcome”."
            />
          </Card>
          <BesideCards>
            <InlineStack align="end">
              <Button submit variant="primary" loading={busy}>
                Create automation
              </Button>
            </InlineStack>
          </BesideCards>
        </BlockStack>
      </Page>
    </Form>
  );
}
