/** The modes of emulation in which kube-apiserver serves, or lets be enabled, what came after the emulated version. */
export type ForwardMode = 'forward-compatible' | 'runtime-config-forward-compatible';

/** How the emulated version is meant: exactly, or with what came after it. */
export type EmulationMode = 'strict' | ForwardMode;
