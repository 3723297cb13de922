/** The UTM values of a message; `id` is the public id of the message version (`utm_id`). Empty values are not written. */
export interface Tags {
  source: string;
  medium: string;
  campaign: string;
  content?: string;
  term?: string;
  id?: string;
}

/** The signed click id's query parameter, cart attribute and pixel field. */
export const CLICK_PARAM = 'st_click';

/** The tags as query parameters, in the order in which they are written. */
export function tagParams(tags: Tags): [name: string, value: string][] {
  const params: [string, string | undefined][] = [
    ['utm_source', tags.source],
    ['utm_medium', tags.medium],
    ['utm_campaign', tags.campaign],
    ['utm_content', tags.content],
    ['utm_term', tags.term],
    ['utm_id', tags.id],
  ];
  return params.filter((param): param is [string, string] => Boolean(param[1]));
}
