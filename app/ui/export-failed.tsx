import { Banner, Text } from '@shopify/polaris';

/** Said where a report's file did not come. */
export const ExportFailed = () => (
  <Banner tone="critical" title="The file could not be made">
    <Text as="p">Nothing is lost: try again in a moment.</Text>
  </Banner>
);
