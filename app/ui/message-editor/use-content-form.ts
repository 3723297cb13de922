import { useSubmit } from '@remix-run/react';
import { type FormEvent, type RefObject, useRef, useState } from 'react';
import { type Autosave, useAutosave } from '~/ui/use-autosave';
import { useFieldErrors } from '~/ui/use-field-errors';
import type { ContentValues } from './content-values';

export interface ContentForm {
  values: ContentValues;
  change: (some: Partial<ContentValues>) => void;
  errors: Record<string, string>;
  autosave: Autosave;
  ref: RefObject<HTMLFormElement>;
  /** The form's own; what was typed last is waited for. */
  submit: (event: FormEvent<HTMLFormElement>) => void;
  /** Sends the form with another intent than its own. */
  ask: (intent: string) => Promise<void>;
  /** Told of each piece of work that makes HTML out of a design. */
  compose: (work: Promise<void>) => void;
}

/**
 * A form that writes a message and saves it while it is written.
 * @param path of the route whose action takes it
 */
export function useContentForm(
  content: ContentValues,
  answer: { errors?: Record<string, string> } | undefined,
  path: string,
): ContentForm {
  const [values, setValues] = useState<ContentValues>(content);
  const { errors, changed } = useFieldErrors(answer);
  const autosave = useAutosave({ ...values }, path);
  const composing = useRef<Promise<void>>();
  const ref = useRef<HTMLFormElement>(null);
  const send = useSubmit();
  return {
    values,
    errors,
    autosave,
    ref,
    change: (some) => {
      setValues((was) => ({ ...was, ...some }));
      changed(Object.keys(some));
    },
    submit: (event) => {
      const work = composing.current;
      if (!work) return autosave.markSent();
      // What was typed last is still on its way into the HTML.
      event.preventDefault();
      const form = event.currentTarget;
      void work.then(() => form.requestSubmit());
    },
    ask: async (intent) => {
      await composing.current;
      if (!ref.current) return;
      const data = new FormData(ref.current);
      data.set('intent', intent);
      autosave.markSent();
      send(data, { method: 'post', action: path });
    },
    compose: (work) => {
      composing.current = work;
      void work.then(() => {
        if (composing.current === work) composing.current = undefined;
      });
    },
  };
}
