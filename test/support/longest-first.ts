import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What runs for many minutes, longest first: begun last, it would be waited for alone. The controls, of which two run at a
 * time, come after the ladder, which is two rehearsals at a time as well.
 */
const LONG = ['ladder.test.ts', 'reference.test.ts', 'controls.test.ts', 'going-on.test.ts', 'kind.test.ts'];

/** vitest's own order, but for the tests that take longest, which come first among those of their project. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((own) => {
      const specifications = sorted.filter(({ project }) => project === own);
      const long = LONG.flatMap((name) => specifications.filter(({ moduleId }) => basename(moduleId) === name));
      return [...long, ...specifications.filter((specification) => !long.includes(specification))];
    });
  }
}
