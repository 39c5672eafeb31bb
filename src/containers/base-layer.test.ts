import { describe, expect, it } from 'vitest';
import { distributionIn } from './base-layer.js';

const DEBIAN = `bookworm http://mirror.example/debian main
bookworm-updates http://mirror.example/debian main
bookworm-security http://mirror.example/debian-security main
nodistro https://deb.nodesource.com/node_20.x main`;
const UBUNTU = `noble http://archive.ubuntu.com/ubuntu main
noble http://archive.ubuntu.com/ubuntu universe
noble http://archive.ubuntu.com/ubuntu multiverse
noble-updates http://archive.ubuntu.com/ubuntu main
noble http://other.example/ubuntu restricted`;

describe("the mirror of nodes' packages", () => {
  it("is apt's own for the release itself, not for its updates or other archives", () => {
    expect(distributionIn(DEBIAN, 'bookworm')).toEqual({
      codename: 'bookworm',
      mirror: 'http://mirror.example/debian',
      components: ['main'],
    });
  });

  it("has Ubuntu's universe too, where some of the packages are", () => {
    expect(distributionIn(UBUNTU, 'noble')).toEqual({
      codename: 'noble',
      mirror: 'http://archive.ubuntu.com/ubuntu',
      components: ['main', 'universe'],
    });
  });

  it.each([
    ['of another release', DEBIAN, 'trixie'],
    ['of a system without a codename', DEBIAN, ''],
    ['on a disc', 'bookworm cdrom:[Debian]/ main', 'bookworm'],
    ['of no setup at all', '', 'bookworm'],
  ])('is unknown for packages %s', (_, targets, codename) => {
    expect(distributionIn(targets, codename)).toBeUndefined();
  });
});
