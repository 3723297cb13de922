import type { Flow } from '~/automations/definition';
import type { Automation as StoredAutomation, Message } from '~/db.server';

/** draft: never published · active: on · paused: off, and whoever is inside is held where they are. */
export const AUTOMATION_STATUSES = ['draft', 'active', 'paused'] as const;
export type AutomationStatus = (typeof AUTOMATION_STATUSES)[number];

/** An automation's row, its words narrowed. */
export type Automation = Omit<StoredAutomation, 'status' | 'draft'> & { status: AutomationStatus };

/** An automation with the flow and the messages that the merchant edits. */
export interface EditedAutomation {
  automation: Automation;
  flow: Flow;
  /** By the id of the step; a step that sends has one as soon as it is saved. */
  messages: Map<string, Message>;
}

/** A version as it was published. */
export interface PublishedFlow {
  version: number;
  name: string;
  flow: Flow;
  /** The frozen message version of each step that sends, by the id of the step. */
  messages: Map<string, bigint>;
  publishedAt: Date;
}

export const AUTOMATION_TABS = ['all', 'active', 'drafts'] as const;
export type AutomationTab = (typeof AUTOMATION_TABS)[number];

/** The statuses that each tab of the list shows; one that is off stands under All alone. */
export const statusesOf: Record<AutomationTab, readonly AutomationStatus[]> = {
  all: AUTOMATION_STATUSES,
  active: ['active'],
  drafts: ['draft'],
};

/** One line of the list; its numbers are the report's. */
export interface AutomationRow {
  id: bigint;
  name: string;
  status: AutomationStatus;
  /** What lets contacts enter: of the published version, or of the draft where there is none. */
  triggers: Flow['triggers'];
  updatedAt: Date;
}

/** Why a contact left before the end. */
export const EXIT_REASONS = [
  'goal_met',
  'consent_withdrawn',
  'redacted',
  'stopped',
  'shop_uninstalled',
  'not_understood',
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

export const exitInWords: Record<ExitReason, string> = {
  goal_met: 'met the goal',
  consent_withdrawn: 'withdrew consent',
  redacted: 'erased at the customer’s request',
  stopped: 'the automation was deleted',
  shop_uninstalled: 'the app was uninstalled',
  not_understood: 'a step could not be done, tried several times',
};
