/** The GraphQL documents about orders: see `operations.ts` for how they are checked. */

const SHOP_MONEY = 'shopMoney { amount currencyCode }';
const BOTH_CURRENCIES = `${SHOP_MONEY} presentmentMoney { amount currencyCode }`;

/** What an order's facts are made of, its lines and refunds apart. */
const ORDER_FACTS = `
  id
  name
  createdAt
  processedAt
  updatedAt
  cancelledAt
  test
  sourceName
  displayFinancialStatus
  currencyCode
  presentmentCurrencyCode
  taxesIncluded
  totalPriceSet { ${BOTH_CURRENCIES} }
  currentTotalPriceSet { ${SHOP_MONEY} }
  subtotalPriceSet { ${SHOP_MONEY} }
  totalDiscountsSet { ${SHOP_MONEY} }
  totalTaxSet { ${SHOP_MONEY} }
  totalShippingPriceSet { ${SHOP_MONEY} }
  originalTotalDutiesSet { ${SHOP_MONEY} }
  totalTipReceivedSet { ${SHOP_MONEY} }
  paymentGatewayNames
  disputes {
    status
  }
  customer {
    id
  }
  checkoutToken
  cartToken
  discountCodes
  customAttributes {
    key
    value
  }
`;

const LINE_CLASS = `
  isGiftCard
  sellingPlan {
    sellingPlanId
  }
`;

const LINE_ITEM = `
  ${LINE_CLASS}
  quantity
  originalUnitPriceSet { ${SHOP_MONEY} }
`;

const SHIPPING_LINE = `
  originalPriceSet { ${SHOP_MONEY} }
  discountedPriceSet { ${SHOP_MONEY} }
  taxLines {
    priceSet { ${SHOP_MONEY} }
  }
`;

/** Enough of each order to tell whether ours is the same; the sort key goes with the search. */
export const ORDER_PAGE = `
  query OrderPage($search: String!, $sortKey: OrderSortKeys!, $after: String) {
    orders(first: 100, query: $search, sortKey: $sortKey, after: $after) {
      nodes {
        id
        name
        createdAt
        processedAt
        updatedAt
        currencyCode
        totalPriceSet { shopMoney { amount } }
        currentTotalPriceSet { shopMoney { amount } }
        totalRefundedSet { shopMoney { amount } }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const ORDERS = `
  query Orders($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        ${ORDER_FACTS}
        lineItems(first: 10) {
          nodes {
            ${LINE_CLASS}
          }
          pageInfo {
            hasNextPage
          }
        }
        shippingLines(first: 5) {
          nodes {
            ${SHIPPING_LINE}
          }
        }
        refunds(first: 1) {
          id
        }
      }
    }
  }
`;

export const WHOLE_ORDER = `
  query WholeOrder($order: ID!) {
    order(id: $order) {
      ${ORDER_FACTS}
      lineItems(first: 50) {
        nodes {
          ${LINE_ITEM}
        }
      }
      shippingLines(first: 5) {
        nodes {
          ${SHIPPING_LINE}
        }
      }
      refunds(first: 50) {
        id
        createdAt
        processedAt
        refundLineItems(first: 60) {
          nodes {
            subtotalSet { ${BOTH_CURRENCIES} }
            totalTaxSet { ${BOTH_CURRENCIES} }
          }
        }
        refundShippingLines(first: 5) {
          nodes {
            subtotalAmountSet { ${BOTH_CURRENCIES} }
            taxAmountSet { ${BOTH_CURRENCIES} }
          }
        }
        duties {
          amountSet { ${BOTH_CURRENCIES} }
        }
        transactions(first: 10) {
          nodes {
            kind
            status
            amountSet { ${BOTH_CURRENCIES} }
          }
        }
      }
    }
  }
`;

/** A bulk query takes no variables, and no connection inside a list: refunds are asked for order by order. */
export const ALL_ORDERS = `
  query AllOrders {
    orders {
      edges {
        node {
          ${ORDER_FACTS}
          lineItems {
            edges {
              node {
                id
                ${LINE_ITEM}
              }
            }
          }
          shippingLines {
            edges {
              node {
                id
                ${SHIPPING_LINE}
              }
            }
          }
          refunds(first: 1) {
            id
          }
        }
      }
    }
  }
`;

export const START_BULK = `
  mutation StartBulk($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) {
      bulkOperation {
        id
      }
      userErrors {
        code
      }
    }
  }
`;

export const BULK_OPERATION = `
  query BulkOperation($id: ID!) {
    bulkOperation(id: $id) {
      status
      errorCode
      url
    }
  }
`;
