import { Box } from '@shopify/polaris';
import type { ReactNode } from 'react';

/** Text that stands between cards: on a phone cards reach from edge to edge, words must not. */
export function BesideCards({ children }: { children: ReactNode }) {
  return <Box paddingInline={{ xs: '400', sm: '0' }}>{children}</Box>;
}
