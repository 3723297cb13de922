import { Tabs } from '@shopify/polaris';
import { useNavigate } from '@remix-run/react';

const TABS = [
  { id: 'flow', content: 'Flow', path: '' },
  { id: 'analytics', content: 'Analytics & goals', path: '/analytics' },
] as const;

/** The pages of one automation. */
export function AutomationTabs({ id, selected }: { id: string; selected: (typeof TABS)[number]['id'] }) {
  const navigate = useNavigate();
  return (
    <Tabs
      tabs={TABS.map(({ id: tab, content }) => ({ id: tab, content }))}
      selected={TABS.findIndex((tab) => tab.id === selected)}
      onSelect={(index) => navigate(`/app/automations/${id}${TABS[index]?.path ?? ''}`)}
    />
  );
}
