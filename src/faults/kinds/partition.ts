import { linkFault, no, yes } from '../link-fault.js';

/** A network that carries nothing, and tells nobody. */
export const partition = linkFault<'partition'>({ type: 'cut', direction: 'both' }, async (probe) => {
  const { answered, ms } = await probe.overNewConnection();
  return answered ? no('a probe was answered') : yes(`a probe had no answer in ${ms} ms`);
});
