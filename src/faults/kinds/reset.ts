import { linkFault, no, yes } from '../link-fault.js';

/** Connections are torn down, as by a load balancer that restarts, and new ones with them. */
export const reset = linkFault<'reset'>({ type: 'reset' }, async (probe) => {
  const { answered, problem } = await probe.overNewConnection();
  if (answered) return no('a probe was answered');
  return /ECONNRESET|reset|disconnected|closed/i.test(problem) ? yes(`a probe ended with: ${problem}`) : no(problem);
});
