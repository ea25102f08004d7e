import { expect, it } from 'vitest';
import { createLogger, setLogLevel } from './logger.js';

it('a new level counts for the loggers that came from it, too', () => {
  const logger = createLogger('silent');
  const child = logger.child({ hub: 'one' });
  const grandchild = child.child({ part: 'two' });
  setLogLevel(logger, 'debug');
  expect([logger, child, grandchild].map(({ level }) => level)).toEqual(['debug', 'debug', 'debug']);
});
