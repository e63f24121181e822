import type { RecordedEvent } from './fetch-replays.js';

/**
 * What the replay pages use of rrweb's player. Its own types need Svelte's, which are not
 * installed.
 */
export interface RrwebPlayer {
  /** Seeks. Unit: ms from the first event. `play` defaults to going on as before. */
  goto: (offsetMs: number, play?: boolean) => void;
  addEventListener: {
    (
      event: 'ui-update-current-time',
      handler: (update: { payload: number }) => void,
    ): void;
    (
      event: 'ui-update-player-state',
      handler: (update: { payload: 'playing' | 'paused' }) => void,
    ): void;
  };
  /** Unit: ms. */
  getMetaData: () => { totalTime: number };
  triggerResize: () => void;
  $set: (props: Partial<RrwebPlayerProps>) => void;
  $destroy: () => void;
}

export interface RrwebPlayerProps {
  events: RecordedEvent[];
  /** Unit: px. */
  width: number;
  /** Without the controls. Unit: px. */
  height: number;
  maxScale: number;
  autoPlay: boolean;
  skipInactive: boolean;
  /** Colours of custom events on the timeline, by tag. */
  tags: Record<string, string>;
  inactiveColor: string;
  /** Trail of the mouse. Unit of `duration`: ms. */
  mouseTail: { strokeStyle: string; lineWidth: number; duration: number };
}

declare global {
  interface Window {
    /** Missing if its script did not load. */
    rrwebPlayer?: {
      default: new (options: {
        target: HTMLElement;
        props: RrwebPlayerProps;
      }) => RrwebPlayer;
    };
  }
}
