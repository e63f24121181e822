import { readdirSync, readFileSync } from 'node:fs';

/** What the processes of a browser have written since they were started. */
export interface DiskWrites {
  /** Handed to the system by all its processes, also for pipes and sockets. Unit: bytes. */
  handedOverBytes: number;
  /** Of that, what goes to a disk. Unit: bytes. */
  diskBytes: number;
}

/**
 * Adds up over all processes that are alive of the browser with this profile.
 * `undefined` where the system does not tell: anywhere but on Linux.
 */
export function readDiskWrites(profile: string): DiskWrites | undefined {
  try {
    const processIds = readdirSync('/proc').filter((name) =>
      /^\d+$/.test(name),
    );
    const ofBrowser = new Set(
      processIds.filter((id) => read(id, 'cmdline').includes(profile)),
    );
    // Children come after their parents only mostly, so again until there are no more.
    for (let sizeBefore = 0; sizeBefore < ofBrowser.size;) {
      sizeBefore = ofBrowser.size;
      for (const id of processIds)
        if (ofBrowser.has(parentOf(id))) ofBrowser.add(id);
    }
    const accounts = [...ofBrowser].map((id) => read(id, 'io'));
    const sum = (field: string): number =>
      accounts
        .map((account) => Number(account.match(`${field}: (\\d+)`)?.[1] ?? 0))
        .reduce((total, bytes) => total + bytes, 0);
    if (sum('wchar') === 0) return undefined;
    return { handedOverBytes: sum('wchar'), diskBytes: sum('\nwrite_bytes') };
  } catch {
    return undefined;
  }
}

/** `''` where the process has ended or may not be looked at. */
function read(processId: string, file: string): string {
  try {
    return readFileSync(`/proc/${processId}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Shape of `stat`: `<id> (<name, with anything in it>) <state> <parent> …` */
function parentOf(processId: string): string {
  return read(processId, 'stat').split(') ').at(-1)?.split(' ')[1] ?? '';
}
