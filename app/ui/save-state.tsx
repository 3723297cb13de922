import { Text } from '@shopify/polaris';
import type { Autosave } from '~/ui/use-autosave';

const saveTexts = {
  idle: '',
  saving: 'Saving…',
  saved: 'Draft saved',
  failed: 'Not saved yet: check your connection',
};

/** How saving in the background stands. */
export function SaveState({ autosave }: { autosave: Pick<Autosave, 'state'> }) {
  return (
    <span role="status">
      <Text as="span" variant="bodySm" tone={autosave.state === 'failed' ? 'critical' : 'subdued'}>
        {saveTexts[autosave.state]}
      </Text>
    </span>
  );
}
