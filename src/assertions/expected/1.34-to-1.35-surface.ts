import type { LedgerEntry } from '../../model/scenario.js';
import { answerEntries, pluginEntries, schemaEntries, upstream, type Because, type Pair } from './entries.js';

const PAIR: Pair = '1.34 -> 1.35';

const DRIVER_NAME: Because = {
  reason:
    'validation is not versioned: of a driver without a name 1.34 says twice that it is wrong, as missing and as malformed; 1.35 says it ' +
    'once, as missing. Both refuse, so nothing is stored that a rollback would meet',
  source: `${upstream('1.35.4', 'pkg/apis/core/validation/validation.go')} (ValidateCSIDriverName), against v1.34.4`,
};

const ONE_VALUE: Because = {
  reason:
    'validation is not versioned: of a device attribute without exactly one value 1.34 says that a value is missing, 1.35 that it is ' +
    'invalid. Both refuse, so nothing is stored that a rollback would meet',
  source: `https://github.com/kubernetes/kubernetes/pull/134072, ${upstream('1.35.4', 'pkg/apis/resource/validation/validation.go')} (validateDeviceAttribute)`,
};

const DISTINCT_ATTRIBUTE: Because = {
  reason:
    'a bug of 1.34 that 1.35 has corrected, also while it emulates 1.34: with the gate DRAConsumableCapacity off 1.34 means to drop ' +
    'distinctAttribute, but empties only a copy and stores it. 1.35 drops it, and refuses a constraint of which nothing is left. What 1.34 ' +
    'stored stays, since a field in use is kept; after a rollback such claims can be made again',
  source: `${upstream('1.34.4', 'pkg/registry/resource/resourceclaim/strategy.go')} (dropDisabledDRAResourceClaimConsumableCapacityFields) against ${upstream('1.35.4', 'pkg/api/resourceclaimspec/util.go')}`,
};

const TOLERATIONS: Because = {
  reason:
    'a bug of 1.34 that 1.35 has corrected, also while it emulates 1.34: 1.34 stores tolerations of a claim while the gate DRADeviceTaints ' +
    'is off, 1.35 drops them. They have no effect there, and what 1.34 stored stays, since a field in use is kept',
  source: 'https://github.com/kubernetes/kubernetes/pull/132927',
};

const PREFER_CLOSE: Because = {
  reason:
    'warnings are not versioned: 1.35 warns, also while it emulates 1.34, of the value PreferClose, whose new name PreferSameZone 1.34 ' +
    'knows as well. What is stored is the same',
  source: `https://github.com/kubernetes/kubernetes/pull/134457, ${upstream('1.35.4', 'pkg/api/service/warnings.go')}`,
};

const RESOURCES = 'resource.k8s.io/v1';

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
  ...answerEntries(PAIR, DRIVER_NAME, {
    [`${RESOURCES} deviceclasses without spec.config[0].opaque.driver`]: [
      'refusal.causes[spec.config[0].opaque.driver FieldValueInvalid]',
    ],
    [`${RESOURCES} resourceslices with {} at spec`]: ['refusal.causes[spec.driver FieldValueInvalid]'],
    [`${RESOURCES} resourceslices without spec`]: ['refusal.causes[spec.driver FieldValueInvalid]'],
    'storage.k8s.io/v1 volumeattachments with {} at spec': ['refusal.causes[spec.attacher FieldValueInvalid]'],
    'storage.k8s.io/v1 volumeattachments without spec': ['refusal.causes[spec.attacher FieldValueInvalid]'],
    'storage.k8s.io/v1 volumeattachments without spec.attacher': ['refusal.causes[spec.attacher FieldValueInvalid]'],
  }),
  ...answerEntries(PAIR, ONE_VALUE, {
    [`${RESOURCES} resourceslices list-attributes (1.36)`]: causesOf('sizes'),
    [`${RESOURCES} resourceslices with {} at spec.devices[0].attributes.model`]: causesOf('model'),
    [`${RESOURCES} resourceslices without spec.devices[0].attributes.fast.bool`]: causesOf('fast'),
  }),
  ...answerEntries(PAIR, DISTINCT_ATTRIBUTE, { [`${RESOURCES} resourceclaims capacity-request (1.36)`]: ['status'] }),
  ...answerEntries(PAIR, TOLERATIONS, {
    [`${RESOURCES} resourceclaims device-tolerations (1.36)`]: ['object.spec.devices.requests[0].exactly.tolerations'],
  }),
  ...answerEntries(PAIR, PREFER_CLOSE, {
    'v1 services': ['warnings[0]'],
    'v1 services with ["192.0.2.100","192.0.2.100"] at spec.externalIPs': ['warnings[0]'],
    'v1 services with an unknown field': ['warnings[1]'],
    'v1 services with {} at spec.sessionAffinityConfig.clientIP': ['warnings[0]'],
    'v1 services without spec.externalIPs': ['warnings[0]'],
    'v1 services without spec.ports[0].targetPort': ['warnings[0]'],
    'v1 services without spec.sessionAffinityConfig.clientIP': ['warnings[0]'],
  }),
];

/** The cause that is gone, and the one that is there instead. */
function causesOf(attribute: string): readonly string[] {
  return ['FieldValueRequired', 'FieldValueInvalid'].map(
    (reason) => `refusal.causes[spec.devices[0].attributes[${attribute}] ${reason}]`,
  );
}
