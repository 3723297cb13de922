import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { Banner, BlockStack, Button, InlineStack, Page, Text } from '@shopify/polaris';
import { saveStepContent } from '~/automations/automation-store.server';
import { BesideCards } from '~/ui/beside-cards';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { isUnreachable } from '~/ui/keep-typed';
import { contentFields } from '~/ui/message-editor/content-fields';
import { missingContent } from '~/ui/message-editor/content-values';
import { loadEditor } from '~/ui/message-editor/load-editor.server';
import { MessageEditor } from '~/ui/message-editor/message-editor';
import { useContentForm } from '~/ui/message-editor/use-content-form';
import { openStep } from '~/ui/open-automation.server';
import { pageTitle } from '~/ui/page-title';
import { SaveState } from '~/ui/save-state';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageTitle(data?.step.name || 'Message', data?.name);

export async function loader(args: LoaderFunctionArgs) {
  const { shop, id, automation, step, message } = await openStep(args.request, args.params);
  return {
    ...(await loadEditor(shop, step.channel, message)),
    id: String(id),
    name: automation.name,
    step: { id: step.id, name: step.name },
  };
}

export async function action(args: ActionFunctionArgs) {
  const { shop, id, step, redirect } = await openStep(args.request, args.params);
  const parsed = contentFields.safeParse(await readForm(args.request));
  if (!parsed.success) return { saved: false, errors: fieldErrors(parsed.error) };
  const { intent, ...content } = parsed.data;
  const kept = { ...content, design: content.design || null, template: content.template || null };
  const saved = await saveStepContent(shop.id, id, step.id, kept, new Date());
  if (intent === 'autosave') return { saved: saved.ok, errors: undefined };
  const errors = missingContent(step.channel, content);
  return errors ? { saved: saved.ok, errors } : redirect(`/app/automations/${id}?step=${step.id}`);
}

export default function StepContent() {
  const { id, name, step, content, ...editor } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const form = useContentForm(content, answer, `/app/automations/${id}/steps/${step.id}/content`);
  const busy = useNavigation().state !== 'idle';
  return (
    <Form method="post" onSubmit={form.submit} noValidate>
      <input type="hidden" name="intent" value="continue" />
      <Page
        title={step.name || 'Message'}
        subtitle={name}
        backAction={{ content: name, url: `/app/automations/${id}?step=${step.id}` }}
      >
        <BlockStack gap="400">
          <BesideCards>
            <InlineStack align="space-between" gap="300">
              <Text as="p" tone="subdued">
                Contacts get it as it was last published; what you write here waits for the next publishing.
              </Text>
              <SaveState autosave={form.autosave} />
            </InlineStack>
          </BesideCards>
          {isUnreachable(answer) && (
            <Banner tone="critical" title="Sales Trail could not be reached">
              <Text as="p">Everything you typed is still here. Try again in a moment.</Text>
            </Banner>
          )}
          <MessageEditor
            {...editor}
            form={form}
            test={{ path: `/app/automations/${id}/steps/${step.id}/test-message` }}
          />
          <BesideCards>
            <InlineStack align="end">
              <Button submit variant="primary" loading={busy}>
                Save and go back
              </Button>
            </InlineStack>
          </BesideCards>
        </BlockStack>
      </Page>
    </Form>
  );
}
