export { redactSecrets as redactSecret } from '../kube/storage/redact.js';
