import type { LedgerEntry } from '../../model/scenario.js';
import { pluginEntries, schemaEntries, upstream, type Pair } from './entries.js';

const PAIR: Pair = '1.34 -> 1.35';

/** What 1.35 emulating 1.34 describes and answers otherwise than a real 1.34. */
export const SURFACE_FROM_1_34_TO_1_35: readonly LedgerEntry[] = [
  ...schemaEntries(
    PAIR,
    {
      reason:
        'schemas are not versioned: 1.35 no longer calls bytes a list. A byte field is written as one text, so nothing that a ' +
        'client sends or gets is another',
      source: `${upstream('1.35.4', 'staging/src/k8s.io/api/certificates/v1/types.go')} (request, certificate), against v1.34.4`,
    },
    {
      'api.certificates.v1.CertificateSigningRequestSpec': ['request'],
      'api.certificates.v1.CertificateSigningRequestStatus': ['certificate'],
    },
  ),
  ...schemaEntries(
    PAIR,
    {
      reason:
        'schemas are not versioned: 1.35 no longer calls the details of a Status a list, which they never were: they are one object',
      source: `${upstream('1.35.4', 'staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go')} (Status), against v1.34.4`,
    },
    { 'apimachinery.pkg.apis.meta.v1.Status': ['details'] },
  ),
  ...schemaEntries(
    PAIR,
    {
      reason:
        'schemas are not versioned: 1.35 no longer says that a pod condition of a failure policy must name a status. Both ' +
        'releases fill in True, so only clients that are generated from the schema see a change',
      source: `${upstream('1.35.4', 'staging/src/k8s.io/api/batch/v1/types.go')} (PodFailurePolicyOnPodConditionsPattern), against v1.34.4`,
    },
    { 'api.batch.v1.PodFailurePolicyOnPodConditionsPattern': ['required status'] },
  ),
  ...pluginEntries(PAIR, 'NodeDeclaredFeatureValidator validate UPDATE', {
    reason:
      'admission plugins are not versioned: 1.35 has a new one, which lets everything pass while its alpha gate NodeDeclaredFeatures ' +
      'is off. A command line that names it (--disable-admission-plugins) cannot go back to 1.34',
    source: `${upstream('1.35.4', 'pkg/kubeapiserver/options/plugins.go')}, ${upstream('1.35.4', 'plugin/pkg/admission/nodedeclaredfeatures/admission.go')} (Validate)`,
  }),
];
