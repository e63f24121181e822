/** How a preview looks: readable on light and dark pages, and told apart by pattern as well as by colour. */
export const LOOK = `
:host { color-scheme: light; direction: ltr; }
.layer { position: fixed; inset: 0; pointer-events: none; }
.box { position: fixed; box-sizing: border-box; pointer-events: none; }
.box::after {
  display: none; position: absolute; font: 600 10px/14px system-ui, sans-serif; padding: 0 4px; border-radius: 3px;
  white-space: nowrap; color: #fff;
}

.box.roomy::after { display: block; }

.blocked {
  background: repeating-linear-gradient(45deg, #d1d5dbe6 0 8px, #9ca3afe6 8px 16px);
  border: 2px solid #4b5563;
}
.box.blocked { overflow: hidden; }
.box.blocked::after {
  content: 'left out'; left: 50%; top: 50%; transform: translate(-50%, -50%); background: #374151;
}

.masked { background: #f59e0b66; }
.box.masked.text { border-radius: 2px; box-shadow: inset 0 0 0 1px #d97706; }
.box.masked.field, .sample.masked { border: 2px solid #b45309; border-radius: 4px; }
.box.masked.field::after { content: 'masked'; right: 4px; top: calc(50% - 7px); background: #b45309; }

.box.clear.text { border-bottom: 2px solid #16a34a; }
.box.clear.image { border: 2px dotted #16a34a; }
.box.clear.field, .sample.clear { box-shadow: 0 0 0 2px #16a34a; border-radius: 3px; background: #22c55e1f; }
.box.clear.field::after { content: 'in clear'; right: 4px; top: calc(50% - 7px); background: #15803d; }

.legend {
  position: fixed; right: 12px; bottom: 12px; max-width: 260px; box-sizing: border-box; padding: 10px 12px;
  background: #fffffff2; color: #111827; border: 1px solid #6b7280; border-radius: 8px;
  box-shadow: 0 4px 16px #00000040; font: 13px/18px system-ui, sans-serif; pointer-events: none;
}
.title { font-weight: 700; margin-bottom: 6px; }
.row { display: flex; align-items: center; gap: 8px; margin: 3px 0; }
.sample { width: 20px; height: 14px; box-sizing: border-box; flex: none; }
.sample.blocked { border-width: 1px; }
.sample.clear { border: 2px solid #16a34a; box-shadow: none; }
.name { font-weight: 600; }
.meaning { color: #4b5563; }
.count { margin-left: auto; font-variant-numeric: tabular-nums; font-weight: 600; }
.note { margin-top: 6px; font-size: 11px; line-height: 15px; color: #4b5563; }
`;
