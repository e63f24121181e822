import { describe, expect, it } from 'vitest';
import { createDrops } from '../../src/drops.js';
import { fakeLogger } from '../support/fake-logger.js';

function setup() {
  const logger = fakeLogger();
  return { logger, drops: createDrops(logger) };
}

describe('the count of drops', () => {
  it('is empty before anything is dropped', () => {
    expect(setup().drops.counts()).toEqual({});
  });

  it('adds up the events of each reason', () => {
    const { drops } = setup();
    drops.count('refused', 3);
    drops.count('throttled', 2);
    drops.count('refused', 4);
    expect(drops.counts()).toEqual({ refused: 7, throttled: 2 });
  });

  it('cannot be changed from outside', () => {
    const { drops } = setup();
    drops.count('refused', 3);
    drops.counts().refused = 100;
    expect(drops.counts()).toEqual({ refused: 3 });
  });
});

describe('the message of a drop', () => {
  it('is logged the first time its reason occurs, and never again', () => {
    const { drops, logger } = setup();
    drops.count('refused', 1, 'refused by the server');
    drops.count('throttled', 1, 'throttled by the server');
    drops.count('refused', 1, 'refused by the server');
    expect(logger.texts('warn')).toEqual([
      'refused by the server',
      'throttled by the server',
    ]);
  });

  it('is optional', () => {
    const { drops, logger } = setup();
    drops.count('opted-out', 9);
    expect(logger.messages).toEqual([]);
  });
});
