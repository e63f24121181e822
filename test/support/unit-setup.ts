// Compression by Node takes as long as it takes, and no test moves that time. Tests that need it run without jsdom.
if (typeof document !== 'undefined')
  Reflect.deleteProperty(globalThis, 'CompressionStream');
