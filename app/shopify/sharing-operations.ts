/** The GraphQL documents by which the app tells Shopify what it found out: each needs a scope that is optional. */

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
