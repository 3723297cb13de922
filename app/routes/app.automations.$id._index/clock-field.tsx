import { TextField } from '@shopify/polaris';

interface ClockFieldProps {
  label: string;
  /** hh:mm */
  value: string;
  onChange: (value: string) => void;
  /** The shop's time zone. */
  zone: string;
}

/** A time of day in the shop's zone. */
export function ClockField({ label, value, onChange, zone }: ClockFieldProps) {
  return (
    <TextField
      label={label}
      type="time"
      value={value}
      onChange={(at) => at && onChange(at.slice(0, 5))}
      autoComplete="off"
      helpText={`Your shop’s time, ${zone}`}
    />
  );
}
