import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { AppProvider, BlockStack, Button, Card, Page, Text, TextField } from '@shopify/polaris';
import englishTexts from '@shopify/polaris/locales/en.json';
import { type LoginError, LoginErrorType } from '@shopify/shopify-app-remix/server';
import { useState } from 'react';
import { shopify } from '~/shopify.server';
import { pageTitle } from '~/ui/page-title';

export const meta = () => pageTitle('Open your shop');

const sentences: Partial<Record<LoginErrorType, string>> = {
  [LoginErrorType.MissingShop]: 'Enter your shop’s address.',
  [LoginErrorType.InvalidShop]: 'This is not a Shopify address. It looks like my-shop.myshopify.com.',
};

function sentenceOf(answer: LoginError): string | undefined {
  return answer.shop ? sentences[answer.shop] : undefined;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.has('shop');
  const answer = await shopify.login(request);
  return { error: asked ? sentenceOf(answer) : undefined };
}

export async function action({ request }: ActionFunctionArgs) {
  return { error: sentenceOf(await shopify.login(request)) };
}

export default function Login() {
  const loaded = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const busy = useNavigation().state !== 'idle';
  const [shop, setShop] = useState('');

  return (
    <AppProvider i18n={englishTexts}>
      <Page narrowWidth title="Sales Trail">
        <Card>
          <Form method="post">
            <BlockStack gap="400">
              <Text as="h2" variant="headingMd">
                Open your shop
              </Text>
              <TextField
                type="text"
                name="shop"
                label="Shop address"
                helpText="my-shop.myshopify.com"
                value={shop}
                onChange={setShop}
                autoComplete="on"
                error={(answered ?? loaded).error}
              />
              <Button submit variant="primary" loading={busy}>
                Continue
              </Button>
            </BlockStack>
          </Form>
        </Card>
      </Page>
    </AppProvider>
  );
}
