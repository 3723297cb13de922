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

/** As many members as one query may cost: 1,000 points, of which each member takes five. */
export const SEGMENT_MEMBERS = /* GraphQL */ `
  query SegmentMembers($segment: ID, $query: String, $after: String) {
    customerSegmentMembers(segmentId: $segment, query: $query, first: 200, after: $after) {
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
          defaultPhoneNumber {
            phoneNumber
            smsMarketingConsent {
              state
              updatedAt
            }
            whatsAppMarketingConsent {
              state
              updatedAt
            }
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
          title
          quantity
          sellingPlan {
            name
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
  mutation WriteEmailConsent(
    $customer: ID!
    $state: CustomerEmailMarketingState!
    $optInLevel: CustomerMarketingOptInLevel
    $at: DateTime!
  ) {
    customerEmailMarketingConsentUpdate(
      input: {
        customerId: $customer
        emailMarketingConsent: {
          marketingState: $state
          marketingOptInLevel: $optInLevel
          consentUpdatedAt: $at
        }
      }
    ) {
      userErrors {
        code
        field
      }
    }
  }
`;

export const WRITE_SMS_CONSENT = /* GraphQL */ `
  mutation WriteSmsConsent(
    $customer: ID!
    $state: CustomerSmsMarketingState!
    $optInLevel: CustomerMarketingOptInLevel
    $at: DateTime!
  ) {
    customerSmsMarketingConsentUpdate(
      input: {
        customerId: $customer
        smsMarketingConsent: {
          marketingState: $state
          marketingOptInLevel: $optInLevel
          consentUpdatedAt: $at
        }
      }
    ) {
      userErrors {
        code
        field
      }
    }
  }
`;

export const WRITE_WHATSAPP_CONSENT = /* GraphQL */ `
  mutation WriteWhatsAppConsent(
    $customer: ID!
    $state: CustomerMarketingConsentState!
    $optInLevel: CustomerMarketingOptInLevel
    $at: DateTime!
  ) {
    customerWhatsAppMarketingConsentUpdate(
      input: {
        customerId: $customer
        whatsAppMarketingConsent: { state: $state, optInLevel: $optInLevel, updatedAt: $at }
      }
    ) {
      userErrors {
        code
        field
      }
    }
  }
`;

export const ADD_TAG = /* GraphQL */ `
  mutation AddTag($customer: ID!, $tags: [String!]!) {
    tagsAdd(id: $customer, tags: $tags) {
      userErrors {
        message
      }
    }
  }
`;

export const REMOVE_TAG = /* GraphQL */ `
  mutation RemoveTag($customer: ID!, $tags: [String!]!) {
    tagsRemove(id: $customer, tags: $tags) {
      userErrors {
        message
      }
    }
  }
`;

/** Customers with all that a contact mirrors. */
export const CUSTOMERS_BY_ID = /* GraphQL */ `
  query CustomersById($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer {
        id
        firstName
        lastName
        tags
        defaultEmailAddress {
          emailAddress
          validFormat
          marketingState
          marketingUpdatedAt
        }
        defaultPhoneNumber {
          phoneNumber
          smsMarketingConsent {
            state
            updatedAt
          }
          whatsAppMarketingConsent {
            state
            updatedAt
          }
        }
      }
    }
  }
`;
