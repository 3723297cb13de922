import { TextField } from '@shopify/polaris';

interface SendTimeFieldsProps {
  when: { date: string; time: string };
  onChange: (some: { date?: string; time?: string }) => void;
  /** In words. */
  zone: string;
  /** What the clocks do at the chosen time. */
  clockNote: string | undefined;
  errors: Record<string, string>;
}

/** Day and time of sending, in the shop's time zone. */
export function SendTimeFields({ when, onChange, zone, clockNote, errors }: SendTimeFieldsProps) {
  return (
    <>
      <TextField
        type="date"
        label="Date"
        id="date"
        name="date"
        value={when.date}
        onChange={(date) => onChange({ date })}
        autoComplete="off"
        error={errors.date}
      />
      <TextField
        type="time"
        label="Time"
        id="time"
        name="time"
        value={when.time}
        onChange={(time) => onChange({ time })}
        autoComplete="off"
        helpText={[`In your shop’s time zone: ${zone}.`, clockNote].filter(Boolean).join(' ')}
        error={errors.time}
      />
    </>
  );
}
