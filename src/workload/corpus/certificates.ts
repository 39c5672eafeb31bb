import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { editAt, textOf } from './edit.js';
import { PEM_REQUEST, STUB_REQUEST, TRUST_BUNDLE } from './pem.js';

const CERTIFICATES = ['certificates.k8s.io/v1'] as const;
const WITH_BETA = [...CERTIFICATES, 'certificates.k8s.io/v1beta1'] as const;

/** Requests to a signer that does not exist; they stay pending. */
export const CERTIFICATES_OBJECTS: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: CERTIFICATES,
    resource: 'certificatesigningrequests',
    kind: 'CertificateSigningRequest',
    namespaced: false,
    body: () => ({
      spec: {
        signerName: `${DOMAIN}/nobody`,
        request: PEM_REQUEST,
        usages: ['digital signature', 'client auth'],
        expirationSeconds: 86400,
      },
    }),
  }),
  // served by default from 1.37 on; before, where the scenario enables its beta
  defineEntry({
    groupVersions: WITH_BETA,
    resource: 'clustertrustbundles',
    kind: 'ClusterTrustBundle',
    namespaced: false,
    name: (context) => `${DOMAIN}:nobody:${nameOf(context)}`,
    body: () => ({ spec: { signerName: `${DOMAIN}/nobody`, trustBundle: TRUST_BUNDLE } }),
    edit: (object) => editAt(object, ['spec', 'trustBundle'], (old) => `# changed\n${textOf(old)}`),
  }),
  // the same; only the guard keeps the cleaner from deleting it after 15 minutes
  defineEntry({
    groupVersions: WITH_BETA,
    resource: 'podcertificaterequests',
    kind: 'PodCertificateRequest',
    namespaced: true,
    body: (context) => ({
      spec: {
        signerName: `${DOMAIN}/nobody`,
        podName: nameOf(context),
        podUID: '00000000-0000-4000-8000-000000000006',
        serviceAccountName: nameOf(context),
        serviceAccountUID: '00000000-0000-4000-8000-000000000007',
        nodeName: nameOf(context),
        nodeUID: '00000000-0000-4000-8000-000000000008',
        maxExpirationSeconds: 86400,
        stubPKCS10Request: STUB_REQUEST,
        unverifiedUserAnnotations: { [`${DOMAIN}/note`]: 'rehearsed' },
      },
    }),
  }),
];
