import { badCertificate, validBetween } from '../bad-certificate.js';

/** The certificate of another machine, or one from before the address changed. */
export const certificateWrongName = badCertificate<'certificate-wrong-name'>(
  () => ({ ...validBetween(-1, 1), names: ['another.example.com'] }),
  'ERR_TLS_CERT_ALTNAME_INVALID',
);
