import { TextField } from '@shopify/polaris';

interface SendTimeFieldsProps {
  when: { date: string; time: string };
  onChange: (some: { date?: string; time?: string }) => void;
  /** In words. */
  zone: string;
  /** What the clocks do at the chosen time. */
  clockNote: string | undefined;
  errors: Record<string, string>;
  /** Where it is the past that is asked for. */
  labels?: { date: string; time: string };
  dateHelp?: string;
}

/** Day and time of sending, in the shop's time zone. */
export function SendTimeFields({
  when,
  onChange,
  zone,
  clockNote,
  errors,
  labels = { date: 'Date', time: 'Time' },
  dateHelp,
}: SendTimeFieldsProps) {
  return (
    <>
      <TextField
        type="date"
        label={labels.date}
        id="date"
        name="date"
        value={when.date}
        onChange={(date) => onChange({ date })}
        autoComplete="off"
        helpText={dateHelp}
        error={errors.date}
      />
      <TextField
        type="time"
        label={labels.time}
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
