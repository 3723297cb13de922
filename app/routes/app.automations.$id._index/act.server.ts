import type { ActionFunctionArgs } from '@remix-run/node';
import {
  contentsOf,
  renameAutomation,
  saveDraft,
  saveStepContent,
} from '~/automations/automation-store.server';
import { listVersions, loadOthers } from '~/automations/automation-version-store.server';
import { compareDraft } from '~/automations/compare-draft.server';
import { type Flow, sendSteps } from '~/automations/definition';
import { differenceInWords, surroundingsOf } from '~/automations/flow-words';
import { publishAutomation } from '~/automations/publish-automation.server';
import type { Shop } from '~/db.server';
import { readForm } from '~/ui/form-errors';
import { openAutomation } from '~/ui/open-automation.server';
import { type BuilderAnswer, builderFields } from './builder-fields';
import { tryContact } from './try-contact.server';

/** Saves the draft as it is sent, then does what was asked for. */
export async function act({ request, params }: ActionFunctionArgs): Promise<BuilderAnswer | Response> {
  const { shop, id, automation, messages, redirect } = await openAutomation(request, params.id);
  const parsed = builderFields.safeParse(await readForm(request));
  if (!parsed.success) return { saved: false };
  const { intent, name, flow, stepId, copies, customer } = parsed.data;
  const now = new Date();
  if (name && name !== automation.name) await renameAutomation(shop.id, id, name, now);
  const { ok: saved } = await saveDraft(shop.id, id, flow, now);
  const contents = contentsOf(messages);
  for (const { id: copy } of sendSteps(flow)) {
    const content = contents.get(copies[copy] ?? '');
    if (content && !contents.has(copy)) await saveStepContent(shop.id, id, copy, content, now);
  }
  switch (intent) {
    case 'autosave':
      return { saved };
    case 'write':
      return redirect(`/app/automations/${id}/steps/${stepId}/content`);
    case 'compare':
      return { saved, changes: await changesOf(shop, id, flow) };
    case 'try':
      return { saved, trial: await tryContact(shop, id, flow, customer, now) };
    case 'publish': {
      const published = await publishAutomation(shop, id, now);
      if (published.ok) return { saved, published: published.version };
      return { saved, problems: published.problems, changes: [] };
    }
  }
}

async function changesOf(shop: Shop, id: bigint, flow: Flow): Promise<string[] | null> {
  const difference = await compareDraft(shop, id);
  if (!difference) return null;
  const versions = await listVersions(shop.id, id);
  const flows = [...versions.slice(0, 1).map((version) => version.flow), flow];
  return differenceInWords(difference, surroundingsOf(flows, await loadOthers(shop.id, id), shop.currency));
}
