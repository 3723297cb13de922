import { z } from 'zod';
import { ruleSchema } from '~/attribution/settings';
import { Prisma } from '~/db.server';

/** The columns of a version of the settings, by the names of its fields. */
export const SETTINGS = Prisma.sql`version, model, window_days AS "windowDays", channel_windows AS "channelWindows", scope,
  half_life_days AS "halfLifeDays", refused_grades AS "refusedGrades", renewals, basis`;

/** A version of the settings as these columns have it. */
export const storedSettings = ruleSchema.extend({ version: z.number() });
