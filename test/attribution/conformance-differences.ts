/** Cases of others whose own rule is not ours, by table and reason. */
export const differences: Record<string, Record<string, string[]>> = {
  'small vectors': {
    'shares by position are 40, 20 and 40 percent here, and of two touches each takes half': [
      'position_based x > y',
    ],
    'a direct visit at the end takes nothing: the last click is the last one that is not direct': [
      'worked example: last',
    ],
  },
  'Snowplow fractribution, totals': {
    'a direct visit at the end takes nothing: the last click is the last one that is not direct': [
      'last_touch Direct',
      'last_touch Organic_Search',
    ],
    'what it calls Shapley compares the rate of each path with that of the path without a step': [
      'shapley Direct',
      'shapley Organic_Search',
    ],
  },
  'Snowplow fractribution, shares': {
    'what it calls Shapley compares the rate of each path with that of the path without a step': [
      'shapley Organic_Search > Direct',
      'shapley Organic_Search > Paid_Search_Other',
      'shapley Referral > Direct',
    ],
  },
  'Snowplow fractribution, events': {
    'it has no channel for affiliates': ['Partners / affiliate / Data Share Promo'],
    'a social network that refers is social in Google Analytics 4': ['quora.com / referral / (not set)'],
  },
  'Snowplow fractribution, channels': {
    'it has no channel for affiliates': ['Partners / affiliate / Data Share Promo'],
    'a social network that refers is social in Google Analytics 4': ['quora.com / referral / (not set)'],
  },
  'Snowplow fractribution, paths': {
    'it takes steps that repeat their channel for one; here each is a touch': [
      'Direct > Direct',
      'Organic_Search > Organic_Search',
      'Organic_Search > Organic_Search > Direct',
      'Organic_Search > Organic_Search > Organic_Search > Organic_Search',
      'Referral > Referral',
    ],
  },
};
