import { linkFault, no, yes } from '../link-fault.js';

/** Requests arrive and are obeyed, and no answer comes back: the client cannot know what became of what it asked for. */
export const oneWayPartition = linkFault<'one-way-partition'>(
  { type: 'cut', direction: 'to-client' },
  async (probe) => {
    const { answered } = await probe.write();
    if (answered) return no('a write was answered');
    return (await probe.isStored()) ? yes('a write had no answer and is stored') : no('a write had no answer');
  },
);
