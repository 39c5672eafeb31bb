import { badCertificate, validBetween } from '../bad-certificate.js';

/** A certificate authority that was rotated on one side only. */
export const certificateWrongAuthority = badCertificate<'certificate-wrong-authority'>(
  () => ({ ...validBetween(-1, 1), by: 'stranger' }),
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
);
