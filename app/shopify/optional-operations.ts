/** The GraphQL documents that need a scope which is optional: what Shopify is told, and its own report. */

export const GRANTED_SCOPES = /* GraphQL */ `
  query GrantedScopes {
    currentAppInstallation {
      accessScopes {
        handle
      }
    }
  }
`;

/** 25 at most, all or none. */
export const SET_ORDER_WORDS = /* GraphQL */ `
  mutation SetOrderWords($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      userErrors {
        code
        elementIndex
      }
    }
  }
`;

/** One that is not there is no error. */
export const DELETE_ORDER_WORDS = /* GraphQL */ `
  mutation DeleteOrderWords($metafields: [MetafieldIdentifierInput!]!) {
    metafieldsDelete(metafields: $metafields) {
      userErrors {
        message
      }
    }
  }
`;

export const UPSERT_ACTIVITY = /* GraphQL */ `
  mutation UpsertActivity($input: MarketingActivityUpsertExternalInput!) {
    marketingActivityUpsertExternal(input: $input) {
      userErrors {
        code
      }
    }
  }
`;

export const DELETE_ACTIVITY = /* GraphQL */ `
  mutation DeleteActivity($remoteId: String!) {
    marketingActivityDeleteExternal(remoteId: $remoteId) {
      userErrors {
        code
      }
    }
  }
`;

/** A day that was told before is told anew by it. */
export const TELL_DAY = /* GraphQL */ `
  mutation TellDay($remoteId: String!, $engagement: MarketingEngagementInput!) {
    marketingEngagementCreate(remoteId: $remoteId, marketingEngagement: $engagement) {
      userErrors {
        code
      }
    }
  }
`;

/** A report in ShopifyQL. */
export const REPORT = /* GraphQL */ `
  query Report($query: String!) {
    shopifyqlQuery(query: $query) {
      parseErrors
      tableData {
        rows
      }
    }
  }
`;
