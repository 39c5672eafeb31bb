/**
 * kube-controller-manager's `--controllers`: kubeadm's, without the autoscaler. An autoscaler looks every 15 s; it meets the
 * restarting API server in some runs and not in others, and writes down what it met, so the same rehearsal would end in
 * two ways.
 */
export const QUIET_CONTROLLERS = '*,bootstrapsigner,tokencleaner,-horizontal-pod-autoscaler-controller';
