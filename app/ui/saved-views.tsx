import { useFetcher, useLocation, useNavigate } from '@remix-run/react';
import { ActionList, Badge, Button, Popover } from '@shopify/polaris';
import { CheckIcon } from '@shopify/polaris-icons';
import { useCallback, useState } from 'react';
import { askedOf, STANDARD } from '~/ui/report-page-name';
import type { SavedViewRow } from '~/ui/saved-view';
import { ManageViews } from '~/ui/saved-views-modal';

/** What the report was narrowed to before, under the merchant's own names. Read when it is opened. */
export function SavedViews() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const { load, data, state } = useFetcher<{ views: SavedViewRow[] }>();
  const [open, setOpen] = useState(false);
  const [managing, setManaging] = useState(false);
  const read = useCallback(
    () => load(`/app/saved-views?page=${encodeURIComponent(pathname)}`),
    [load, pathname],
  );
  const asked = askedOf(new URLSearchParams(search));
  const views = data?.views ?? [];
  const show = (query: string) => {
    setOpen(false);
    navigate(`${pathname}?${query || STANDARD}`);
  };
  return (
    <>
      <Popover
        active={open}
        onClose={() => setOpen(false)}
        autofocusTarget="first-node"
        activator={
          <Button
            disclosure
            ariaExpanded={open}
            onClick={() => {
              if (!open) read();
              setOpen((was) => !was);
            }}
          >
            Views
          </Button>
        }
      >
        <ActionList
          actionRole="menuitem"
          sections={[
            {
              title: state === 'loading' && !data ? 'Views are being read' : 'Views',
              items: [
                { content: 'As it is', onAction: () => show(STANDARD) },
                ...views.map((view) => ({
                  content: view.name,
                  active: view.query === asked,
                  ...(view.query === asked && { icon: CheckIcon }),
                  ...(view.isDefault && { suffix: <Badge>Default</Badge> }),
                  onAction: () => show(view.query),
                })),
              ],
            },
            {
              items: [
                {
                  content: 'Save and manage views',
                  onAction: () => {
                    setOpen(false);
                    setManaging(true);
                  },
                },
              ],
            },
          ]}
        />
      </Popover>
      {managing && (
        <ManageViews
          views={views}
          page={pathname}
          asked={asked}
          onChanged={read}
          onClose={() => setManaging(false)}
        />
      )}
    </>
  );
}
