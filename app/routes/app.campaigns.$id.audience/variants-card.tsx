import { Banner, BlockStack, Card, ChoiceList, FormLayout, Select, Text, TextField } from '@shopify/polaris';
import { metricLabel, TEST_LIMITS, type WinnerMetric } from '~/campaigns/variants';
import { capital } from '~/lib/capital';
import type { AudienceCount } from '~/ui/use-audience-count';
import { variantPowerSentence } from './variant-power';

/** How the variants are tried, as typed. */
export interface TestValues {
  mode: 'all' | 'part';
  percent: string;
  metric: WinnerMetric;
  hours: string;
}

interface VariantsCardProps {
  /** How many variants there are. */
  variants: number;
  values: TestValues;
  onChange: (some: Partial<TestValues>) => void;
  /** What can decide on the channel; none of a call. */
  metrics: readonly WinnerMetric[];
  count: AudienceCount;
  holdoutPercent: number;
  /** What the shop's campaigns came to lately. */
  rates: Partial<Record<WinnerMetric, number>>;
  rateDays: number;
  errors: { percent?: string; hours?: string };
}

/** How the variants share the audience, what decides between them, and what that can detect. */
export function VariantsCard(props: VariantsCardProps) {
  const { variants, values, onChange, metrics, errors, ...rest } = props;
  const part = values.mode === 'part';
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Variants
        </Text>
        {metrics.length === 0 ? (
          <Text as="p">
            {`Everybody is split evenly between ${variants} variants. Nothing of a call can be counted, so no winner is chosen.`}
          </Text>
        ) : (
          <>
            <ChoiceList
              title="Who gets which"
              choices={[
                {
                  value: 'all',
                  label: 'Split everybody evenly',
                  helpText: 'The report says which did better.',
                },
                {
                  value: 'part',
                  label: 'Test on a part, then send the best to the rest',
                  helpText: 'The winner is sent by itself; you can also choose one earlier.',
                },
              ]}
              selected={[values.mode]}
              onChange={([mode]) => onChange({ mode: mode === 'part' ? 'part' : 'all' })}
            />
            <FormLayout>
              <Select
                label="The best is the one with the highest"
                options={metrics.map((metric) => ({ value: metric, label: capital(metricLabel[metric]) }))}
                value={values.metric}
                onChange={(metric) => onChange({ metric: metric as WinnerMetric })}
              />
              {part && (
                <FormLayout.Group>
                  <TextField
                    id="testPercent"
                    label="Share of the audience in the test"
                    suffix="%"
                    type="integer"
                    min={TEST_LIMITS.percent.least}
                    max={TEST_LIMITS.percent.most}
                    value={values.percent}
                    onChange={(percent) => onChange({ percent })}
                    autoComplete="off"
                    error={errors.percent}
                    helpText={`${TEST_LIMITS.percent.least} to ${TEST_LIMITS.percent.most} %.`}
                  />
                  <TextField
                    id="testHours"
                    label="Wait for the result"
                    suffix="hours"
                    type="integer"
                    min={TEST_LIMITS.hours.least}
                    max={TEST_LIMITS.hours.most}
                    value={values.hours}
                    onChange={(hours) => onChange({ hours })}
                    autoComplete="off"
                    error={errors.hours}
                    helpText={`${TEST_LIMITS.hours.least} to ${TEST_LIMITS.hours.most}, from when the last message of the test went out.`}
                  />
                </FormLayout.Group>
              )}
            </FormLayout>
            {values.metric === 'opens' && (
              <Banner tone="warning">
                <Text as="p">
                  Many mail programs fetch every image, whether or not somebody reads. Those opens are left
                  out, so the open rate is of other people’s mail programs alone. Clicks say more.
                </Text>
              </Banner>
            )}
            <div role="status">
              <Text as="p">
                {variantPowerSentence({
                  variants,
                  percent: part ? Number(values.percent) : 100,
                  metric: values.metric,
                  ...rest,
                })}
              </Text>
            </div>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
