import { badCertificate, validBetween } from '../bad-certificate.js';

/** A certificate that nobody renewed. */
export const certificateExpired = badCertificate<'certificate-expired'>(() => validBetween(-2, -1), 'CERT_HAS_EXPIRED');
