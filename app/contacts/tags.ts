/** A tag that customers are given, or that is taken from them. */
export interface TagChange {
  action: 'add' | 'remove';
  tag: string;
}

/** Shopify's tags do not differ by case alone. */
export function hasTag(tags: readonly string[], tag: string): boolean {
  return tags.some((one) => one.toLowerCase() === tag.toLowerCase());
}

export function withTag(tags: readonly string[], { action, tag }: TagChange): string[] {
  const others = tags.filter((one) => one.toLowerCase() !== tag.toLowerCase());
  return action === 'add' ? [...others, tag] : others;
}
