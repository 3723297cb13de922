import { InlineError, Text } from '@shopify/polaris';
import { type ReactNode, useId } from 'react';

export interface RadioCard<Value extends string> {
  value: Value;
  label: string;
  /** A sentence on what choosing it means. */
  detail?: ReactNode;
  /** Cannot be chosen now; `detail` says why. */
  disabled?: boolean;
}

interface RadioCardsProps<Value extends string> {
  /** Of the form field. */
  name: string;
  legend: string;
  legendHidden?: boolean;
  cards: readonly RadioCard<Value>[];
  selected: Value | undefined;
  onSelect: (value: Value) => void;
  error?: string;
  columns?: boolean;
}

/** One choice out of a few, a card each: native radio buttons, so that arrow keys, forms and screen readers know them. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const id = useId();
  return (
    <fieldset
      className={`st-radio-cards${props.columns ? ' st-radio-cards--columns' : ''}`}
      aria-describedby={props.error ? `${id}Error` : undefined}
    >
      <legend className={props.legendHidden ? 'st-hidden' : undefined}>{props.legend}</legend>
      <div className="st-radio-cards__list">
        {props.cards.map(({ value, label, detail, disabled }, index) => (
          <div key={value} className="st-radio-card">
            <input
              type="radio"
              id={`${id}-${index}`}
              name={props.name}
              value={value}
              checked={props.selected === value}
              disabled={disabled}
              onChange={() => props.onSelect(value)}
              aria-describedby={detail ? `${id}-${index}-detail` : undefined}
            />
            <label htmlFor={`${id}-${index}`}>{label}</label>
            {detail && (
              <div className="st-radio-card__detail" id={`${id}-${index}-detail`}>
                <Text as="span" tone="subdued">
                  {detail}
                </Text>
              </div>
            )}
          </div>
        ))}
      </div>
      {props.error && <InlineError message={props.error} fieldID={id} />}
    </fieldset>
  );
}
