import { env } from '~/env.server';
import type { ShopId } from '~/lib/ids';
import { done, type Outcome, refused } from '~/lib/outcome';
import { followLink } from '~/tagging/follow-link.server';
import { type Diagnosis, diagnoseLink } from '~/tagging/link-diagnosis';
import { renderMergeTags, SAMPLE_CONTACT } from '~/tagging/merge-tags';
import { tagParams, type Tags } from '~/tagging/tags';

/** More links than that would keep a merchant waiting for longer than a page may take to answer. */
export const MOST_LINKS = 30;
const AT_ONCE = 5;

export interface LinksToCheck {
  /** Each address once, tagged, merge tags as written. */
  links: readonly string[];
  /** What must arrive with each. */
  tags: Tags;
  /** Hosts of the shop, lower case. */
  shopHosts: readonly string[];
}

export interface CheckedLink extends Diagnosis {
  /** As it was given. */
  link: string;
}

/** Campaigns whose links are being followed by this process. */
const underWay = new Set<string>();

/**
 * Follows the links of a campaign's message as its readers would and says of each what becomes of it, in order; of
 * more than `MOST_LINKS` only the first. While one check of a campaign runs, another is refused.
 */
export async function checkLinks(
  shop: ShopId,
  campaignId: bigint,
  { links, tags, shopHosts }: LinksToCheck,
): Promise<Outcome<CheckedLink[], 'already_running'>> {
  const key = `${shop}:${campaignId}`;
  if (underWay.has(key)) return refused('already_running');
  underWay.add(key);
  try {
    const expected = Object.fromEntries(tagParams(tags));
    const check = async (link: string): Promise<CheckedLink> => {
      const hops = await followLink(
        renderMergeTags(link, SAMPLE_CONTACT, 'url'),
        env.LINK_DOCTOR_PRIVATE_HOSTS,
      );
      return { link, ...diagnoseLink(hops, expected, shopHosts) };
    };
    return done(await eachInTurn(links.slice(0, MOST_LINKS), AT_ONCE, check));
  } finally {
    underWay.delete(key);
  }
}

/** The answers in the order of the items, at most `width` of them being worked on at a time. */
async function eachInTurn<Item, Answer>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return answers;
}
