import { missingInTemplate, readTemplate } from '~/messaging/whatsapp-template';

/** What a message says, as the editors hold it. */
export interface ContentValues {
  subject: string;
  preheader: string;
  html: string;
  /** The e-mail as the visual editor keeps it, JSON; empty where the HTML is written by hand. */
  design: string;
  text: string;
  /** The approved WhatsApp template and what fills it in, JSON; empty where the text is sent as it is. */
  template: string;
  /** The language of a call. */
  voice: string;
}

/** What must be there before one goes on, as errors by field. */
export function missingContent(channel: string, values: ContentValues): Record<string, string> | undefined {
  const missing: Record<string, string> = {};
  if (channel === 'email') {
    if (!values.subject.trim()) missing.subject = 'Write a subject.';
    if (!values.html.trim()) missing.html = 'Write the message.';
  } else if (channel === 'whatsapp' && values.template) {
    const template = readTemplate(values.template);
    if (template) Object.assign(missing, missingInTemplate(template));
  } else if (!values.text.trim()) {
    missing.text = channel === 'voice' ? 'Write what the call says.' : 'Write the message.';
  }
  return Object.keys(missing).length > 0 ? missing : undefined;
}
