import { badCertificate, validBetween } from '../bad-certificate.js';

/** A certificate that was made on a machine whose clock is ahead. */
export const certificateNotYetValid = badCertificate<'certificate-not-yet-valid'>(
  () => validBetween(1, 2),
  'CERT_NOT_YET_VALID',
);
