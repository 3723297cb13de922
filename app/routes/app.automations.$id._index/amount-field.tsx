import { TextField } from '@shopify/polaris';
import { useState } from 'react';
import { parseAmount, toDecimal } from '~/lib/money';

interface AmountFieldProps {
  label: string;
  /** In minor units, as decimal text. */
  minor: string;
  onChange: (minor: string) => void;
  currency: string;
}

/** An amount of money; what is typed on the way there is told to nobody. */
export function AmountField({ label, minor, onChange, currency }: AmountFieldProps) {
  const [typed, setTyped] = useState<string>();
  const isAmount = (text: string) => /^\d{1,10}([.,]\d{1,3})?$/.test(text.trim());
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={typed ?? toDecimal({ minor: BigInt(minor), currency })}
      onChange={(text) => {
        setTyped(text);
        if (isAmount(text)) onChange(String(parseAmount(text.trim().replace(',', '.'), currency)));
      }}
      onBlur={() => setTyped(undefined)}
      suffix={currency}
      autoComplete="off"
      error={typed === undefined || isAmount(typed) ? undefined : 'Enter an amount, such as 25.00.'}
    />
  );
}
