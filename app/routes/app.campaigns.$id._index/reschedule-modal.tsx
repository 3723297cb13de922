import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, InlineGrid, Modal } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { clockNote, errorOf, sendTimeOf } from '~/ui/send-time';
import { SendTimeFields } from '~/ui/send-time-fields';
import type { CampaignAnswer } from './act.server';

interface RescheduleModalProps {
  open: boolean;
  onClose: () => void;
  /** When it goes out as it stands. */
  when: { date: string; time: string };
  zone: string;
  zoneText: string;
}

/** Asks for another time of a scheduled campaign, or has it sent now. */
export function RescheduleModal({ open, onClose, when, zone, zoneText }: RescheduleModalProps) {
  const fetcher = useFetcher<CampaignAnswer>();
  const [chosen, setChosen] = useState(when);
  const busy = fetcher.state !== 'idle';
  const { error = null, errors = {} } = fetcher.data ?? {};
  const done = fetcher.data !== undefined && error === null && Object.keys(errors).length === 0;
  useEffect(() => {
    if (done && !busy) onClose();
  }, [done, busy, onClose]);
  const at = sendTimeOf(chosen.date, chosen.time, zone);
  const send = (mode: 'now' | 'later') =>
    fetcher.submit({ intent: 'reschedule', mode, ...chosen }, { method: 'post' });
  return (
    <Modal
      open={open}
      onClose={onClose}
      title="When should it go out?"
      primaryAction={{ content: 'Change time', onAction: () => send('later'), loading: busy }}
      secondaryActions={[{ content: 'Send now', onAction: () => send('now'), disabled: busy }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {error && <Banner tone="critical">{error}</Banner>}
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
            <SendTimeFields
              when={chosen}
              onChange={(some) => setChosen((was) => ({ ...was, ...some }))}
              zone={zoneText}
              clockNote={clockNote(chosen.date, chosen.time, zone)}
              errors={at.ok ? errors : errorOf(at.reason)}
            />
          </InlineGrid>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
