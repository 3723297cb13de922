import { useState } from 'react';

type Errors = Record<string, string>;

/** The errors of a form's last answer, each until its field is changed. */
export function useFieldErrors(answer: { errors?: Errors } | undefined): {
  errors: Errors;
  /** These fields were changed. */
  changed: (fields: string[]) => void;
} {
  const [mended, setMended] = useState<{ of: unknown; fields: string[] }>({ of: undefined, fields: [] });
  const done = mended.of === answer ? mended.fields : [];
  const errors = Object.fromEntries(
    Object.entries(answer?.errors ?? {}).filter(([field]) => !done.includes(field)),
  );
  return { errors, changed: (fields) => setMended({ of: answer, fields: [...done, ...fields] }) };
}
