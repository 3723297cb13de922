import { z } from 'zod';
import {
  type ApprovedTemplate,
  fits,
  numberedVariables,
  type TemplateList,
  variableOf,
} from '~/channels/whatsapp/approved-template';

const button = z.object({ type: z.string(), text: z.string().default(''), url: z.string().optional() });
const component = z.object({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(button).optional(),
});
const template = z.object({
  name: z.string(),
  language: z.string(),
  status: z.string(),
  parameter_format: z.string().nullish(),
  components: z.array(component).default([]),
});

/** One page of what the Graph API lists under `message_templates`. */
export const metaTemplatePage = z.object({
  data: z.array(template),
  paging: z
    .object({ cursors: z.object({ after: z.string() }).partial(), next: z.string().optional() })
    .partial()
    .nullish(),
});

/** Those of a page that can be filled in here: by numbers, with a text alone as headline, and links as buttons. */
export function readMetaTemplates(page: z.infer<typeof metaTemplatePage>): TemplateList {
  const approved = page.data.filter(({ status }) => status === 'APPROVED');
  const templates = approved.flatMap((one) => templateOf(one) ?? []);
  return { templates, leftOut: approved.length - templates.length };
}

function templateOf(listed: z.infer<typeof template>): ApprovedTemplate | undefined {
  const part = (type: string) => listed.components.find((one) => one.type === type);
  const header = part('HEADER');
  const text = part('BODY')?.text;
  if (text === undefined || numberedVariables(text) === undefined) return undefined;
  if (listed.parameter_format?.toUpperCase() === 'NAMED') return undefined;
  if (header && (header.format !== 'TEXT' || header.text?.includes('{{'))) return undefined;
  const all = part('BUTTONS')?.buttons ?? [];
  const urls = all.filter(({ type }) => type === 'URL');
  // Buttons are filled in by their place: links have to come first.
  if (all.findIndex(({ type }) => type !== 'URL') < urls.length && urls.length < all.length) return undefined;
  if (urls.some(({ url = '' }) => !fillable(url))) return undefined;
  const made: ApprovedTemplate = {
    name: listed.name,
    label: listed.name,
    language: listed.language,
    body: [header?.text, text].filter(Boolean).join('\n\n'),
    footer: part('FOOTER')?.text ?? '',
    buttons: urls.map(({ text: label, url = '' }) => ({ text: label, url })),
  };
  return fits(made) ? made : undefined;
}

/** Fixed, or with what each message adds at its end. */
const fillable = (url: string): boolean => variableOf(url) === null || variableOf(url) === '1';
