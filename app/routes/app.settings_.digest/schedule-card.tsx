import { BlockStack, Button, Card, Form, InlineStack, Select } from '@shopify/polaris';
import { useState } from 'react';
import { type Cadence, CADENCES, type Schedule } from '~/reports/digest/schedule';
import { CardHeading } from '~/ui/card-heading';

const cadenceLabel: Record<Cadence, string> = { off: 'Never', daily: 'Every day', weekly: 'Every week' };
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

interface ScheduleCardProps {
  schedule: Schedule;
  zone: string;
  busy: boolean;
  send: (form: Record<string, string>) => void;
}

/** How often the digest goes out, and when. */
export function ScheduleCard({ schedule, zone, busy, send }: ScheduleCardProps) {
  const [cadence, setCadence] = useState(schedule.cadence);
  const [weekday, setWeekday] = useState(String(schedule.weekday));
  const [hour, setHour] = useState(String(schedule.hour));
  return (
    <Card>
      <Form onSubmit={() => send({ intent: 'save', cadence, weekday, hour })}>
        <BlockStack gap="400">
          <CardHeading
            title="When"
            text={`By your shop’s clock (${zone}). A daily one tells of the day before, a weekly one of the seven days before.`}
          />
          <Select
            label="Send it"
            options={CADENCES.map((value) => ({ value, label: cadenceLabel[value] }))}
            value={cadence}
            onChange={(value: Cadence) => setCadence(value)}
          />
          {cadence === 'weekly' && (
            <Select
              label="On"
              options={WEEKDAYS.map((label, place) => ({ value: String(place + 1), label }))}
              value={weekday}
              onChange={setWeekday}
            />
          )}
          {cadence !== 'off' && <Select label="At" options={HOURS} value={hour} onChange={setHour} />}
          <InlineStack>
            <Button submit variant="primary" loading={busy}>
              Save
            </Button>
          </InlineStack>
        </BlockStack>
      </Form>
    </Card>
  );
}
