import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { BlockStack, Button, InlineGrid } from '@shopify/polaris';
import { type FormEvent, useRef, useState } from 'react';
import { saveContent } from '~/campaigns/campaign-store.server';
import { channelOf } from '~/channels/channel';
import { env } from '~/env.server';
import { loadApprovedTemplates } from '~/messaging/approved-templates.server';
import { fieldErrors, readForm } from '~/ui/form-errors';
import { SAMPLE } from '~/ui/contact-picker';
import { MessagePreview } from '~/ui/message-preview';
import { openDraft } from '~/ui/open-draft.server';
import { pageTitle } from '~/ui/page-title';
import { useAutosave } from '~/ui/use-autosave';
import { useFieldErrors } from '~/ui/use-field-errors';
import { WizardPage } from '~/ui/wizard-page';
import { stepPath } from '~/ui/wizard-steps';
import { contentFields } from './content-fields';
import { WhatsAppEditor } from './whatsapp-editor';
import { type ContentValues, missingContent } from './content-values';
import { EmailEditor } from './email-editor';
import { LinksFound } from './links-found';
import { TestMessage } from './test-message';
import { TextEditor } from './text-editor';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Content', data?.name);

/** A signed link token's usual length: four numbers and their signature. */
const TOKEN_LENGTH = 20;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, message } = await openDraft(request, params.id);
  const { subject, preheader, html, design, template, text, voice } = message;
  return {
    id: String(id),
    shop: { storefrontUrl: shop.storefrontUrl, currency: shop.currency },
    ownAddress: shop.email ?? '',
    tracked: message.trackSales,
    approved: campaign.channel === 'whatsapp' ? await loadApprovedTemplates(shop.id) : [],
    name: campaign.name,
    channel: channelOf(campaign.channel),
    sender: shop.name,
    shortLink: `${env.SHOPIFY_APP_URL}/l/${'x'.repeat(TOKEN_LENGTH)}`,
    content: {
      subject,
      preheader,
      html,
      design: design ?? '',
      template: template ?? '',
      text,
      voice,
    } satisfies ContentValues,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, id, campaign, redirect } = await openDraft(request, params.id);
  const parsed = contentFields.safeParse(await readForm(request));
  if (!parsed.success) return { saved: false, errors: fieldErrors(parsed.error) };
  const { intent, ...content } = parsed.data;
  const saved = await saveContent(
    shop.id,
    id,
    { ...content, design: content.design || null, template: content.template || null },
    new Date(),
  );
  if (intent === 'autosave') return { saved: saved.ok, errors: undefined };
  const errors = missingContent(campaign.channel, content);
  return errors ? { saved: saved.ok, errors } : redirect(stepPath(String(id), 'audience'));
}

export default function ContentStep() {
  const { id, name, channel, sender, shortLink, content, ...loaded } = useLoaderData<typeof loader>();
  const [contact, setContact] = useState(SAMPLE);
  const answer = useActionData<typeof action>();
  const [values, setValues] = useState<ContentValues>(content);
  const { errors, changed } = useFieldErrors(answer);
  const change = (some: Partial<ContentValues>) => {
    setValues((was) => ({ ...was, ...some }));
    changed(Object.keys(some));
  };
  const busy = useNavigation().state !== 'idle';
  const autosave = useAutosave({ ...values }, stepPath(id, 'content'));
  const editor = { values, onChange: change, errors, shop: loaded.shop };
  const composing = useRef<Promise<void>>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const work = composing.current;
    if (!work) return autosave.markSent();
    // What was typed last is still on its way into the HTML.
    event.preventDefault();
    const form = event.currentTarget;
    void work.then(() => form.requestSubmit());
  };
  const compose = (work: Promise<void>) => {
    composing.current = work;
    void work.then(() => {
      if (composing.current === work) composing.current = undefined;
    });
  };
  return (
    <Form method="post" onSubmit={submit} noValidate>
      <input type="hidden" name="intent" value="continue" />
      <WizardPage
        step="content"
        campaignId={id}
        title={name}
        lead={
          channel === 'email'
            ? 'Write the e-mail and see it as its reader will.'
            : 'Write what people receive.'
        }
        autosave={autosave}
        primary={
          <Button submit variant="primary" loading={busy}>
            Continue
          </Button>
        }
      >
        <InlineGrid columns={{ xs: 1, lg: 2 }} gap="400">
          {channel === 'email' ? (
            <EmailEditor {...editor} onComposing={compose} />
          ) : channel === 'whatsapp' ? (
            <WhatsAppEditor approved={loaded.approved} {...editor} />
          ) : (
            <TextEditor channel={channel} shortLink={shortLink} as={contact.values} {...editor} />
          )}
          <BlockStack gap="400">
            <MessagePreview channel={channel} sender={sender} content={values} onContact={setContact} />
            <TestMessage
              channel={channel}
              campaignId={id}
              values={values}
              as={contact.values}
              address={loaded.ownAddress}
              tracked={loaded.tracked}
            />
            {channel !== 'voice' && <LinksFound channel={channel} values={values} />}
          </BlockStack>
        </InlineGrid>
      </WizardPage>
    </Form>
  );
}
