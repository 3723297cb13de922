import { BlockStack, Card, Checkbox, InlineError } from '@shopify/polaris';
import { gradeLabel, gradeMeaning, GRADES, type Grade } from '~/attribution/evidence';
import { CardHeading } from '~/ui/card-heading';
import type { RuleFields } from './model-card';

/** What may tie an order to a message. */
export function EvidenceCard({ values, onChange, errors }: RuleFields) {
  const refused = values.refusedGrades.split(',').filter(Boolean);
  const toggle = (grade: Grade, accepted: boolean) => {
    const others = refused.filter((other) => other !== grade);
    onChange({ refusedGrades: (accepted ? others : [...others, grade]).join(',') });
  };
  return (
    <Card>
      <BlockStack gap="300">
        <CardHeading
          title="Evidence"
          text="What may tie an order to a message, the best first. What is not accepted earns no message anything, and is still on the receipt."
        />
        {GRADES.map((grade) => (
          <Checkbox
            key={grade}
            id={`accepted-${grade}`}
            label={gradeLabel[grade]}
            helpText={gradeMeaning[grade]}
            checked={!refused.includes(grade)}
            onChange={(accepted) => toggle(grade, accepted)}
          />
        ))}
        {errors['refusedGrades'] && (
          <InlineError message={errors['refusedGrades']} fieldID={`accepted-${GRADES[0]}`} />
        )}
      </BlockStack>
    </Card>
  );
}
