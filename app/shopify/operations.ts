/**
 * Every GraphQL document that the app sends to Shopify's Admin API. The suite validates each against the official
 * schema, and that the app asks for the scopes of every field.
 */

export const SHOP = /* GraphQL */ `
  query Shop {
    shop {
      name
      email
      currencyCode
      ianaTimezone
      primaryDomain {
        url
      }
    }
  }
`;

export const PIXEL = /* GraphQL */ `
  query Pixel {
    webPixel {
      id
    }
  }
`;

export const CREATE_PIXEL = /* GraphQL */ `
  mutation CreatePixel($settings: JSON!) {
    webPixelCreate(webPixel: { settings: $settings }) {
      webPixel {
        id
      }
      userErrors {
        code
      }
    }
  }
`;

export const UPDATE_PIXEL = /* GraphQL */ `
  mutation UpdatePixel($id: ID!, $settings: JSON!) {
    webPixelUpdate(id: $id, webPixel: { settings: $settings }) {
      webPixel {
        id
      }
      userErrors {
        code
      }
    }
  }
`;

export const SEGMENTS = /* GraphQL */ `
  query Segments($after: String) {
    segments(first: 250, after: $after) {
      nodes {
        id
        name
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const SEGMENT = /* GraphQL */ `
  query Segment($id: ID!) {
    segment(id: $id) {
      id
    }
  }
`;

export const CUSTOMERS = /* GraphQL */ `
  query Customers($query: String!) {
    customers(first: 8, query: $query) {
      nodes {
        id
        firstName
        lastName
        defaultEmailAddress {
          emailAddress
        }
      }
    }
  }
`;

export const SEGMENT_MEMBERS = /* GraphQL */ `
  query SegmentMembers($segment: ID!, $after: String) {
    customerSegmentMembers(segmentId: $segment, first: 250, after: $after) {
      totalCount
      edges {
        node {
          id
          firstName
          lastName
          defaultEmailAddress {
            emailAddress
            validFormat
            marketingState
            marketingUpdatedAt
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const JOURNEY = /* GraphQL */ `
  query Journey($order: ID!) {
    order(id: $order) {
      lineItems(first: 20) {
        nodes {
          sellingPlan {
            sellingPlanId
          }
        }
      }
      customerJourneySummary {
        ready
        firstVisit {
          ...Visit
        }
        lastVisit {
          ...Visit
        }
        moments(last: 100) {
          nodes {
            ...Visit
          }
        }
      }
    }
  }

  fragment Visit on CustomerVisit {
    id
    occurredAt
    landingPage
    referrerUrl
    utmParameters {
      source
      medium
      campaign
    }
  }
`;

export const WRITE_EMAIL_CONSENT = /* GraphQL */ `
  mutation WriteEmailConsent($customer: ID!, $state: CustomerEmailMarketingState!, $at: DateTime!) {
    customerEmailMarketingConsentUpdate(
      input: {
        customerId: $customer
        emailMarketingConsent: { marketingState: $state, consentUpdatedAt: $at }
      }
    ) {
      userErrors {
        code
        field
      }
    }
  }
`;
