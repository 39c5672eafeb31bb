// Takes one capability out of an OCI runtime's config.json, or out of the process.json of `exec`. Plain Node without packages:
// it runs once for every container process that starts.
//   node drop-capability.mjs FILE CAPABILITY
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The text without the capability in any of the process's lists. Everything else stays byte for byte: limits are 64 bit numbers,
 * which parsing and printing would round. Throws when the text is not JSON or is spaced otherwise than engines write it.
 */
export function withoutCapability(text, capability) {
  let edited = text;
  for (const [set, list] of Object.entries(capabilitiesIn(text))) {
    const kept = list.filter((name) => name !== capability);
    // inside a string the quotes would be escaped, so this can only be the list itself
    edited = edited.replace(`"${set}":${JSON.stringify(list)}`, () => `"${set}":${JSON.stringify(kept)}`);
  }
  if (Object.values(capabilitiesIn(edited)).some((list) => list.includes(capability))) {
    throw new Error(`${capability} cannot be taken out: the file is not compact JSON`);
  }
  return edited;
}

function capabilitiesIn(text) {
  const document = JSON.parse(text);
  return (document.process ?? document).capabilities ?? {};
}

const [, script, file, capability] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  writeFileSync(file, withoutCapability(readFileSync(file, 'utf8'), capability));
}
