import { useEffect } from 'react';

/**
 * Lets the second click of a double click do nothing while a dialog is open: it would fall on what the first one opened,
 * and close it at once.
 */
export function useSingleClicks(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    const swallow = (event: MouseEvent) => {
      if (event.detail > 1) event.stopPropagation();
    };
    addEventListener('click', swallow, { capture: true });
    return () => removeEventListener('click', swallow, { capture: true });
  }, [open]);
}
