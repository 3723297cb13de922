import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { BlockStack, Button, InlineGrid } from '@shopify/polaris';
import { type FormEvent, useRef, useState } from 'react';
import { addVariant, removeVariant, saveContent } from '~/campaigns/campaign-store.server';
import { differenceInWords, FIRST_VARIANT, readVariant } from '~/campaigns/variants';
import { canSend, channelOf } from '~/channels/channel';
import { connectedChannels } from '~/channels/provider-of.server';
import { env } from '~/env.server';
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
import { VariantBar, variantPath } from './variant-bar';

export { keepTyped as clientAction, unlessUnreachable as shouldRevalidate } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Content', data?.name);

/** A signed link token's usual length: four numbers and their signature. */
const TOKEN_LENGTH = 20;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, message: first, messages } = await openDraft(request, params.id);
  const wanted = variantIn(request);
  const message = messages.find(({ variant }) => variant === wanted) ?? first;
  const { subject, preheader, html, design, template, text, voice } = message;
  return {
    id: String(id),
    shop: { storefrontUrl: shop.storefrontUrl, currency: shop.currency },
    ownAddress: campaign.channel === 'email' ? (shop.email ?? '') : '',
    connected: canSend(campaign.channel, await connectedChannels(shop.id)).ok,
    tracked: message.trackSales,
    name: campaign.name,
    variant: message.variant,
    variants: messages.map((one) => ({
      variant: one.variant,
      difference: differenceInWords(campaign.channel, first, one),
    })),
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
  const { id, name, variant, variants, channel, sender, shortLink, content, ...loaded } =
    useLoaderData<typeof loader>();
  const [contact, setContact] = useState(SAMPLE);
  const answer = useActionData<typeof action>();
  const [values, setValues] = useState<ContentValues>(content);
  const { errors, changed } = useFieldErrors(answer);
  const change = (some: Partial<ContentValues>) => {
    setValues((was) => ({ ...was, ...some }));
    changed(Object.keys(some));
  };
  const busy = useNavigation().state !== 'idle';
  // What is written here belongs to this variant, also when it is saved on the way to another.
  const path = variantPath(id, useRef(variant).current);
  const autosave = useAutosave({ ...values }, path);
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
  const form = useRef<HTMLFormElement>(null);
  const send = useSubmit();
  const ask = async (intent: 'add_variant' | 'remove_variant') => {
    await composing.current;
    if (!form.current) return;
    const data = new FormData(form.current);
    data.set('intent', intent);
    autosave.markSent();
    send(data, { method: 'post', action: path });
  };
  return (
    <Form method="post" action={path} ref={form} onSubmit={submit} noValidate>
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
        <VariantBar
          campaignId={id}
          variant={variant}
          variants={variants}
          busy={busy}
          onAdd={() => void ask('add_variant')}
          onRemove={() => void ask('remove_variant')}
        />
        <InlineGrid columns={{ xs: 1, lg: 2 }} gap="400">
          {channel === 'email' ? (
            <EmailEditor {...editor} onComposing={compose} />
          ) : channel === 'whatsapp' ? (
            <WhatsAppEditor {...editor} />
          ) : (
            <TextEditor channel={channel} shortLink={shortLink} as={contact.values} {...editor} />
          )}
          <BlockStack gap="400">
            <MessagePreview channel={channel} sender={sender} content={values} onContact={setContact} />
            <TestMessage
              channel={channel}
              campaignId={id}
              variant={variant}
              values={values}
              as={contact.values}
              address={loaded.ownAddress}
              tracked={loaded.tracked}
              connected={loaded.connected}
            />
            {channel !== 'voice' && <LinksFound channel={channel} values={values} />}
          </BlockStack>
        </InlineGrid>
      </WizardPage>
    </Form>
  );
}
