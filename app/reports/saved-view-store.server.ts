import { db, Prisma, type SavedView } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';

/** Of one page. */
const MOST = 50;

export type KnownView = Pick<SavedView, 'id' | 'name' | 'query' | 'isDefault'>;

/** The views of a page, by name. */
export function listViews(shop: ShopId, page: string): Promise<KnownView[]> {
  return db.savedView.findMany({
    where: { shopId: shop, page },
    select: { id: true, name: true, query: true, isDefault: true },
    orderBy: { name: 'asc' },
  });
}

/** What the address of a page says when it is opened without saying anything; undefined: nothing. */
export async function defaultView(shop: ShopId, page: string): Promise<string | undefined> {
  const view = await db.savedView.findFirst({ where: { shopId: shop, page, isDefault: true } });
  return view?.query;
}

/** Keeps what a page is narrowed to under a name of the page's own. */
export async function saveView(
  shop: ShopId,
  { page, name, query }: { page: string; name: string; query: string },
  now: Date,
): Promise<Outcome<void, 'name_taken' | 'too_many'>> {
  if ((await db.savedView.count({ where: { shopId: shop, page } })) >= MOST) return refused('too_many');
  return unlessTaken(() =>
    db.savedView.create({ data: { shopId: shop, page, name, query, createdAt: now } }),
  );
}

export function renameView(shop: ShopId, id: bigint, name: string): Promise<Outcome<void, 'name_taken'>> {
  return unlessTaken(() => db.savedView.updateMany({ where: { shopId: shop, id }, data: { name } }));
}

export async function deleteView(shop: ShopId, id: bigint): Promise<void> {
  await db.savedView.deleteMany({ where: { shopId: shop, id } });
}

/** Makes a view what its page opens with, in place of any other. @param id null: none is */
export async function chooseDefaultView(shop: ShopId, page: string, id: bigint | null): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.savedView.updateMany({
      where: { shopId: shop, page, isDefault: true },
      data: { isDefault: false },
    });
    if (id !== null)
      await tx.savedView.updateMany({ where: { shopId: shop, page, id }, data: { isDefault: true } });
  });
}

async function unlessTaken(write: () => Promise<unknown>): Promise<Outcome<void, 'name_taken'>> {
  try {
    await write();
    return done(undefined);
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      return refused('name_taken');
    throw error;
  }
}
