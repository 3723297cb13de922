import { ActionList, Button, Popover } from '@shopify/polaris';
import { PlusIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { choiceLabel, type StepChoice } from './new-step';

const SECTIONS: { title: string; choices: StepChoice[] }[] = [
  { title: 'Messages', choices: ['email', 'sms', 'whatsapp', 'voice'] },
  { title: 'Conditions', choices: ['delay', 'if_else'] },
  { title: 'Actions', choices: ['tag', 'start', 'note'] },
];

interface AddStepProps {
  /** The place in words, such as "after “Email 1”". */
  where: string;
  onAdd: (choice: StepChoice) => void;
}

/** The plus between two steps, and its menu. */
export function AddStep({ where, onAdd }: AddStepProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      autofocusTarget="first-node"
      activator={
        <Button
          size="micro"
          icon={PlusIcon}
          accessibilityLabel={`Add a step ${where}`}
          disclosure={false}
          onClick={() => setOpen((was) => !was)}
        />
      }
    >
      <ActionList
        actionRole="menuitem"
        sections={SECTIONS.map(({ title, choices }) => ({
          title,
          items: choices.map((choice) => ({
            content: choiceLabel[choice],
            onAction: () => {
              setOpen(false);
              onAdd(choice);
            },
          })),
        }))}
      />
    </Popover>
  );
}
