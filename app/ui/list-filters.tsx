import { IndexFilters, type IndexFiltersProps, useSetIndexFiltersMode } from '@shopify/polaris';
import type { useListSearch } from '~/ui/list-search';

interface ListFiltersProps<Tab extends string> {
  tabs: readonly { id: Tab; content: string }[];
  selected: Tab;
  onSelect: (tab: Tab) => void;
  placeholder: string;
  search: Pick<ReturnType<typeof useListSearch>, 'typed' | 'setTyped' | 'loading'>;
  /** Beside tabs and search. */
  filters?: IndexFiltersProps['filters'];
  applied?: IndexFiltersProps['appliedFilters'];
  /** Takes all of `filters` away. */
  onClearFilters?: () => void;
}

/** Saved views as tabs, and a search, above a list. */
export function ListFilters<Tab extends string>(props: ListFiltersProps<Tab>) {
  const { tabs, search, filters = [], onClearFilters } = props;
  const { mode, setMode } = useSetIndexFiltersMode();
  const clear = () => {
    search.setTyped('');
    onClearFilters?.();
  };
  return (
    <IndexFilters
      mode={mode}
      setMode={setMode}
      tabs={tabs.map(({ id, content }) => ({ id, content, isLocked: true }))}
      selected={tabs.findIndex(({ id }) => id === props.selected)}
      onSelect={(index) => {
        const tab = tabs[index];
        if (tab) props.onSelect(tab.id);
      }}
      canCreateNewView={false}
      queryValue={search.typed}
      queryPlaceholder={props.placeholder}
      onQueryChange={search.setTyped}
      onQueryClear={() => search.setTyped('')}
      onClearAll={clear}
      cancelAction={{ onAction: clear }}
      filters={filters}
      appliedFilters={props.applied}
      hideFilters={filters.length === 0}
      loading={search.loading}
    />
  );
}
