import { useLocation, useNavigate } from '@remix-run/react';
import { Tabs } from '@shopify/polaris';

interface PageTab {
  /** The tab's own page. */
  path: string;
  content: string;
}

/** The pages of one report; what was chosen in the address goes along from one to the next. */
export function PageTabs({ tabs, selected }: { tabs: readonly PageTab[]; selected: string }) {
  const navigate = useNavigate();
  const { search } = useLocation();
  return (
    <Tabs
      tabs={tabs.map(({ path, content }) => ({ id: path.replaceAll('/', '-'), content }))}
      selected={tabs.findIndex(({ path }) => path === selected)}
      onSelect={(index) => navigate(`${tabs[index]?.path ?? selected}${search}`)}
    />
  );
}
