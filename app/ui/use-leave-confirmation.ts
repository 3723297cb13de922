import { useBlocker } from '@remix-run/react';
import { useEffect } from 'react';

/** Asks, in the admin's own words, before a page with unsaved changes is left. */
export function useLeaveConfirmation(dirty: boolean): void {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    void window.shopify.saveBar.leaveConfirmation().then(() => blocker.proceed());
  }, [blocker]);
}
