import type { Messages } from '~/channels/channel';
import type { CompiledMessage } from '~/messaging/compose';
import { type FilledTemplate, isDynamic, taggedSuffix } from '~/messaging/whatsapp-template';
import { fillContent } from '~/tagging/compile';
import { type MergeValues, renderMergeTags } from '~/tagging/merge-tags';
import type { Tags } from '~/tagging/tags';

export interface TextRecipient {
  phone: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
}

/** What surrounds a text on its way to one recipient. */
export interface TextFrame {
  reference: string;
  unsubscribeUrl: string;
  link(position: number): string;
}

/** One recipient's copy of an SMS, or of a WhatsApp message within the 24 hours after they wrote. */
export function composeText(
  message: CompiledMessage,
  recipient: TextRecipient,
  { reference, ...frame }: TextFrame,
): Messages['sms'] {
  const fill = { ...frame, values: valuesOf(recipient) };
  return { to: recipient.phone, text: fillContent(message.text, fill), reference };
}

/** One recipient's copy of a call. Its addresses are read out as they were written: nobody can tap them. */
export function composeCall(
  text: string,
  recipient: TextRecipient,
  { language, reference }: { language: string; reference: string },
): Messages['voice'] {
  return {
    to: recipient.phone,
    text: renderMergeTags(text, valuesOf(recipient), 'none').trim(),
    language,
    reference,
  };
}

/**
 * One recipient's copy of a WhatsApp template. A variable may not be empty, nor hold line breaks or many spaces in a row.
 * A button's address carries the tags and leads to the shop itself: only the part behind what was approved is ours.
 */
export function composeTemplate(
  { name, language, ...template }: FilledTemplate,
  tags: Tags | null,
  recipient: TextRecipient,
  reference: string,
): Messages['whatsapp'] {
  const values = valuesOf(recipient);
  const variables = template.variables.map(
    (written) => renderMergeTags(written, values, 'none').replace(/\s+/g, ' ').trim() || '-',
  );
  const buttons = template.buttons.map(({ url }, index) => {
    const suffix = template.suffixes[index] ?? '';
    if (!isDynamic(url)) return null;
    return renderMergeTags(tags ? taggedSuffix(url, suffix, tags) : suffix, values, 'url');
  });
  return { kind: 'template', to: recipient.phone, name, language, variables, buttons, reference };
}

const valuesOf = ({ firstName, lastName, email }: TextRecipient): MergeValues => ({
  first_name: firstName ?? undefined,
  last_name: lastName ?? undefined,
  email: email ?? undefined,
});
