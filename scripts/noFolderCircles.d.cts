import type { Rule } from 'eslint';

declare const noFolderCircles: Rule.RuleModule;
export = noFolderCircles;
