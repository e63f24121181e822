import { EventType, type eventWithTime } from '@rrweb/types';

/** What each event of the fake recorder holds, so that an upload shows where its events are from. */
export interface Mark {
  /** Of the snapshot that it is, or that it builds on. */
  snapshot: number;
  /** How many opt-outs there were before. */
  optOuts: number;
  /** What was to be recorded when it came up. Of what comes up while that changes: none. */
  visit?: string;
  rate?: number;
}

/** What was sent in one request. */
export interface Upload {
  visit: string;
  deviceId: string;
  rate: number;
  events: (eventWithTime & { data: Mark })[];
}

export function readUpload(
  url: string,
  { headers, body }: RequestInit,
): Upload {
  const { searchParams } = new URL(url);
  const deviceId = String(searchParams.get('device_id'));
  const { events } = JSON.parse(
    new TextDecoder().decode(body as Uint8Array),
  ) as { events: string[] };
  return {
    visit: `${deviceId}/${searchParams.get('session_id')}`,
    deviceId,
    rate: Number(new Headers(headers).get('X-Client-Sample-Rate')),
    events: events.map((event) => JSON.parse(event)),
  };
}

/** Looks at each upload when it is sent. Returns what is wrong with it. */
export function createUploadCheck() {
  /** Snapshots that were sent before what builds on them, by visit. */
  const sent = new Map<string, Set<number>>();
  return (upload: Upload, optOutsBefore: number | undefined): string[] => {
    const { visit, rate, events } = upload;
    const snapshots = sent.get(visit) ?? new Set();
    sent.set(visit, snapshots);
    const faults: string[] = [];
    if (events.length === 0) faults.push(`${visit}: an upload without events`);
    let last: EventType | undefined;
    for (const { type, data } of events) {
      const { snapshot } = data;
      if (data.visit !== undefined && data.visit !== visit)
        faults.push(`${visit}: has an event of ${data.visit}`);
      if (data.rate !== undefined && data.rate !== rate)
        faults.push(`${visit}: rate ${rate}, captured under ${data.rate}`);
      if (optOutsBefore !== undefined && data.optOuts < optOutsBefore)
        faults.push(`${visit}: was recorded before an opt-out`);
      if (type === EventType.FullSnapshot) {
        if (last !== EventType.Meta)
          faults.push(`${visit}: a snapshot without its meta event`);
        snapshots.add(snapshot);
      } else if (type !== EventType.Meta && !snapshots.has(snapshot))
        faults.push(
          `${visit}: the snapshot before ${JSON.stringify(data)} is missing`,
        );
      last = type;
    }
    return faults;
  };
}
