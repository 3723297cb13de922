import { TextField } from '@shopify/polaris';
import { useState } from 'react';

interface NumberFieldProps {
  label: string;
  labelHidden?: boolean;
  value: number;
  onChange: (value: number) => void;
  least: number;
  most: number;
  suffix?: string;
}

/** A whole number within bounds; what is typed on the way there is told to nobody. */
export function NumberField({ label, labelHidden, value, onChange, least, most, suffix }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>();
  const read = (text: string) => {
    const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
    return number >= least && number <= most ? number : undefined;
  };
  const change = (text: string) => {
    const number = read(text);
    setTyped(number === undefined ? text : undefined);
    if (number !== undefined) onChange(number);
  };
  return (
    <TextField
      label={label}
      labelHidden={labelHidden}
      type="number"
      min={least}
      max={most}
      value={typed ?? String(value)}
      onChange={change}
      onBlur={() => setTyped(undefined)}
      suffix={suffix}
      autoComplete="off"
      error={typed === undefined ? undefined : `Enter a whole number, ${least} to ${most}.`}
    />
  );
}
