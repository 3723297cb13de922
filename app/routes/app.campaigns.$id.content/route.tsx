import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { Button } from '@shopify/polaris';
import { useRef } from 'react';
import { addVariant, removeVariant, saveContent } from '~/campaigns/campaign-store.server';
import { differenceInWords, FIRST_VARIANT, readVariant } from '~/campaigns/variants';
import { channelOf } from '~/channels/channel';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { contentFields } from '~/ui/message-editor/content-fields';
import { missingContent } from '~/ui/message-editor/content-values';
import { loadEditor } from '~/ui/message-editor/load-editor.server';
import { MessageEditor } from '~/ui/message-editor/message-editor';
import { useContentForm } from '~/ui/message-editor/use-content-form';
import { openDraft } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { WizardPage } from '~/ui/wizard-page';
import { stepPath } from '~/ui/wizard-steps';
import { VariantBar, variantPath } from './variant-bar';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Content', data?.name);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, message: first, messages } = await openDraft(request, params.id);
  const wanted = variantIn(request);
  const message = messages.find(({ variant }) => variant === wanted) ?? first;
  return {
    ...(await loadEditor(shop, channelOf(campaign.channel), message)),
    id: String(id),
    name: campaign.name,
    variant: message.variant,
    variants: messages.map((one) => ({
      variant: one.variant,
      difference: differenceInWords(campaign.channel, first, one),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, id, campaign, redirect } = await openDraft(request, params.id);
  const parsed = contentFields.safeParse(await readForm(request));
  if (!parsed.success) return { saved: false, errors: fieldErrors(parsed.error) };
  const { intent, ...content } = parsed.data;
  const variant = variantIn(request);
  const now = new Date();
  if (intent === 'remove_variant' && variant !== FIRST_VARIANT) {
    await removeVariant(shop.id, id, variant, now);
    return redirect(variantPath(String(id), FIRST_VARIANT));
  }
  const written = { ...content, design: content.design || null, template: content.template || null };
  const saved = await saveContent(shop.id, id, written, now, variant);
  if (intent === 'autosave') return { saved: saved.ok, errors: undefined };
  if (intent === 'add_variant') {
    const added = await addVariant(shop.id, id, now);
    return redirect(variantPath(String(id), added.ok ? added.value : variant));
  }
  const errors = missingContent(campaign.channel, content);
  return errors ? { saved: saved.ok, errors } : redirect(stepPath(String(id), 'audience'));
}

/** Which of the campaign's variants the address names. */
const variantIn = (request: Request) => readVariant(new URL(request.url).searchParams.get('variant'));

export default function ContentStep() {
  const { variant } = useLoaderData<typeof loader>();
  return <VariantEditor key={variant} />;
}

function VariantEditor() {
  const { id, name, variant, variants, content, ...editor } = useLoaderData<typeof loader>();
  // What is written here belongs to this variant, also when it is saved on the way to another.
  const path = variantPath(id, useRef(variant).current);
  const form = useContentForm(content, useActionData<typeof action>(), path);
  const busy = useNavigation().state !== 'idle';
  return (
    <Form method="post" action={path} ref={form.ref} onSubmit={form.submit} noValidate>
      <input type="hidden" name="intent" value="continue" />
      <WizardPage
        step="content"
        campaignId={id}
        title={name}
        lead={
          editor.channel === 'email'
            ? 'Write the e-mail and see it as its reader will.'
            : 'Write what people receive.'
        }
        autosave={form.autosave}
        primary={
          <Button submit variant="primary" loading={busy}>
            Continue
          </Button>
        }
      >
        <VariantBar
          campaignId={id}
          variant={variant}
          variants={variants}
          busy={busy}
          onAdd={() => void form.ask('add_variant')}
          onRemove={() => void form.ask('remove_variant')}
        />
        <MessageEditor
          {...editor}
          form={form}
          test={{ path: `/app/campaigns/${id}/test-message`, besides: { variant } }}
        />
      </WizardPage>
    </Form>
  );
}
