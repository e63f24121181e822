import { dashboard } from './dashboard.js';
import { snapshot } from './snapshot.js';
import { table } from './table.js';
import type { Workload } from './workload.js';

export const WORKLOADS: Workload[] = [snapshot, table, dashboard];
