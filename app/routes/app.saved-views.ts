import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import {
  chooseDefaultView,
  deleteView,
  listViews,
  renameView,
  saveView,
} from '~/reports/saved-view-store.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { readForm } from '~/ui/form-errors';
import { notFound } from '~/ui/not-found';
import { reportOf } from '~/ui/report-page-name';
import type { SavedViewRow, ViewsAnswer } from '~/ui/saved-view';

const page = z.string().refine((path) => reportOf(path) !== undefined);
const name = z.string().trim().min(1, 'Name the view.').max(60, 'At most 60 characters.');
const id = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

const actionSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('save'), page, name, query: z.string().max(2_000) }),
  z.object({ intent: z.literal('rename'), id, name }),
  z.object({ intent: z.literal('delete'), id }),
  z.object({ intent: z.literal('default'), page, id: id.or(z.literal('').transform(() => null)) }),
]);

/** The saved views of the page at `?page=/app/reports/…`. */
export async function loader({ request }: LoaderFunctionArgs): Promise<{ views: SavedViewRow[] }> {
  const { shop } = await authenticateMerchant(request);
  const report = reportOf(new URL(request.url).searchParams.get('page') ?? '');
  if (!report) throw notFound();
  const views = await listViews(shop.id, report);
  return { views: views.map((view) => ({ ...view, id: String(view.id) })) };
}

/** Saves, renames or deletes a view, or makes it what its page opens with. */
export async function action({ request }: ActionFunctionArgs): Promise<ViewsAnswer> {
  const { shop } = await authenticateMerchant(request);
  const parsed = actionSchema.safeParse(await readForm(request));
  if (!parsed.success) {
    const issue = parsed.error.issues.find(({ path }) => path[0] === 'name');
    return { error: issue?.message ?? 'This is not something that can be done here.' };
  }
  const asked = parsed.data;
  switch (asked.intent) {
    case 'save': {
      const { name, query } = asked;
      const saved = await saveView(shop.id, { page: reportOf(asked.page) ?? '', name, query }, new Date());
      return saved.ok ? { said: 'View saved' } : { error: WHY[saved.reason] };
    }
    case 'rename': {
      const renamed = await renameView(shop.id, asked.id, asked.name);
      return renamed.ok ? { said: 'View renamed' } : { error: WHY[renamed.reason] };
    }
    case 'delete':
      await deleteView(shop.id, asked.id);
      return { said: 'View deleted' };
    case 'default':
      await chooseDefaultView(shop.id, reportOf(asked.page) ?? '', asked.id);
      return { said: asked.id === null ? 'The page opens as it is' : 'The page opens with this view' };
  }
}

const WHY = {
  name_taken: 'A view of this page has this name already.',
  too_many: 'A page has at most 50 views. Delete one that is not needed.',
};
