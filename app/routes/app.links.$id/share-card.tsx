import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { CopyButton } from '~/ui/copy-button';

interface ShareCardProps {
  name: string;
  shortUrl: string;
  /** The destination with its tags, as it is stored. */
  taggedUrl: string;
  qr: { svg: string; pngUrl: string };
}

/** The addresses of a link to copy, and its QR code to print. */
export function ShareCard({ name, shortUrl, taggedUrl, qr }: ShareCardProps) {
  const svgUrl = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(qr.svg)}`;
  const file = name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'link';
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingSm">
          Share it
        </Text>
        <Address title="Short link" url={shortUrl} label="Copy the short link" />
        <BlockStack gap="200" inlineAlign="start">
          <div
            role="img"
            aria-label={`QR code of ${shortUrl}`}
            className="st-qr-code"
            dangerouslySetInnerHTML={{ __html: qr.svg }}
          />
          <InlineStack gap="200">
            <Button url={svgUrl} download={`${file}.svg`}>
              Download SVG
            </Button>
            <Button url={qr.pngUrl} download={`${file}.png`}>
              Download PNG
            </Button>
          </InlineStack>
          <Text as="p" variant="bodySm" tone="subdued">
            The code holds the short link: it keeps working when you change the destination. SVG is best for
            print, at least 2 cm wide.
          </Text>
        </BlockStack>
        <Address title="Long link, with its tags" url={taggedUrl} label="Copy the long link" />
        <Text as="p" variant="bodySm" tone="subdued">
          The long link leads straight to the page: its sales are credited as well, its clicks are not
          counted.
        </Text>
      </BlockStack>
    </Card>
  );
}

function Address({ title, url, label }: { title: string; url: string; label: string }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {title}
      </Text>
      <InlineStack gap="100" wrap={false} blockAlign="center">
        <span className="st-url">{url}</span>
        <CopyButton text={url} label={label} />
      </InlineStack>
    </BlockStack>
  );
}
