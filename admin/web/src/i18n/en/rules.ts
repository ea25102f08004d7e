/** Rules of fields, as the hub words them: they are English already. */
export const ruleWords = (rule: string): string => rule;
