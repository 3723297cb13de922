import { useNavigation, useSearchParams } from '@remix-run/react';
import { useEffect, useState } from 'react';

const PAUSE_MS = 300;

/** A list's filter as it stands in the address, so that the back button and a reload bring it back. */
export function useListSearch() {
  const [params, setParams] = useSearchParams();
  const navigation = useNavigation();
  const inAddress = params.get('search') ?? '';
  const [typed, setTyped] = useState(inAddress);
  useEffect(() => setTyped(inAddress), [inAddress]);

  /** Changes the filter; the pages begin anew unless the page itself is what changes. */
  const change = (some: Record<string, string | undefined>, replace = false) => {
    setParams(
      (was) => {
        const next = new URLSearchParams(was);
        if (!('page' in some)) next.delete('page');
        for (const [name, value] of Object.entries(some)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace, preventScrollReset: true },
    );
  };

  useEffect(() => {
    if (typed === inAddress) return;
    const timer = setTimeout(() => change({ search: typed }, true), PAUSE_MS);
    return () => clearTimeout(timer);
  });

  return { typed, setTyped, change, params, loading: navigation.state === 'loading' };
}

/** The props of a list's pagination; undefined where everything fits on one page. */
export function paginationOf(
  { page, pageSize, total }: { page: number; pageSize: number; total: number },
  change: (some: Record<string, string>) => void,
) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1 && page === 1) return undefined;
  return {
    hasPrevious: page > 1,
    hasNext: page < last,
    onPrevious: () => change({ page: String(Math.min(page - 1, last)) }),
    onNext: () => change({ page: String(page + 1) }),
    label: `Page ${page} of ${last}`,
  };
}
