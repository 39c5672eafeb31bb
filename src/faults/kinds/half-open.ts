import { linkFault, no, yes } from '../link-fault.js';

/** The connections of now are dead and nobody says so, as when a firewall forgets them; new ones work. */
export const halfOpen = linkFault<'half-open'>({ type: 'half-open' }, async (probe) => {
  const held = await probe.overHeldConnection();
  if (held.answered) return no('a connection of before was answered');
  const fresh = await probe.overNewConnection();
  return fresh.answered ? yes('a connection of before has no answer, a new one has') : no(fresh.problem);
});
