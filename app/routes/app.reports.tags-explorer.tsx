import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import { InlineStack, Select } from '@shopify/polaris';
import { formatMoment } from '~/lib/period';
import { tagsExplorerReport } from '~/reports/tags-explorer/query.server';
import { TAG_FIELDS, tagFieldLabel } from '~/reports/tags-explorer/tag-field';
import { PAGE_ROWS } from '~/reports/table';
import { openReport } from '~/ui/open-report.server';
import { pageTitle } from '~/ui/page-title';
import { REPORTS } from '~/ui/report-links';
import { ReportPage } from '~/ui/report-page';
import { reportQuery } from '~/ui/report-query';
import { tagsInQuery } from '~/ui/tags-query';

export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta = () => pageTitle(REPORTS['tags-explorer']);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await openReport(request);
  const now = new Date();
  const { searchParams } = new URL(request.url);
  const { period, basis, bar } = reportQuery(searchParams, now, shop.timeZone);
  const { by, within } = tagsInQuery(searchParams);
  const table = await tagsExplorerReport(shop, period, basis, by, within, PAGE_ROWS);
  return { bar, by, within, table, asOf: formatMoment(now, shop.timeZone) };
}

export default function TagsExplorer() {
  const { by, within, ...report } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const loading = useNavigation().state === 'loading';
  const change = (name: 'by' | 'within') => (value: string) =>
    setParams((was) => ({ ...Object.fromEntries(was), [name]: value }), { preventScrollReset: true });
  return (
    <ReportPage
      {...report}
      name="tags-explorer"
      subtitle="What messages earned by their tags, one by another"
      empty={{
        heading: 'Tags show here once a message earns',
        text: 'Send a tracked campaign: what its tags earn shows here within seconds of an order.',
      }}
    >
      <InlineStack gap="300">
        <Select
          label="By"
          labelInline
          options={TAG_FIELDS.map((value) => ({ value, label: tagFieldLabel[value] }))}
          value={by}
          disabled={loading}
          onChange={change('by')}
        />
        <Select
          label="And by"
          labelInline
          options={[
            { value: '', label: 'Nothing else' },
            ...TAG_FIELDS.filter((field) => field !== by).map((value) => ({
              value,
              label: tagFieldLabel[value],
            })),
          ]}
          value={within ?? ''}
          disabled={loading}
          onChange={change('within')}
        />
      </InlineStack>
    </ReportPage>
  );
}
