import { dashboard } from './dashboard.js';
import { interaction } from './interaction.js';
import { long } from './long.js';
import { rules } from './rules.js';
import { shadow } from './shadow.js';
import { snapshot } from './snapshot.js';
import { table } from './table.js';
import type { Workload } from './workload.js';

export const WORKLOADS: Workload[] = [
  snapshot,
  table,
  dashboard,
  interaction,
  shadow,
  rules,
  long,
];
