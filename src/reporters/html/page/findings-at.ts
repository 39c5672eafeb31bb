import type { FindingGroupView } from '../report-data.js';

/** What of the groups belongs to one stop; groups and subjects without any are left out. */
export function findingsAt(groups: readonly FindingGroupView[], stop: string): FindingGroupView[] {
  return groups
    .map((group) => {
      const subjects = group.subjects
        .map(({ subject, findings }) => ({ subject, findings: findings.filter(({ steps }) => steps.includes(stop)) }))
        .filter(({ findings }) => findings.length > 0);
      return { ...group, subjects, count: subjects.reduce((sum, { findings }) => sum + findings.length, 0) };
    })
    .filter(({ count }) => count > 0);
}
