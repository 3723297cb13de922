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
import { saveAudience, saveHoldout, saveVariantTest } from '~/campaigns/campaign-store.server';
import { metricsOf, TEST_LIMITS, variantTestOf, WINNER_METRICS } from '~/campaigns/variants';
import { RATE_DAYS, usualRates } from '~/reports/usual-rates.server';
import { findSettings } from '~/attribution/attribution-store.server';
import { canTrack, channelOf } from '~/channels/channel';
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
import { type TestValues, VariantsCard } from './variants-card';
import { SegmentPicker, SegmentsUnavailable } from './segment-picker';

export { keepTyped as clientAction } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle('Audience', data?.name);

const USUAL_SHARE = 10;
const USUAL_TEST_SHARE = 20;
const USUAL_TEST_HOURS = 24;
const UNCHOSEN = 'Choose who receives the campaign.';
const wrongNumber = ({ least, most }: { least: number; most: number }) =>
  `Enter a whole number, ${least} to ${most}.`;
const TOO_MANY = `Choose ${MOST_SEGMENTS} segments at most.`;

const audienceFields = z.object({
  intent: z.enum(['continue', 'autosave']).default('continue'),
  audience: jsonField(audienceSchema),
  holdout: z.enum(['on', '']).default(''),
  percent: z.string().trim().default(''),
  testMode: z.enum(['all', 'part']).default('all'),
  testPercent: z.string().trim().default(''),
  winnerMetric: z.enum(WINNER_METRICS).default('clicks'),
  testHours: z.string().trim().default(''),
});

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop, campaign, messages } = await openDraft(request, params.id);
  const test = variantTestOf(campaign);
  const trackSales = canTrack(campaign.channel).ok;
  const metrics = WINNER_METRICS.filter((metric) =>
    messages.every((message) => metricsOf(campaign.channel, { ...message, trackSales }).includes(metric)),
  );
  const all = test.percent === TEST_LIMITS.percent.most;
  return {
    id: String(id),
    name: campaign.name,
    channel: channelOf(campaign.channel),
    chosen: campaign.audience,
    holdout: {
      on: campaign.holdoutPercent !== null,
      percent: String(campaign.holdoutPercent ?? USUAL_SHARE),
    },
    variants: messages.length,
    test: {
      mode: all || metrics.length === 0 ? 'all' : 'part',
      percent: String(all ? USUAL_TEST_SHARE : test.percent),
      metric: metrics.includes(test.metric) ? test.metric : (metrics[0] ?? test.metric),
      hours: String(test.hours),
    } satisfies TestValues,
    metrics,
    rates: messages.length > 1 ? await usualRates(shop, campaign.channel, new Date()) : {},
    rateDays: RATE_DAYS,
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
  const { shop, id, messages, redirect } = await openDraft(request, params.id);
  const parsed = audienceFields.safeParse(await readForm(request));
  if (!parsed.success) return { saved: false, errors: { audience: TOO_MANY } };
  const { intent, audience } = parsed.data;
  const holdout = holdoutOf(parsed.data);
  if (holdout === undefined) return { saved: false, errors: { holdout: wrongNumber(HOLDOUT_LIMITS) } };
  const test = testOf(parsed.data);
  if (messages.length > 1 && !test.ok) return { saved: false, errors: test.errors };
  if (intent === 'continue' && audience.include.length === 0) {
    return { saved: false, errors: { audience: UNCHOSEN } };
  }
  const saved = await saveAudience(shop.id, id, audience, new Date());
  await saveHoldout(shop.id, id, holdout, new Date());
  if (messages.length > 1 && test.ok) await saveVariantTest(shop.id, id, test.value, new Date());
  if (intent === 'autosave') return { saved: saved.ok, errors: undefined };
  return redirect(stepPath(String(id), 'summary'));
}

/** @returns null where nobody is held out; undefined where it is no share that can be */
function holdoutOf({ holdout, percent }: { holdout: string; percent: string }) {
  return holdout === '' ? null : wholeNumber(percent, HOLDOUT_LIMITS);
}

/** How the variants are tried, or what of it is wrong; where everybody is split, only what decides matters. */
function testOf(
  fields: Pick<z.infer<typeof audienceFields>, 'testMode' | 'testPercent' | 'winnerMetric' | 'testHours'>,
) {
  const { testMode, testPercent, winnerMetric: metric, testHours } = fields;
  const { percent: shares, hours: spans } = TEST_LIMITS;
  const percent = testMode === 'all' ? shares.most : wholeNumber(testPercent, shares);
  const hours = wholeNumber(testHours, spans) ?? (testMode === 'all' ? USUAL_TEST_HOURS : undefined);
  if (percent !== undefined && hours !== undefined)
    return { ok: true as const, value: { percent, metric, hours } };
  return {
    ok: false as const,
    errors: {
      ...(percent === undefined && { testPercent: wrongNumber(shares) }),
      ...(hours === undefined && { testHours: wrongNumber(spans) }),
    },
  };
}

/** @returns undefined where it is none within the limits */
function wholeNumber(text: string, { least, most }: { least: number; most: number }): number | undefined {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

export default function AudienceStep() {
  const { id, name, channel, chosen, segments, windowDays, ...loaded } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [audience, setAudience] = useState(chosen);
  const [holdout, setHoldout] = useState(loaded.holdout);
  const { count, again } = useAudienceCount(id, audience);
  const [test, setTest] = useState<TestValues>(loaded.test);
  const errors: Partial<Record<'audience' | 'holdout' | 'testPercent' | 'testHours', string>> =
    answer?.errors ?? {};
  const busy = useNavigation().state !== 'idle';
  const written = JSON.stringify(audience);
  const fields = {
    audience: written,
    holdout: holdout.on ? 'on' : '',
    percent: holdout.percent,
    testMode: test.mode,
    testPercent: test.percent,
    winnerMetric: test.metric,
    testHours: test.hours,
  };
  const autosave = useAutosave(fields, stepPath(id, 'audience'));
  return (
    <Form method="post" onSubmit={autosave.markSent} noValidate>
      <input type="hidden" name="intent" value="continue" />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
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
        {loaded.variants > 1 && (
          <VariantsCard
            variants={loaded.variants}
            values={test}
            onChange={(some) => setTest((was) => ({ ...was, ...some }))}
            metrics={loaded.metrics}
            count={count}
            holdoutPercent={holdout.on ? Number(holdout.percent) : 0}
            rates={loaded.rates}
            rateDays={loaded.rateDays}
            errors={{ percent: errors.testPercent, hours: errors.testHours }}
          />
        )}
      </WizardPage>
    </Form>
  );
}
