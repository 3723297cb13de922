import { useFetcher } from '@remix-run/react';
import { Combobox, Listbox } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { type MergeValues, SAMPLE_CONTACT } from '~/tagging/merge-tags';

interface FoundContact {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
}

export type ContactAnswer =
  { ok: true; words: string; contacts: FoundContact[] } | { ok: false; words: string };

/** Whom a message is shown for. */
export interface PreviewContact {
  id: string;
  label: string;
  values: MergeValues;
}

export const SAMPLE: PreviewContact = {
  id: 'sample',
  label: 'Ada Lindqvist (made up)',
  values: SAMPLE_CONTACT,
};
export const NAMELESS: PreviewContact = {
  id: 'nameless',
  label: 'A contact without a name',
  values: { email: 'hello@example.com' },
};

const PAUSE_MS = 300;

interface ContactPickerProps {
  label: string;
  /** Whether the label stands within the field, not above it. */
  labelInside?: boolean;
  /** Offered before anything is typed. */
  madeUp: readonly PreviewContact[];
  chosen: PreviewContact | undefined;
  onChoose: (contact: PreviewContact) => void;
}

/** Chooses a customer of the shop, by name or address, or somebody made up. */
export function ContactPicker({ label, labelInside, madeUp, chosen, onChoose }: ContactPickerProps) {
  const [typed, setTyped] = useState<string>();
  const { load, data } = useFetcher<ContactAnswer>({ key: 'contact-search' });
  const words = typed?.trim() ?? '';
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => load(`/app/contact-search?words=${encodeURIComponent(words)}`), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words, load]);
  // Saving in the background asks for the answer again: what was found stays to be chosen meanwhile.
  const isAnswered = words !== '' && data?.words === words;
  const found = data?.ok ? data.contacts.map(contactOf) : [];
  const offered = words === '' ? madeUp : isAnswered ? found : [];
  return (
    <Combobox
      activator={
        <Combobox.TextField
          label={label}
          labelHidden={labelInside}
          prefix={labelInside && label}
          value={typed ?? chosen?.label ?? ''}
          onChange={setTyped}
          onFocus={() => setTyped('')}
          onBlur={() => setTyped(undefined)}
          placeholder="Name or address of a contact"
          autoComplete="off"
        />
      }
    >
      <Listbox
        onSelect={(id) => {
          // Where the field lost the focus meanwhile, what was pressed is not offered any more.
          const contact = [...madeUp, ...found].find((one) => one.id === id);
          if (contact) onChoose(contact);
          setTyped(undefined);
        }}
      >
        {offered.map(({ id, label }) => (
          <Listbox.Option key={id} value={id} selected={id === chosen?.id}>
            {label}
          </Listbox.Option>
        ))}
        {words === '' && madeUp.length === 0 && (
          <Listbox.Option value="none" disabled>
            Type a name or an address.
          </Listbox.Option>
        )}
        {words !== '' && !isAnswered && <Listbox.Loading accessibilityLabel="Searching" />}
        {isAnswered && found.length === 0 && (
          <Listbox.Option value="none" disabled>
            {data.ok ? 'Nobody by this name or address.' : 'Shopify did not answer. Try again in a moment.'}
          </Listbox.Option>
        )}
      </Listbox>
    </Combobox>
  );
}

function contactOf({ id, firstName, lastName, email }: FoundContact): PreviewContact {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return {
    id,
    label: [name, email].filter(Boolean).join(', ') || 'A contact without a name',
    values: {
      first_name: firstName ?? undefined,
      last_name: lastName ?? undefined,
      email: email ?? undefined,
    },
  };
}
