import { linkFault, no, yes } from '../link-fault.js';

const MS = 300;
/** A new connection with TLS goes there and back twice before the answer is there. */
const SLOW_MS = 4 * MS;

/** A way across the world between neighbours. */
export const latency = linkFault<'latency'>({ type: 'delay', ms: MS }, async (probe) => {
  const { answered, ms } = await probe.overNewConnection(20 * SLOW_MS);
  return answered && ms >= SLOW_MS ? yes(`a probe took ${ms} ms`) : no(`a probe took ${ms} ms`);
});
