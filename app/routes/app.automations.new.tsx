import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Page, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { z } from 'zod';
import { createAutomation } from '~/automations/automation-store.server';
import { EMPTY_FLOW, type Flow, sendSteps } from '~/automations/definition';
import { READY_MADE_IDS, readyMadeFlows } from '~/automations/ready-made';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { BesideCards } from '~/ui/beside-cards';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { pageTitle } from '~/ui/page-title';
import { RadioCards } from '~/ui/radio-cards';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle('New automation');

const BLANK = 'blank';
const STARTS = [BLANK, ...READY_MADE_IDS] as const;
type Start = (typeof STARTS)[number];

const fields = z.object({
  start: z.enum(STARTS).default(BLANK),
  name: z.string().trim().min(1, 'Give the automation a name.').max(120, 'At most 120 characters.'),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  return {
    readyMade: readyMadeFlows(shop.storefrontUrl).map(({ id, name, purpose, flow }) => ({
      id,
      name,
      purpose: `${purpose} ${messagesInWords(flow)}`,
    })),
  };
}

const messagesInWords = (flow: Pick<Flow, 'steps'>) => {
  const count = sendSteps(flow).length;
  return count === 1 ? 'One e-mail.' : `${count} e-mails.`;
};

export async function action({ request }: ActionFunctionArgs) {
  const { shop, redirect } = await authenticateMerchant(request);
  const parsed = fields.safeParse(await readForm(request));
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const { start, name } = parsed.data;
  const begun = readyMadeFlows(shop.storefrontUrl).find(({ id }) => id === start);
  const id = await createAutomation(
    shop.id,
    { name, flow: begun?.flow ?? EMPTY_FLOW },
    begun?.contents ?? new Map(),
    new Date(),
  );
  return redirect(`/app/automations/${id}`);
}

export default function NewAutomation() {
  const { readyMade } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [start, setStart] = useState<Start>(BLANK);
  const [name, setName] = useState('');
  const busy = useNavigation().state !== 'idle';
  const nameOf = (of: Start) => readyMade.find(({ id }) => id === of)?.name ?? '';
  const choose = (next: Start) => {
    // A name that was typed stays.
    if (name === nameOf(start)) setName(nameOf(next));
    setStart(next);
  };
  return (
    <Form method="post" noValidate>
      <Page title="New automation" backAction={{ content: 'Automations', url: '/app/automations' }}>
        <BlockStack gap="400">
          <BesideCards>
            <RadioCards
              name="start"
              legend="Start with"
              columns
              cards={[
                { value: BLANK, label: 'An empty flow', detail: 'You choose who enters and what happens.' },
                ...readyMade.map(({ id, name, purpose }) => ({ value: id, label: name, detail: purpose })),
              ]}
              selected={start}
              onSelect={choose}
            />
          </BesideCards>
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
            <InlineStack align="space-between" blockAlign="center" gap="300">
              <Text as="p" tone="subdued">
                Nobody gets a message before you publish it. Everything in it can be changed.
              </Text>
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
