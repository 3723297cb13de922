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
import { HOLDOUT_LIMITS } from '~/campaigns/holdout-power';
import { saveAudience, saveHoldout } from '~/campaigns/campaign-store.server';
import { findSettings } from '~/attribution/attribution-store.server';
import { channelOf } from '~/channels/channel';
import { done, refused } from '~/lib/outcome';
import { db } from '~/db.server';
import { baseOrderRate } from '~/reports/base-order-rate.server';
import { BASE_DAYS } from '~/reports/base-days';
import { AudienceSentence } from '~/ui/audience-sentence';
import { useAudienceCount } from '~/ui/use-audience-count';
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
import { HoldoutCard } from './holdout-card';
import { SegmentPicker, SegmentsUnavailable } from './segment-picker';

export { keepTyped as clientAction } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Audience', data?.name);

const USUAL_SHARE = 10;
const UNCHOSEN = 'Choose who receives the campaign.';
const WRONG_SHARE = `Enter a whole number, ${HOLDOUT_LIMITS.least} to ${HOLDOUT_LIMITS.most}.`;
const TOO_MANY = `Choose ${MOST_SEGMENTS} segments at most.`;

const audienceFields = z.object({
  intent: z.enum(['continue', 'autosave']).default('continue'),
  audience: jsonField(audienceSchema),
  holdout: z.enum(['on', '']).default(''),
  percent: z.string().trim().default(''),
});

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign } = await openDraft(request, params.id);
  return {
    id: String(id),
    name: campaign.name,
    channel: channelOf(campaign.channel),
    chosen: campaign.audience,
    holdout: {
      on: campaign.holdoutPercent !== null,
      percent: String(campaign.holdoutPercent ?? USUAL_SHARE),
    },
    baseRate: await baseOrderRate(shop, new Date()),
    windowDays: (await findSettings(shop.id, db)).windowDays,
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
  const holdout = holdoutOf(parsed.data);
  if (holdout === undefined) return { saved: false, errors: { holdout: WRONG_SHARE } };
  if (intent === 'continue' && audience.include.length === 0) {
    return { saved: false, errors: { audience: UNCHOSEN } };
  }
  const saved = await saveAudience(shop.id, id, audience, new Date());
  await saveHoldout(shop.id, id, holdout, new Date());
  if (intent === 'autosave') return { saved: saved.ok, errors: undefined };
  return redirect(stepPath(String(id), 'summary'));
}

/** @returns null where nobody is held out; undefined where it is no share that can be */
function holdoutOf({ holdout, percent: text }: { holdout: string; percent: string }) {
  if (holdout === '') return null;
  const percent = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  return percent >= HOLDOUT_LIMITS.least && percent <= HOLDOUT_LIMITS.most ? percent : undefined;
}

export default function AudienceStep() {
  const { id, name, channel, chosen, segments, windowDays, ...loaded } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [audience, setAudience] = useState(chosen);
  const [holdout, setHoldout] = useState(loaded.holdout);
  const { count, again } = useAudienceCount(id, audience);
  const errors: Partial<Record<'audience' | 'holdout', string>> = answer?.errors ?? {};
  const busy = useNavigation().state !== 'idle';
  const written = JSON.stringify(audience);
  const autosave = useAutosave(
    { audience: written, holdout: holdout.on ? 'on' : '', percent: holdout.percent },
    stepPath(id, 'audience'),
  );
  return (
    <Form method="post" onSubmit={autosave.markSent} noValidate>
      <input type="hidden" name="intent" value="continue" />
      <input type="hidden" name="audience" value={written} />
      <input type="hidden" name="holdout" value={holdout.on ? 'on' : ''} />
      <input type="hidden" name="percent" value={holdout.percent} />
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
                  segments={answered.value}
                  countSentence={
                    <AudienceSentence
                      count={count}
                      channel={channel}
                      holdoutPercent={holdout.on ? Number(holdout.percent) : 0}
                      again={again}
                    />
                  }
                  audience={audience}
                  onChange={setAudience}
                  error={audience.include.length > 0 ? undefined : errors.audience}
                />
              ) : (
                <SegmentsUnavailable />
              )
            }
          </Await>
        </Suspense>
        <HoldoutCard
          {...holdout}
          onChange={(some) => setHoldout((was) => ({ ...was, ...some }))}
          count={count}
          baseRate={loaded.baseRate}
          baseDays={BASE_DAYS}
          windowDays={windowDays}
          error={errors.holdout}
        />
      </WizardPage>
    </Form>
  );
}
