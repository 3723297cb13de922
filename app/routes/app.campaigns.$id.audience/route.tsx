import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import {
  Await,
  Form,
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
  useNavigation,
} from '@remix-run/react';
import { Button } from '@shopify/polaris';
import { Suspense, useState } from 'react';
import { z } from 'zod';
import { audienceSchema, MOST_SEGMENTS } from '~/campaigns/audience';
import { saveAudience } from '~/campaigns/campaign-store.server';
import { channelOf } from '~/channels/channel';
import { done, refused } from '~/lib/outcome';
import { listSegments } from '~/shopify/segments.server';
import { readForm } from '~/ui/form-errors';
import { jsonField } from '~/ui/json-field';
import { openDraft } from '~/ui/open-draft.server';
import { SkeletonCard } from '~/ui/page-skeleton';
import { unlessUnreachable } from '~/ui/keep-typed';
import { pageTitle } from '~/ui/page-title';
import { useAutosave } from '~/ui/use-autosave';
import { WizardPage } from '~/ui/wizard-page';
import { stepPath } from '~/ui/wizard-steps';
import { SegmentPicker, SegmentsUnavailable } from './segment-picker';

export { keepTyped as clientAction } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Audience', data?.name);

const UNCHOSEN = 'Choose who receives the campaign.';
const TOO_MANY = `Choose ${MOST_SEGMENTS} segments at most.`;

const audienceFields = z.object({
  intent: z.enum(['continue', 'autosave']).default('continue'),
  audience: jsonField(audienceSchema),
});

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign } = await openDraft(request, params.id);
  return {
    id: String(id),
    name: campaign.name,
    channel: channelOf(campaign.channel),
    chosen: campaign.audience,
    segments: listSegments(shop).then(done, () => refused('not_answered')),
  };
}

/** Choosing a segment changes nothing about which there are. */
export function shouldRevalidate(of: ShouldRevalidateFunctionArgs) {
  return of.formData?.get('intent') === 'autosave' ? false : unlessUnreachable(of);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, id, redirect } = await openDraft(request, params.id);
  const parsed = audienceFields.safeParse(await readForm(request));
  if (!parsed.success) return { saved: false, errors: { audience: TOO_MANY } };
  const { intent, audience } = parsed.data;
  if (intent === 'continue' && audience.include.length === 0) {
    return { saved: false, errors: { audience: UNCHOSEN } };
  }
  const saved = await saveAudience(shop.id, id, audience, new Date());
  if (intent === 'autosave') return { saved: saved.ok, errors: undefined };
  return redirect(stepPath(String(id), 'summary'));
}

export default function AudienceStep() {
  const { id, name, channel, chosen, segments } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [audience, setAudience] = useState(chosen);
  const busy = useNavigation().state !== 'idle';
  const written = JSON.stringify(audience);
  const autosave = useAutosave({ audience: written }, stepPath(id, 'audience'));
  return (
    <Form method="post" onSubmit={autosave.markSent} noValidate>
      <input type="hidden" name="intent" value="continue" />
      <input type="hidden" name="audience" value={written} />
      <WizardPage
        step="audience"
        campaignId={id}
        title={name}
        lead="Choose segments of your shop. Only contacts who agreed to this kind of message receive it."
        autosave={autosave}
        primary={
          <Button submit variant="primary" loading={busy}>
            Continue
          </Button>
        }
      >
        <Suspense fallback={<SkeletonCard lines={8} />}>
          <Await resolve={segments} errorElement={<SegmentsUnavailable />}>
            {(answered) =>
              answered.ok ? (
                <SegmentPicker
                  campaignId={id}
                  segments={answered.value}
                  channel={channel}
                  audience={audience}
                  onChange={setAudience}
                  error={audience.include.length > 0 ? undefined : answer?.errors?.audience}
                />
              ) : (
                <SegmentsUnavailable />
              )
            }
          </Await>
        </Suspense>
      </WizardPage>
    </Form>
  );
}
