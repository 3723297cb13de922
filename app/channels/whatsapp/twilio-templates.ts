import { z } from 'zod';
import {
  type ApprovedTemplate,
  fits,
  numberedVariables,
  type TemplateList,
  variableOf,
} from '~/channels/whatsapp/approved-template';

const action = z.object({
  type: z.string().optional(),
  title: z.string().default(''),
  url: z.string().optional(),
});
const kind = z.object({ body: z.string(), actions: z.array(action).nullish() });

/** What Twilio's Content API tells of a content and its approval, as the SDK gives it. */
export const twilioContent = z.object({
  sid: z.string(),
  friendlyName: z.string().nullish(),
  language: z.string(),
  types: z.record(z.string(), z.unknown()),
  approvalRequests: z.object({ status: z.string() }).nullish(),
});

/** The kinds of content that a text and links fill in. */
const KINDS = ['twilio/text', 'twilio/call-to-action', 'twilio/quick-reply'] as const;

export function readTwilioTemplates(contents: readonly z.infer<typeof twilioContent>[]): TemplateList {
  const approved = contents.filter(({ approvalRequests }) => approvalRequests?.status === 'approved');
  const templates = approved.flatMap((one) => templateOf(one) ?? []);
  return { templates, leftOut: approved.length - templates.length };
}

function templateOf(content: z.infer<typeof twilioContent>): ApprovedTemplate | undefined {
  const found = KINDS.map((name) => kind.safeParse(content.types[name])).find(({ success }) => success);
  if (!found?.data) return undefined;
  const { body, actions } = found.data;
  const inBody = numberedVariables(body);
  if (inBody === undefined) return undefined;
  const buttons: ApprovedTemplate['buttons'] = [];
  let dynamic = 0;
  for (const { type, title, url } of actions ?? []) {
    if (type !== 'URL' || url === undefined) continue;
    const variable = variableOf(url);
    if (variable === null) {
      buttons.push({ text: title, url });
      continue;
    }
    dynamic += 1;
    // They are filled in after those of the body, in their order.
    if (variable !== String(inBody + dynamic)) return undefined;
    buttons.push({ text: title, url: url.replace(/\{\{[^{}]*\}\}\s*$/, '{{1}}') });
  }
  const made = {
    name: content.sid,
    label: content.friendlyName || content.sid,
    language: content.language,
    body,
    footer: '',
    buttons,
  };
  return fits(made) ? made : undefined;
}
