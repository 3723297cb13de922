import { BlockStack, Button, Card, ChoiceList, Text, TextField } from '@shopify/polaris';
import {
  buttonUrl,
  fitted,
  type FilledTemplate,
  isDynamic,
  readTemplate,
  templateText,
  type WhatsAppTemplate,
} from '~/messaging/whatsapp-template';
import { pickProducts, type PickingShop } from '~/ui/pick-products';
import type { ContentValues } from './content-values';
import { insertAtCaret, useInsertion } from './insertion';
import { MergeButtons } from './merge-buttons';
import { TemplatePicker, useApprovedTemplates } from './template-picker';
import { UnknownTags } from './unknown-tags';

interface WhatsAppEditorProps {
  values: ContentValues;
  onChange: (some: Partial<ContentValues>) => void;
  errors: Record<string, string>;
  shop: PickingShop;
}

const EMPTY: WhatsAppTemplate = { name: '', language: 'en', body: '', footer: '', buttons: [] };

/** An approved template with what fills it in; or a text, for those who wrote within the last day. */
export function WhatsAppEditor({ values, onChange, errors, shop }: WhatsAppEditorProps) {
  const template = readTemplate(values.template || null);
  const take = (next: FilledTemplate) =>
    onChange({ template: JSON.stringify(next), text: templateText(next) });
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title="What is sent"
          choices={[
            {
              value: 'template',
              label: 'An approved template',
              helpText: 'WhatsApp lets a shop write first only with a text that it has approved.',
            },
            {
              value: 'session',
              label: 'A free text',
              helpText: 'Reaches only those who wrote to the shop within the last 24 hours.',
            },
          ]}
          selected={[template ? 'template' : 'session']}
          onChange={([choice]) => (choice === 'template' ? take(fitted(EMPTY)) : onChange({ template: '' }))}
        />
        {template ? (
          <TemplateFields template={template} onChange={take} errors={errors} shop={shop} />
        ) : (
          <SessionText values={values} onChange={onChange} errors={errors} shop={shop} />
        )}
        <input type="hidden" name="template" value={values.template} />
        {template && <input type="hidden" name="text" value={values.text} />}
        <UnknownTags texts={template ? template.variables : [values.text]} />
      </BlockStack>
    </Card>
  );
}

function SessionText({ values, onChange, errors, shop }: WhatsAppEditorProps) {
  const insertion = useInsertion();
  const setText = (text: string) => onChange({ text });
  return (
    <BlockStack gap="400">
      <MergeButtons insertion={insertion} withUnsubscribe={false} shop={shop} />
      <TextField
        id="text"
        name="text"
        label="Message"
        value={values.text}
        onChange={setText}
        onFocus={() => insertion.focused('text', insertAtCaret('text', setText))}
        multiline={8}
        autoComplete="off"
        error={errors.text}
      />
    </BlockStack>
  );
}

interface TemplateFieldsProps {
  template: FilledTemplate;
  onChange: (template: FilledTemplate) => void;
  errors: Record<string, string>;
  shop: PickingShop;
}

function TemplateFields({ template, onChange, errors, shop }: TemplateFieldsProps) {
  const insertion = useInsertion();
  const picker = useApprovedTemplates(template);
  const change = (some: Partial<WhatsAppTemplate>) => {
    picker.setByHand(true);
    onChange(fitted({ ...template, ...some }, template));
  };
  const setVariable = (index: number, value: string) =>
    onChange({ ...template, variables: template.variables.with(index, value) });
  return (
    <BlockStack gap="400">
      <TemplatePicker picker={picker} onPick={(one) => onChange(fitted(one ?? EMPTY))} />
      {!picker.listed && <ApprovedText template={template} onChange={change} errors={errors} />}
      {template.variables.length > 0 && (
        <MergeButtons insertion={insertion} withUnsubscribe={false} shop={undefined} />
      )}
      {template.variables.map((value, index) => {
        const id = `variable-${index + 1}`;
        const set = (text: string) => setVariable(index, text);
        return (
          <TextField
            key={id}
            id={id}
            label={`{{${index + 1}}}`}
            value={value}
            onChange={set}
            onFocus={() => insertion.focused('text', insertAtCaret(id, set))}
            autoComplete="off"
            error={errors[id]}
            helpText={index === 0 ? 'A fixed text, or what is known of the contact.' : undefined}
          />
        );
      })}
      {template.buttons.map(({ text, url }, index) =>
        isDynamic(url) ? (
          <TextField
            key={`suffix-${String(index)}`}
            id={`suffix-${index + 1}`}
            label={`How the address of “${text}” goes on`}
            value={template.suffixes[index] ?? ''}
            onChange={(suffix) => onChange({ ...template, suffixes: template.suffixes.with(index, suffix) })}
            autoComplete="off"
            error={errors[`suffix-${index + 1}`]}
            helpText={`Leads to ${buttonUrl(url, template.suffixes[index] ?? '')}. Its tags are added here.`}
            connectedRight={
              leadsInto(shop, url) && (
                <ProductSuffix
                  shop={shop}
                  fixed={buttonUrl(url, '')}
                  onPick={(suffix) =>
                    onChange({ ...template, suffixes: template.suffixes.with(index, suffix) })
                  }
                />
              )
            }
          />
        ) : (
          <Text key={`fixed-${String(index)}`} as="p" tone="subdued" breakWord>
            {`“${text}” leads to ${url}, as it was approved. Without {{1}} at its end nothing can be added, so its clicks cannot be tracked.`}
          </Text>
        ),
      )}
    </BlockStack>
  );
}

/** What was approved, for a template that the provider does not list. */
function ApprovedText({
  template,
  onChange,
  errors,
}: {
  template: FilledTemplate;
  onChange: (some: Partial<WhatsAppTemplate>) => void;
  errors: Record<string, string>;
}) {
  const [button] = template.buttons;
  const setButton = (some: Partial<NonNullable<typeof button>>) => {
    const next = { text: '', url: '', ...button, ...some };
    onChange({ buttons: next.text || next.url ? [next] : [] });
  };
  return (
    <BlockStack gap="400">
      <Text as="p" tone="subdued">
        Enter the template as it was approved: in WhatsApp Manager, or in Twilio’s Content Template Builder.
      </Text>
      <TextField
        id="templateName"
        label="Name of the template"
        value={template.name}
        onChange={(name) => onChange({ name })}
        autoComplete="off"
        error={errors.templateName}
        helpText="With Twilio its Content SID, which begins with HX."
      />
      <TextField
        label="Language of the template"
        value={template.language}
        onChange={(language) => onChange({ language })}
        autoComplete="off"
        helpText="Such as en, en_US or de."
      />
      <TextField
        id="templateBody"
        label="Approved text"
        value={template.body}
        onChange={(body) => onChange({ body })}
        multiline={4}
        maxLength={1024}
        autoComplete="off"
        error={errors.templateBody}
        helpText="With {{1}}, {{2}} and so on where each message differs."
      />
      <TextField
        label="Footer"
        value={template.footer}
        onChange={(footer) => onChange({ footer })}
        maxLength={60}
        autoComplete="off"
      />
      <TextField
        label="Text of the button"
        value={button?.text ?? ''}
        onChange={(text) => setButton({ text })}
        maxLength={25}
        autoComplete="off"
      />
      <TextField
        id="button-1"
        label="Address of the button"
        value={button?.url ?? ''}
        onChange={(url) => setButton({ url })}
        autoComplete="off"
        error={errors['button-1']}
        helpText="With {{1}} at its end where each message adds to it, which tracking needs."
      />
    </BlockStack>
  );
}

/** Whether the addresses of products begin as a button's does. */
const leadsInto = ({ storefrontUrl }: PickingShop, url: string) =>
  `${storefrontUrl}/products/`.startsWith(buttonUrl(url, ''));

/** Fills in the address of a product. */
function ProductSuffix({
  shop,
  fixed,
  onPick,
}: {
  shop: PickingShop;
  fixed: string;
  onPick: (suffix: string) => void;
}) {
  const pick = async () => {
    const [product] = await pickProducts(shop);
    if (product?.url.startsWith(fixed)) onPick(product.url.slice(fixed.length));
  };
  return <Button onClick={() => void pick()}>Product</Button>;
}
