import { useNavigate } from '@remix-run/react';
import { Tabs } from '@shopify/polaris';

const TABS = [
  { id: 'overview', content: 'Overview', path: '' },
  { id: 'sales', content: 'Sales', path: '/sales' },
  { id: 'details', content: 'Details', path: '/details' },
  { id: 'preview', content: 'Preview', path: '/preview' },
  { id: 'unsubscribed', content: 'Unsubscribed', path: '/unsubscribed' },
] as const;

export type CampaignTab = (typeof TABS)[number]['id'];

/** The pages of one campaign. */
export function CampaignTabs({ id, selected }: { id: string; selected: CampaignTab }) {
  const navigate = useNavigate();
  return (
    <Tabs
      tabs={TABS.map(({ id: tab, content }) => ({ id: tab, content }))}
      selected={TABS.findIndex((tab) => tab.id === selected)}
      onSelect={(index) => navigate(`/app/campaigns/${id}${TABS[index]?.path ?? ''}`)}
    />
  );
}
